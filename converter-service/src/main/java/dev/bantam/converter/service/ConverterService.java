package dev.bantam.converter.service;

import dev.bantam.kit.service.ServiceDescriptor;
import java.util.List;

/** Tells the platform of this service. */
public final class ConverterService implements ServiceDescriptor.Provider {
  @Override
  public ServiceDescriptor service() {
    return new ServiceDescriptor(
        "converter",
        ConverterApplication.class,
        List.of("models", "datasets", "conversions", "tokens"));
  }
}
