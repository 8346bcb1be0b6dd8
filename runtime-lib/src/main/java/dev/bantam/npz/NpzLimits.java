package dev.bantam.npz;

/**
 * What an archive may ask for.
 *
 * @param entries arrays in it
 * @param entryBytes of one array, unpacked
 * @param totalBytes of all arrays, unpacked
 * @param ratio of unpacked to packed size, above the first MiB
 */
public record NpzLimits(int entries, long entryBytes, long totalBytes, int ratio) {
  public static final NpzLimits DEFAULT = new NpzLimits(100_000, 2_000_000_000L, 4L << 30, 1100);
}
