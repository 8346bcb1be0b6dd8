package dev.bantam.cli.remote;

import dev.bantam.client.ServerException;
import java.time.Duration;

/**
 * How long a server is waited for.
 *
 * @param pause before the same is tried again
 * @param patience with one that does not answer, after which it counts as gone
 * @param silence of a stream of events, after which it counts as broken; the server comments every
 *     15 s
 */
record Waiting(Duration pause, Duration patience, Duration silence) {
  /** Before the same is tried again: as long as the server asks for, and at least the pause. */
  Duration pauseAfter(ServerException refusal) {
    var asked = refusal.retryAfter();
    return asked.compareTo(pause) > 0 ? asked : pause;
  }

  static final Waiting USUAL =
      new Waiting(Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofSeconds(45));
}
