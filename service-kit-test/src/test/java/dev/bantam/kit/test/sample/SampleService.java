package dev.bantam.kit.test.sample;

import dev.bantam.kit.service.ServiceDescriptor;
import java.util.List;

public final class SampleService implements ServiceDescriptor.Provider {
  @Override
  public ServiceDescriptor service() {
    return new ServiceDescriptor("sample", SampleApplication.class, List.of("counts"));
  }
}
