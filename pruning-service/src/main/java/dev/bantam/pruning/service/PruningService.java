package dev.bantam.pruning.service;

import dev.bantam.kit.service.ServiceDescriptor;
import java.util.List;

/** Tells the platform of this service. */
public final class PruningService implements ServiceDescriptor.Provider {
  @Override
  public ServiceDescriptor service() {
    return new ServiceDescriptor("pruning", PruningApplication.class, List.of("prunings"));
  }
}
