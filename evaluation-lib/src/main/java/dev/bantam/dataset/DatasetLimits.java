package dev.bantam.dataset;

/**
 * What a data set may ask for.
 *
 * @param samples how many it may have
 * @param classes how many it may have
 * @param sampleBytes size of one sample's file
 * @param pixels of one picture
 * @param tableBytes size of a CSV file, or of the arrays of an {@code .npz} file
 */
public record DatasetLimits(
    int samples, int classes, long sampleBytes, long pixels, long tableBytes) {
  public static final DatasetLimits DEFAULT =
      new DatasetLimits(2_000_000, 100_000, 64L << 20, 64L << 20, 2L << 30);
}
