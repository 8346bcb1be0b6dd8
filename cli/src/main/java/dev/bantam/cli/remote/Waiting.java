package dev.bantam.cli.remote;

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
  static final Waiting USUAL =
      new Waiting(Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofSeconds(45));
}
