package dev.bantam.kit.test;

import dev.bantam.kit.service.RunningService;
import dev.bantam.kit.service.ServiceDescriptor;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.token.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A started service on a database of its own, and a client for each role. */
public final class TestService implements AutoCloseable {
  /** The token that services of a platform share. */
  public static final String SERVICE_TOKEN = "bt_test-of-services";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RunningService service;
  private final Path data;
  private final boolean ownsData;
  private final Map<Role, String> tokens = new EnumMap<>(Role.class);
  private final ContractCheck contract;

  private TestService(RunningService service, Path data, boolean ownsData) {
    this.service = service;
    this.data = data;
    this.ownsData = ownsData;
    var store = service.context().getBean(Tokens.class);
    for (var role : new Role[] {Role.ADMIN, Role.CI, Role.VIEWER, Role.AGENT}) {
      tokens.put(role, store.issue("test", role, null).secret().text());
    }
    tokens.put(Role.SERVICE, SERVICE_TOKEN);
    contract = new ContractCheck(contract());
  }

  /** The one that is checked in, or, of a service without, the one that the code makes. */
  private JsonNode contract() {
    var descriptor = service.descriptor();
    try (var in = descriptor.application().getResourceAsStream(descriptor.contract())) {
      if (in != null) return JSON.readTree(in);
      return TestClient.of(address()).get("/v3/api-docs").json();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it on a new database, with properties that differ from the usual. */
  public static TestService start(ServiceDescriptor descriptor, Map<String, String> properties) {
    try {
      var data = Files.createTempDirectory("bantam-test-data");
      return start(descriptor, TestDatabase.create(), data, properties, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it on a database and a folder that another one may use too. */
  public static TestService start(
      ServiceDescriptor descriptor,
      TestDatabase database,
      Path data,
      Map<String, String> properties) {
    return start(descriptor, database, data, properties, false);
  }

  private static TestService start(
      ServiceDescriptor descriptor,
      TestDatabase database,
      Path data,
      Map<String, String> properties,
      boolean ownsData) {
    var all = properties(database, data);
    all.putAll(properties);
    return new TestService(RunningService.start(descriptor, all), data, ownsData);
  }

  /** What every service is started with in tests. */
  static Map<String, String> properties(TestDatabase database, Path data) {
    var properties = new HashMap<>(database.properties());
    properties.put("server.port", "0");
    properties.put("server.address", "127.0.0.1");
    properties.put("bantam.data", data.toString());
    properties.put("bantam.service-token", SERVICE_TOKEN);
    properties.put("bantam.platform", "http://127.0.0.1:1"); // nobody answers there
    properties.put("bantam.jobs.poll", "100ms");
    properties.put("bantam.jobs.heartbeat", "500ms");
    properties.put("bantam.jobs.backoff", "100ms");
    properties.put("spring.datasource.hikari.connection-timeout", "2000");
    properties.put("logging.structured.format.console", "");
    properties.put("logging.level.root", System.getProperty("bantam.test.log", "WARN"));
    return properties;
  }

  public URI address() {
    return service.address();
  }

  public ConfigurableApplicationContext context() {
    return service.context();
  }

  public Path data() {
    return data;
  }

  /** A client without a token; it fails where an answer is not as the contract says. */
  public TestClient anyone() {
    return TestClient.of(address()).held(contract);
  }

  /** A client with a token of this role. */
  public TestClient as(Role role) {
    return anyone().with(tokenOf(role));
  }

  public String tokenOf(Role role) {
    return Objects.requireNonNull(tokens.get(role));
  }

  @Override
  public void close() {
    service.close();
    if (ownsData) TemporaryFolders.delete(data);
  }
}
