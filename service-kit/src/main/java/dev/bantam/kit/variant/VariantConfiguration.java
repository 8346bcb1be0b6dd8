package dev.bantam.kit.variant;

import dev.bantam.device.Device;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.file.WorkFolders;
import dev.bantam.kit.client.ClientConfiguration;
import dev.bantam.kit.client.PlatformClient;
import dev.bantam.kit.client.StoredInputs;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** Imported by the services that make one model of another. */
@Configuration(proxyBeanMethods = false)
@Import(ClientConfiguration.class)
public class VariantConfiguration {
  /** What models run on while they are calibrated and evaluated. */
  @Bean
  Device evaluationDevice(@Value("${bantam.evaluation-device:cpu}") String name) {
    return Devices.load().device(name, DeviceOptions.DEFAULT);
  }

  @Bean
  VariantInputs variantInputs(StoredInputs stored) {
    return new VariantInputs(stored);
  }

  @Bean
  VariantWork.Factory variantWork(
      PlatformClient platform, Device device, WorkFolders folders, JsonMapper json) {
    return new VariantWork.Factory(platform, device, folders, json);
  }
}
