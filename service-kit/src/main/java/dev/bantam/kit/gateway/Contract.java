package dev.bantam.kit.gateway;

import dev.bantam.kit.service.ServiceDescriptor;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI documents of all services in one. They are those that are checked in and compared
 * with the code in each service's tests, so the merged one is true without asking anybody.
 */
final class Contract {
  private final byte[] merged;

  Contract(List<ServiceDescriptor> services, JsonMapper json) {
    var all = json.createObjectNode();
    for (var service : services) {
      try (var in = service.application().getResourceAsStream(service.contract())) {
        if (in != null && json.readTree(in) instanceof ObjectNode one) merge(all, one);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    merged = json.writeValueAsBytes(all);
  }

  /** Objects become one; of anything else the first stays, which is equal wherever it is shared. */
  private static void merge(ObjectNode all, ObjectNode one) {
    for (var property : one.properties()) {
      JsonNode known = all.get(property.getKey());
      if (known == null) {
        all.set(property.getKey(), property.getValue().deepCopy());
      } else if (known instanceof ObjectNode inner
          && property.getValue() instanceof ObjectNode other) {
        merge(inner, other);
      }
    }
  }

  void send(HttpServletResponse response) throws IOException {
    response.setContentType("application/json");
    response.setContentLength(merged.length);
    response.getOutputStream().write(merged);
  }
}
