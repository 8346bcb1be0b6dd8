package dev.bantam.model;

/**
 * How much of a file is read at most. A model that passes a limit is refused with its name.
 *
 * @param fileBytes size of the file
 * @param depth tables inside each other
 * @param tables tables that are visited; one that is shared counts each time
 * @param sharing how often, on average, each byte of the file may be visited
 * @param subgraphs in the model
 * @param calls subgraphs that call each other, one inside the other
 * @param rank extents of a tensor
 * @param denseRatio bytes that sparse constants may grow to, as a multiple of the file's size
 * @param denseBytes bytes that sparse constants may grow to, whatever the file's size
 * @param archiveBytes size of the zip of associated files behind the model
 */
public record Limits(
    long fileBytes,
    int depth,
    int tables,
    int sharing,
    int subgraphs,
    int calls,
    int rank,
    int denseRatio,
    long denseBytes,
    long archiveBytes) {
  public static final Limits DEFAULT =
      new Limits(1L << 36, 64, 1_000_000, 16, 10_000, 64, 32, 32, 16L << 20, 64L << 20);

  public Limits withFileBytes(long bytes) {
    return new Limits(
        bytes,
        depth,
        tables,
        sharing,
        subgraphs,
        calls,
        rank,
        denseRatio,
        denseBytes,
        archiveBytes);
  }

  public Limits withTables(int most) {
    return new Limits(
        fileBytes,
        depth,
        most,
        sharing,
        subgraphs,
        calls,
        rank,
        denseRatio,
        denseBytes,
        archiveBytes);
  }

  public Limits withDepth(int most) {
    return new Limits(
        fileBytes,
        most,
        tables,
        sharing,
        subgraphs,
        calls,
        rank,
        denseRatio,
        denseBytes,
        archiveBytes);
  }

  public Limits withSubgraphs(int most) {
    return new Limits(
        fileBytes, depth, tables, sharing, most, calls, rank, denseRatio, denseBytes, archiveBytes);
  }

  public Limits withCalls(int most) {
    return new Limits(
        fileBytes,
        depth,
        tables,
        sharing,
        subgraphs,
        most,
        rank,
        denseRatio,
        denseBytes,
        archiveBytes);
  }

  public Limits withRank(int most) {
    return new Limits(
        fileBytes,
        depth,
        tables,
        sharing,
        subgraphs,
        calls,
        most,
        denseRatio,
        denseBytes,
        archiveBytes);
  }

  /** Sparse constants grow to so many bytes, and no further for a large file. */
  public Limits withDenseBytes(long bytes) {
    return new Limits(
        fileBytes, depth, tables, sharing, subgraphs, calls, rank, 0, bytes, archiveBytes);
  }

  public Limits withArchiveBytes(long most) {
    return new Limits(
        fileBytes, depth, tables, sharing, subgraphs, calls, rank, denseRatio, denseBytes, most);
  }

  /** What sparse constants of a file of that size may grow to. */
  long dense(long fileSize) {
    return denseBytes + denseRatio * fileSize;
  }
}
