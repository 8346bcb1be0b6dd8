package dev.bantam.platform;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.gateway.Gateway;
import dev.bantam.kit.gateway.Routes;
import dev.bantam.kit.service.RunningService;
import dev.bantam.kit.service.ServiceDescriptor;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One part of the platform in a process of its own, as containers run it; the surroundings tell it
 * where the database and the others are. The part {@code gateway} has the dashboard and the
 * contract, and passes on what {@code BANTAM_SERVICES} names ({@code converter=http://...,...}).
 */
public final class SinglePart {
  public static final String GATEWAY = "gateway";

  private SinglePart() {}

  /** The names of all parts. */
  public static List<String> names() {
    return Stream.concat(Stream.of(GATEWAY), Platform.services().stream()).toList();
  }

  /** Starts it; closing the result stops it in good order. */
  public static AutoCloseable start(
      String name, PlatformOptions options, Map<String, String> environment) {
    if (name.equals(GATEWAY)) return gateway(options, environment);
    var service =
        ServiceDescriptor.all().stream()
            .filter(it -> it.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new BantamException(
                        ErrorCode.INVALID_REQUEST,
                        "service \"%s\": does not exist, must be one of %s"
                            .formatted(name, String.join(", ", names()))));
    return RunningService.start(
        service,
        Map.of(
            "server.address", options.host(),
            "server.port", String.valueOf(options.port()),
            "bantam.data", options.data().resolve(name).toString()));
  }

  private static Gateway gateway(PlatformOptions options, Map<String, String> environment) {
    var addresses = addresses(environment.getOrDefault("BANTAM_SERVICES", ""));
    var routes = new Routes(ServiceDescriptor.all(), addresses.keySet());
    addresses.forEach(routes::add);
    return Gateway.start(options.host(), options.port(), routes);
  }

  private static Map<String, URI> addresses(String text) {
    var addresses = new HashMap<String, URI>();
    for (var entry : text.split(",", -1)) {
      if (entry.isBlank()) continue;
      int equals = entry.indexOf('=');
      if (equals < 1) {
        throw new BantamException(
            ErrorCode.INVALID_REQUEST,
            "BANTAM_SERVICES: \"%s\" must be of the form NAME=URL".formatted(entry));
      }
      addresses.put(entry.substring(0, equals).strip(), URI.create(entry.substring(equals + 1)));
    }
    return addresses;
  }
}
