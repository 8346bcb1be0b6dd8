package dev.bantam.quantization.service;

import dev.bantam.kit.service.ServiceDescriptor;
import java.util.List;

/** Tells the platform of this service. */
public final class QuantizationService implements ServiceDescriptor.Provider {
  @Override
  public ServiceDescriptor service() {
    return new ServiceDescriptor(
        "quantization", QuantizationApplication.class, List.of("quantizations", "evaluations"));
  }
}
