package dev.bantam.kit.test;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.opentest4j.AssertionFailedError;

/**
 * Kills processes at random moments and starts them again, as often as {@code -Dbantam.kills=N}
 * says. What happens when follows from a seed, which is in the message of a failure; {@code
 * -Dbantam.seed=N} takes it again.
 */
public final class Kills {
  private static final int IN_A_BUILD = 5;

  private final long seed;
  private final SplittableRandom random;
  private final int count;

  private Kills(long seed, int count) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.count = count;
  }

  /** As many as this run is to have. */
  public static Kills ofThisRun() {
    long seed =
        Long.getLong("bantam.seed", RandomGenerator.of("L64X128MixRandom").nextLong(1_000_000));
    return new Kills(seed, Integer.getInteger("bantam.kills", IN_A_BUILD));
  }

  /** Something that can be killed. */
  @FunctionalInterface
  public interface Victim {
    /** Kills it, and starts it again. */
    void killAndRestart() throws Exception;
  }

  public int count() {
    return count;
  }

  /** Kills one after the other, with a pause of up to so many milliseconds before each. */
  public void run(int mostMillis, List<Victim> victims) throws Exception {
    for (int i = 0; i < count; i++) {
      Thread.sleep(random.nextInt(mostMillis));
      victims.get(random.nextInt(victims.size())).killAndRestart();
    }
  }

  /** Runs the check of a test, and says the seed where it fails. */
  public void check(Runnable assertions) {
    try {
      assertions.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionFailedError(
          "after %d kills, seed %d: %s".formatted(count, seed, e.getMessage()), e);
    }
  }
}
