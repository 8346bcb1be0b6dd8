package dev.bantam.kit.client;

import dev.bantam.kit.KitProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Imported by the services that ask others. */
@Configuration(proxyBeanMethods = false)
public class ClientConfiguration {
  @Bean
  PlatformClient platformClient(KitProperties properties) {
    return new PlatformClient(properties.platform(), properties.serviceSecret());
  }

  @Bean
  StoredInputs storedInputs(PlatformClient platform) {
    return new StoredInputs(platform);
  }
}
