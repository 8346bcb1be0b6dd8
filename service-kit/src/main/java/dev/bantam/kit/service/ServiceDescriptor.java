package dev.bantam.kit.service;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A service of the platform.
 *
 * @param name also that of its schema and of its {@code NAME.properties}
 * @param application the class that Spring Boot starts
 * @param collections what it answers for below {@code /api/v1}: {@code models}
 */
public record ServiceDescriptor(String name, Class<?> application, List<String> collections) {
  public ServiceDescriptor {
    collections = List.copyOf(collections);
  }

  /** Where its contract is on the class path. */
  public String contract() {
    return "/openapi/%s.json".formatted(name);
  }

  /** Tells of one service; found by {@link ServiceLoader}. */
  public interface Provider {
    ServiceDescriptor service();
  }

  /** All services on the class path, by name. */
  public static List<ServiceDescriptor> all() {
    return ServiceLoader.load(Provider.class).stream()
        .map(provider -> provider.get().service())
        .sorted(Comparator.comparing(ServiceDescriptor::name))
        .toList();
  }
}
