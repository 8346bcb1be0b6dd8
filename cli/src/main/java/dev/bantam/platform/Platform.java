package dev.bantam.platform;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.gateway.Gateway;
import dev.bantam.kit.gateway.Routes;
import dev.bantam.kit.service.RunningService;
import dev.bantam.kit.service.ServiceDescriptor;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.token.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Everything in one process: each service is a Spring application of its own, listening on this
 * machine only, and reached by all others, too, through the one address.
 */
public final class Platform implements AutoCloseable {
  /** Held, for java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
  private final PlatformOptions options;
  private final Map<String, String> environment;
  private final Secret serviceSecret = Secret.random(new SecureRandom());
  private URI address = URI.create("http://127.0.0.1");
  private Optional<AdminTokens> tokens = Optional.empty();
  private Optional<Path> newAdminToken = Optional.empty();

  private Platform(PlatformOptions options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  /**
   * Starts all of it; what has started is stopped again if something does not.
   *
   * @param environment variables of the process
   * @param progress told of each step
   */
  public static Platform start(
      PlatformOptions options, Map<String, String> environment, Consumer<String> progress) {
    var platform = new Platform(options, environment);
    try {
      platform.start(progress);
      return platform;
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  private void start(Consumer<String> progress) {
    TOMCAT.setLevel(Level.WARNING);
    createData();
    var services = ServiceDescriptor.all();
    progress.accept("database");
    var database = Database.start(options.data(), environment);
    parts.push(database);
    var routes =
        new Routes(
            services, services.stream().map(ServiceDescriptor::name).collect(Collectors.toSet()));
    var gateway = Gateway.start(options.host(), options.port(), routes);
    parts.push(gateway);
    address = gateway.address();
    start(services, database, routes, progress);
    tokens = Optional.of(new AdminTokens(database.connection()));
    newAdminToken = tokens.get().ensure(options.data());
  }

  /**
   * The first service starts alone, for it sets up what all of a process share, such as the log;
   * the others start side by side, for each of them is for the most part on one processor.
   */
  private void start(
      List<ServiceDescriptor> services,
      Database database,
      Routes routes,
      Consumer<String> progress) {
    progress.accept(services.getFirst().name());
    start(services.getFirst(), database, routes);
    var starts = new ArrayList<Future<?>>();
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (var service : services.subList(1, services.size())) {
        progress.accept(service.name());
        starts.add(threads.submit(() -> start(service, database, routes)));
      }
    }
    for (var start : starts) {
      if (start.state() != Future.State.FAILED) continue;
      if (start.exceptionNow() instanceof RuntimeException refusal) throw refusal;
      throw new IllegalStateException(start.exceptionNow());
    }
  }

  private void start(ServiceDescriptor service, Database database, Routes routes) {
    var running = RunningService.start(service, properties(service, database));
    parts.push(running);
    routes.add(service.name(), running.address());
  }

  private void createData() {
    try {
      if (Files.isDirectory(options.data())) return;
      Files.createDirectories(
          options.data(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE,
          "data folder %s: cannot be made (%s), choose another with --data"
              .formatted(options.data(), e.getMessage()),
          e);
    }
  }

  private Map<String, String> properties(ServiceDescriptor service, Database database) {
    var properties = new HashMap<String, String>();
    var connection = database.connection();
    properties.put("spring.datasource.url", connection.url());
    properties.put("spring.datasource.username", connection.user());
    properties.put("spring.datasource.password", connection.password());
    properties.put("server.address", "127.0.0.1");
    properties.put("server.port", "0");
    properties.put("bantam.data", options.data().resolve(service.name()).toString());
    properties.put("bantam.platform", address.toString());
    properties.put("bantam.service-token", serviceSecret.text());
    properties.put("logging.file.name", options.data().resolve("logs/bantam.log").toString());
    properties.put("logging.structured.format.file", "logstash");
    properties.put("logging.threshold.console", "OFF");
    return properties;
  }

  /** Where all of it is, as seen from this machine. */
  public URI address() {
    return address;
  }

  /** The file with the first admin's token, if it was made just now. */
  public Optional<Path> newAdminToken() {
    return newAdminToken;
  }

  /**
   * The token of a part of this machine's own, the same at each start.
   *
   * @param name that no other token bears; also of the file that it is kept in
   */
  public Secret keptToken(Role role, String name) {
    return tokens.orElseThrow().kept(options.data(), role, name);
  }

  /** The names of the services. */
  public static List<String> services() {
    return ServiceDescriptor.all().stream().map(ServiceDescriptor::name).toList();
  }

  /** Stops in good order: the services, then the address, then the database. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        Logger.getLogger(Platform.class.getName()).log(Level.WARNING, "a part did not stop", e);
      }
    }
  }
}
