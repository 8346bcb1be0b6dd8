package dev.bantam.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.kit.token.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Who may call what: a row for each endpoint, checked for each role and for nobody against a
 * running service. An endpoint of the service without a row is an error, and so is a row without
 * endpoint.
 */
public final class EndpointTable {
  private static final String API = "/api/v1/";
  private static final Set<Role> EVERY_ROLE = EnumSet.allOf(Role.class);

  private final Map<String, Row> rows = new LinkedHashMap<>();

  private record Row(Set<Role> roles, boolean anyone) {}

  /** The rows of what every service has. */
  public static EndpointTable ofTheKit() {
    return new EndpointTable()
        .only("GET /api/v1/tokens", Role.ADMIN)
        .only("POST /api/v1/tokens", Role.ADMIN)
        .only("GET /api/v1/tokens/current", Role.ADMIN, Role.CI, Role.VIEWER, Role.AGENT)
        .only("GET /api/v1/tokens/{id}", Role.ADMIN)
        .only("DELETE /api/v1/tokens/{id}", Role.ADMIN);
  }

  /** Everybody may, also without a token. */
  public EndpointTable anyone(String... endpoints) {
    for (var endpoint : endpoints) rows.put(endpoint, new Row(EVERY_ROLE, true));
    return this;
  }

  /** Only these roles may. */
  public EndpointTable only(String endpoint, Role... roles) {
    rows.put(endpoint, new Row(Set.copyOf(Arrays.asList(roles)), false));
    return this;
  }

  /** The rows of a kind of job: everybody looks, admins and CI ask for work. */
  public EndpointTable jobs(String collection) {
    var address = API + collection;
    return anyone("GET " + address, "GET " + address + "/{id}", "GET " + address + "/{id}/events")
        .only("POST " + address, Role.ADMIN, Role.CI, Role.SERVICE)
        .only("DELETE " + address + "/{id}", Role.ADMIN, Role.CI, Role.SERVICE)
        .only("POST " + address + "/{id}/retry", Role.ADMIN, Role.CI, Role.SERVICE);
  }

  /** Calls every endpoint as everybody, and compares. */
  public void verify(TestService service) {
    assertThat(rows.keySet())
        .as("endpoints with a row, and endpoints of the service")
        .containsExactlyInAnyOrderElementsOf(endpoints(service));
    var wrong = new ArrayList<String>();
    rows.forEach(
        (endpoint, row) -> {
          for (var role : EVERY_ROLE) {
            check(service, endpoint, role, row.roles().contains(role), wrong);
          }
          check(service, endpoint, null, row.anyone(), wrong);
        });
    assertThat(wrong).as("calls with an answer other than the table says").isEmpty();
  }

  private static void check(
      TestService service,
      String endpoint,
      @Nullable Role role,
      boolean allowed,
      List<String> wrong) {
    var method = endpoint.substring(0, endpoint.indexOf(' '));
    var path = endpoint.substring(endpoint.indexOf(' ') + 1).replaceAll("\\{[^}]+}", "none");
    var client = role == null ? service.anyone() : service.as(role);
    int status = client.send(method, path, BodyPublishers.noBody()).status();
    int refusal = role == null ? 401 : 403;
    boolean refused = status == 401 || status == 403;
    if (allowed ? refused : status != refusal) {
      wrong.add(
          "%s as %s: %d, must %s"
              .formatted(
                  endpoint,
                  role == null ? "nobody" : role,
                  status,
                  allowed ? "be allowed" : "be " + refusal));
    }
  }

  private static Set<String> endpoints(TestService service) {
    var endpoints = new TreeSet<String>();
    service
        .context()
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(
            mapping ->
                mapping.getPatternValues().stream()
                    .filter(path -> path.startsWith(API))
                    .forEach(
                        path ->
                            mapping
                                .getMethodsCondition()
                                .getMethods()
                                .forEach(method -> endpoints.add(method + " " + path))));
    return endpoints;
  }
}
