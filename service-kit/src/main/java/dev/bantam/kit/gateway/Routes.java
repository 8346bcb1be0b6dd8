package dev.bantam.kit.gateway;

import dev.bantam.kit.service.ServiceDescriptor;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Which service answers for a path, and where it is now. Services come while requests do. */
public final class Routes {
  private static final String API = "/api/v1/";
  private static final Set<String> SERVICES = Set.of("api", "actuator", "problems");

  private final List<ServiceDescriptor> services;
  private final Set<String> expected;
  private final Map<String, URI> addresses = new ConcurrentHashMap<>();

  /**
   * Nothing is up yet.
   *
   * @param services that there are
   * @param expected names of those that will be added; the others are behind another proxy
   */
  public Routes(List<ServiceDescriptor> services, Set<String> expected) {
    this.services = List.copyOf(services);
    this.expected = Set.copyOf(expected);
  }

  /** A service is up, and there. */
  public void add(String service, URI address) {
    addresses.put(service, address);
  }

  /** Whether all that are expected are up. */
  public boolean isComplete() {
    return addresses.keySet().containsAll(expected);
  }

  /** The services that are up, by name. */
  SortedMap<String, URI> up() {
    return new TreeMap<>(addresses);
  }

  boolean isAnyUp() {
    return !addresses.isEmpty();
  }

  /** Whether a path is a service's at all; else it belongs to the dashboard. */
  static boolean isService(String path) {
    return SERVICES.contains(path.split("/", 3)[1]);
  }

  /** The service that answers for the path; empty if there is none, or it is not up. */
  Optional<Route> find(String path) {
    return owner(path)
        .map(
            service ->
                new Route(service.name(), Optional.ofNullable(addresses.get(service.name()))));
  }

  /** A service, and where it is if it is up. */
  record Route(String service, Optional<URI> address) {}

  private Optional<ServiceDescriptor> owner(String path) {
    if (path.startsWith("/problems")) return services.stream().findFirst();
    if (!path.startsWith(API)) return Optional.empty();
    var rest = path.substring(API.length());
    int slash = rest.indexOf('/');
    var collection = slash < 0 ? rest : rest.substring(0, slash);
    return services.stream()
        .filter(service -> service.collections().contains(collection))
        .findFirst();
  }

  List<ServiceDescriptor> services() {
    return services;
  }
}
