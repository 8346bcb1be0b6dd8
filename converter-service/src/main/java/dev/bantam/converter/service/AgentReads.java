package dev.bantam.converter.service;

import dev.bantam.client.RestClient;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.KitProperties;
import dev.bantam.kit.client.PlatformClient;
import dev.bantam.kit.token.Caller;
import dev.bantam.kit.token.Role;
import org.springframework.stereotype.Component;

/**
 * What agents may read of a server whose read side is closed: the models that they are to measure
 * just now, which the farm knows.
 */
@Component
class AgentReads {
  private final PlatformClient platform;
  private final boolean publicRead;

  AgentReads(PlatformClient platform, KitProperties properties) {
    this.platform = platform;
    this.publicRead = properties.publicRead();
  }

  /** Refuses an agent without a lease for the model, whether or not there is such a model. */
  void require(String model) {
    var caller = Caller.current();
    if (publicRead || caller.role() != Role.AGENT) return;
    var held =
        platform.get(
            "leases/held?model=%s&holder=%s"
                .formatted(RestClient.encoded(model), RestClient.encoded(caller.id())));
    if (held.path("held").asBoolean(false)) return;
    throw new BantamException(
        ErrorCode.FORBIDDEN,
        "model %s: an agent reads only what it holds a lease for, take one first".formatted(model));
  }
}
