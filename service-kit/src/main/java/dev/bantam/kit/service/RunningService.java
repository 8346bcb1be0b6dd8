package dev.bantam.kit.service;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A service that was started in this process. */
public final class RunningService implements AutoCloseable {
  private final ServiceDescriptor descriptor;
  private final ConfigurableApplicationContext context;

  private RunningService(ServiceDescriptor descriptor, ConfigurableApplicationContext context) {
    this.descriptor = descriptor;
    this.context = context;
  }

  /** Starts it with properties that take precedence over its own; returns once it answers. */
  public static RunningService start(ServiceDescriptor descriptor, Map<String, String> properties) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--spring.config.name=application," + descriptor.name());
    arguments.add("--bantam.service=" + descriptor.name());
    properties.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    var context =
        new SpringApplicationBuilder(descriptor.application())
            .registerShutdownHook(false)
            .run(arguments.toArray(String[]::new));
    return new RunningService(descriptor, context);
  }

  public ServiceDescriptor descriptor() {
    return descriptor;
  }

  public ConfigurableApplicationContext context() {
    return context;
  }

  /** Where it listens, as seen from this machine. */
  public URI address() {
    if (!(context instanceof WebServerApplicationContext web) || web.getWebServer() == null) {
      throw new IllegalStateException("%s has no web server".formatted(descriptor.name()));
    }
    return URI.create("http://127.0.0.1:" + web.getWebServer().getPort());
  }

  /** Stops in good order: no new requests, running jobs given back, streams ended. */
  @Override
  public void close() {
    context.close();
  }
}
