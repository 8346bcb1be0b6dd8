package dev.bantam.converter;

/**
 * How much of a source is read before it is refused.
 *
 * @param depth of messages inside messages
 * @param fileBytes of one file that is read into memory
 * @param entries of an archive
 * @param unpackedBytes of an archive, all together
 * @param ratio of unpacked to packed bytes of an archive
 * @param nodes after functions are inlined
 */
public record Limits(
    int depth, long fileBytes, int entries, long unpackedBytes, int ratio, int nodes) {
  public static final Limits STANDARD =
      new Limits(100, Integer.MAX_VALUE - 16L, 100_000, 8L << 30, 200, 1_000_000);
}
