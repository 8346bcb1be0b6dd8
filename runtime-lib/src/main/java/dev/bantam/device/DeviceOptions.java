package dev.bantam.device;

import java.util.Optional;

/**
 * What a user may choose about any device; a device leaves aside what has no meaning for it.
 *
 * @param threads how many threads one run may use, at least 1
 * @param instructionSet a level below the best that the device has, by name, such as {@code avx2}
 * @param profile whether time is taken per operator; without it a run costs nothing more
 * @param mostBytes memory that one instance and its constants may take together
 */
public record DeviceOptions(
    int threads, Optional<String> instructionSet, boolean profile, long mostBytes) {
  /** One thread, the best instructions, no profile, and 16 GiB. */
  public static final DeviceOptions DEFAULT =
      new DeviceOptions(1, Optional.empty(), false, 16L << 30);

  /** More threads than any machine that we know has cores. */
  private static final int MOST_THREADS = 1024;

  public DeviceOptions {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "%d threads, must be in [1, %d]".formatted(threads, MOST_THREADS));
    }
    if (mostBytes < 1) {
      throw new IllegalArgumentException("%d bytes, must be at least 1".formatted(mostBytes));
    }
  }

  public DeviceOptions withThreads(int count) {
    return new DeviceOptions(count, instructionSet, profile, mostBytes);
  }

  public DeviceOptions withInstructionSet(String level) {
    return new DeviceOptions(threads, Optional.of(level), profile, mostBytes);
  }

  public DeviceOptions withProfile(boolean wanted) {
    return new DeviceOptions(threads, instructionSet, wanted, mostBytes);
  }

  public DeviceOptions withMostBytes(long bytes) {
    return new DeviceOptions(threads, instructionSet, profile, bytes);
  }
}
