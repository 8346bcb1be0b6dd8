package dev.bantam.evaluation;

/** Told how far a long work is; may throw to stop it. */
@FunctionalInterface
public interface Progress {
  Progress SILENT = (stage, done, total) -> {};

  /**
   * @param stage a word such as {@code calibrate}
   * @param done of {@code total} steps of this stage
   */
  void report(String stage, long done, long total);
}
