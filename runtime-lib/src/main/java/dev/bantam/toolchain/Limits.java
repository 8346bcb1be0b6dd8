package dev.bantam.toolchain;

import java.time.Duration;

/**
 * What the toolchain may take.
 *
 * @param cacheBytes size of all cached results together; the least recently used leave first
 * @param commandTime how long one compiler process may run
 * @param processes how many compiler processes run at a time
 * @param diagnosticLines how many lines of a compiler's complaint go into a message
 */
public record Limits(long cacheBytes, Duration commandTime, int processes, int diagnosticLines) {
  public Limits {
    if (cacheBytes < 0)
      throw new IllegalArgumentException("cacheBytes is %d".formatted(cacheBytes));
    if (processes < 1) throw new IllegalArgumentException("processes is %d".formatted(processes));
  }

  /** One gibibyte, ten minutes, a process per core. */
  public static Limits ofThisMachine() {
    return new Limits(
        1L << 30, Duration.ofMinutes(10), Runtime.getRuntime().availableProcessors(), 20);
  }

  public Limits withCacheBytes(long bytes) {
    return new Limits(bytes, commandTime, processes, diagnosticLines);
  }
}
