package dev.bantam.schedule.contraction;

/**
 * Writes a {@link ContractionTile} as C for Arm cores with pairs of 16 bits in a word: a word of
 * the panel holds two neighbours in depth of two columns, a word of a row the same neighbours.
 *
 * <p>All registers are taken. The empty instruction behind each step of a pointer keeps compilers
 * from computing the pointers of the rows from one another, for which there is no register left.
 */
final class ColumnPairText {
  /** Neighbours in depth in a word. */
  private static final int PAIR = 2;

  private final ContractionTile tile;
  private final StringBuilder text = new StringBuilder();

  ColumnPairText(ContractionTile tile) {
    if (tile.columns() != 2) {
      throw new IllegalArgumentException("%d columns, must be 2".formatted(tile.columns()));
    }
    this.tile = tile;
  }

  String text() {
    line("%s", WordText.HEAD);
    line("static __attribute__((noinline)) void %s(", tile.name());
    line(
        "    const int16_t *restrict rows, const int8_t *restrict panel, int32_t *restrict sums, intptr_t distance, intptr_t steps) {");
    line("  const int8_t *end = panel + %d * steps;", tile.columns() * tile.form().depthStep());
    for (int row = 0; row < tile.rows(); row++) {
      line("  const int16_t *a%d = rows + %d * distance;", row, row);
    }
    for (int row = 0; row < tile.rows(); row++) {
      line("  int32_t c%1$d_0 = 0, c%1$d_1 = 0;", row);
    }
    line("  NOT_UNROLLED");
    line("  do {");
    for (int at = 0; at < tile.form().depthStep(); at += PAIR) pair();
    line("  } while (panel != end);");
    for (int row = 0; row < tile.rows(); row++) {
      line("  sums[%d] = c%d_0, sums[%d] = c%d_1;", 2 * row, row, 2 * row + 1, row);
    }
    line("}");
    return text.toString();
  }

  /** Multiplies two neighbours in depth and goes on behind them. */
  private void pair() {
    line("    {");
    line("      int32_t both = *(const unaligned_word *)panel;");
    line("      int32_t b0 = (int32_t)__builtin_arm_sxtb16(both);");
    line("      int32_t b1 = (int32_t)__builtin_arm_sxtb16(TURNED(both, 8));");
    for (int row = 0; row < tile.rows(); row++) {
      line("      int32_t x%1$d = *(const unaligned_word *)a%1$d;", row);
      for (int column = 0; column < 2; column++) {
        line("      c%1$d_%2$d = __builtin_arm_smlad(x%1$d, b%2$d, c%1$d_%2$d);", row, column);
      }
      line("      a%1$d += %2$d;", row, PAIR);
      line("      KEPT(a%d);", row);
    }
    line("      panel += %d;", PAIR * tile.columns());
    line("      KEPT(panel);");
    line("    }");
  }

  private void line(String format, Object... details) {
    text.append(format.formatted(details)).append('\n');
  }
}
