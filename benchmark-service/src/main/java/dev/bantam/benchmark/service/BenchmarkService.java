package dev.bantam.benchmark.service;

import dev.bantam.kit.service.ServiceDescriptor;
import java.util.List;

/** Tells the platform of this service. */
public final class BenchmarkService implements ServiceDescriptor.Provider {
  @Override
  public ServiceDescriptor service() {
    return new ServiceDescriptor(
        "benchmark",
        BenchmarkApplication.class,
        List.of("benchmarks", "devices", "agents", "leases", "suites", "releases", "series"));
  }
}
