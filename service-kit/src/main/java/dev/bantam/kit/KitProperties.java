package dev.bantam.kit;

import dev.bantam.kit.token.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set for a service, under {@code bantam.}.
 *
 * @param service its name, and that of its schema
 * @param data folder for its files
 * @param publicRead whether reading needs no token
 * @param serviceToken shared by the services of a platform, for calls among them
 * @param platform where the services reach each other
 * @param largestBodyBytes of a request in JSON
 */
@ConfigurationProperties("bantam")
public record KitProperties(
    String service,
    @DefaultValue("data") Path data,
    @DefaultValue("true") boolean publicRead,
    @Nullable String serviceToken,
    @DefaultValue("http://127.0.0.1:8080") URI platform,
    @DefaultValue("1048576") int largestBodyBytes,
    @DefaultValue Jobs jobs) {

  /**
   * How jobs run.
   *
   * @param concurrent how many run in this process at a time
   * @param queuedPerToken how many of one token may wait
   * @param attempts how often a job is begun before it fails for good
   * @param backoff before the second attempt; doubled for each further one
   * @param heartbeat how often a process says that it is alive; silent for four of them, it is dead
   * @param poll how often the queue is looked at when nothing wakes it
   */
  public record Jobs(
      @DefaultValue("2") int concurrent,
      @DefaultValue("20000") int queuedPerToken,
      @DefaultValue("3") int attempts,
      @DefaultValue("1s") Duration backoff,
      @DefaultValue("2s") Duration heartbeat,
      @DefaultValue("500ms") Duration poll) {}

  public Optional<Secret> serviceSecret() {
    return Optional.ofNullable(serviceToken).filter(text -> !text.isBlank()).map(Secret::new);
  }
}
