package dev.bantam.schedule;

/**
 * How the work of a {@link ContractionKernel} is cut. An outer iteration takes a block of tiles of
 * rows and a group of panels: a panel is read once for all tiles of the block, so that it need not
 * come near for each of them.
 *
 * @param batch matrices
 * @param rowTiles tiles that cover the rows of one matrix
 * @param blocks of {@code tiles} tiles; the last one may have fewer
 * @param groups of {@code panels} panels; the last one may have fewer
 */
record ContractionBlocks(
    long batch, long rowTiles, long blocks, int tiles, long groups, long panels) {
  /** Rows that share a panel while it is near. */
  private static final int BLOCK_ROWS = 48;

  /**
   * Outer iterations for each core, so that one that is late keeps the others waiting for little.
   */
  private static final long TASKS_PER_CORE = 3;

  /**
   * @param cheapRows whether rows may be gathered again for each group of panels
   */
  static ContractionBlocks of(Tiling tiling, boolean cheapRows) {
    int cores = tiling.tile().target().cores();
    long wanted = cores == 1 ? 1 : TASKS_PER_CORE * cores;
    int rows = tiling.tile().rows();
    long rowTiles = Math.ceilDiv(tiling.height(), rows);
    long tileBytes =
        (long) rows * tiling.packing().paddedDepth() * tiling.tile().form().rows().bytes();
    long blockBytes = tiling.tile().target().memory().blockBytes();
    long most = Math.clamp(blockBytes / tileBytes, 1, Math.max(1, BLOCK_ROWS / rows));
    long panels = tiling.packing().panels();
    long least = cheapRows ? 1 : Math.ceilDiv(wanted, tiling.batch());
    long blocks = Math.min(rowTiles, Math.max(Math.ceilDiv(rowTiles, most), least));
    int tiles = (int) Math.ceilDiv(rowTiles, blocks);
    blocks = Math.ceilDiv(rowTiles, tiles);
    long groups =
        cheapRows ? Math.clamp(Math.ceilDiv(wanted, tiling.batch() * blocks), 1, panels) : 1;
    long perGroup = Math.ceilDiv(panels, groups);
    return new ContractionBlocks(
        tiling.batch(), rowTiles, blocks, tiles, Math.ceilDiv(panels, perGroup), perGroup);
  }

  /** Outer iterations. */
  long tasks() {
    return batch * blocks * groups;
  }
}
