package dev.bantam.schedule.contraction;

import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a {@link ContractionTile} whose sums are words as C for Arm cores: what is multiplied at a
 * time lies along the depth, so rows and columns are read as they lie.
 */
final class DepthTileText {
  private final ContractionTile tile;
  private final ContractionForm form;
  private final Multiplication multiplication;
  private final StringBuilder text = new StringBuilder();

  DepthTileText(ContractionTile tile) {
    this.tile = tile;
    this.form = tile.form();
    multiplication = form.depthStep() == 4 ? new Words(form) : new Vectors(form);
  }

  /** How one step of the depth is loaded and multiplied; each line is a statement. */
  private sealed interface Multiplication {
    String head();

    /** Of the row that {@code pointer} points into, into names that end with {@code name}. */
    List<String> row(String pointer, String name);

    /** Of the column at {@code offset} of the panel. */
    List<String> column(int offset, String name);

    /** Adds all products of a row and a column. */
    List<String> add(String sum, String row, String column);
  }

  String text() {
    line("%s", multiplication.head());
    line("static __attribute__((noinline)) void %s(", tile.name());
    line(
        "    const %s *restrict rows, const int8_t *restrict panel, int32_t *restrict sums, intptr_t distance, intptr_t steps) {",
        TileText.c(form.rows()));
    for (int row = 0; row < tile.rows(); row++) {
      line("  const %s *a%d = rows + %d * distance;", TileText.c(form.rows()), row, row);
    }
    for (int row = 0; row < tile.rows(); row++) {
      for (int column = 0; column < tile.columns(); column++) {
        line("  int32_t c%d_%d = 0;", row, column);
      }
    }
    line("  for (; steps > 0; steps--) {");
    step();
    line("  }");
    for (int row = 0; row < tile.rows(); row++) {
      for (int column = 0; column < tile.columns(); column++) {
        line("  sums[%d] = c%d_%d;", row * tile.columns() + column, row, column);
      }
    }
    line("}");
    return text.toString();
  }

  private void step() {
    for (int row = 0; row < tile.rows(); row++) {
      multiplication.row("a" + row, "x" + row).forEach(each -> line("    %s", each));
      line("    a%d += %d;", row, form.depthStep());
    }
    for (int column = 0; column < tile.columns(); column++) {
      var name = "b" + column;
      multiplication.column(column * form.depthStep(), name).forEach(each -> line("    %s", each));
      for (int row = 0; row < tile.rows(); row++) {
        multiplication
            .add("c%d_%d".formatted(row, column), "x" + row, name)
            .forEach(each -> line("    %s", each));
      }
    }
    line("    panel += %d;", tile.columns() * form.depthStep());
  }

  /** Four neighbours: two pairs of 16 bits, those of even and of odd places. */
  private record Words(ContractionForm form) implements Multiplication {
    @Override
    public String head() {
      return WordText.HEAD;
    }

    @Override
    public List<String> row(String pointer, String name) {
      if (form.rows() == DType.I16) {
        return List.of(
            "int32_t %1$sp = ((const unaligned_word *)%2$s)[0], %1$sq = ((const unaligned_word *)%2$s)[1];"
                .formatted(name, pointer),
            "int32_t %1$se = LOWS(%1$sp, %1$sq), %1$so = HIGHS(%1$sp, %1$sq);".formatted(name));
      }
      return split(pointer, name, form.rows() == DType.U8 ? "uxtb16" : "sxtb16");
    }

    @Override
    public List<String> column(int offset, String name) {
      return split("(panel + %d)".formatted(offset), name, "sxtb16");
    }

    private static List<String> split(String pointer, String name, String widen) {
      return List.of(
          "int32_t %s = *(const unaligned_word *)%s;".formatted(name, pointer),
          "int32_t %1$se = (int32_t)__builtin_arm_%2$s(%1$s), %1$so = (int32_t)__builtin_arm_%2$s(TURNED(%1$s, 8));"
              .formatted(name, widen));
    }

    @Override
    public List<String> add(String sum, String row, String column) {
      var both = new ArrayList<String>();
      for (var part : List.of("e", "o")) {
        both.add(
            "%1$s = __builtin_arm_smlad(%2$s%4$s, %3$s%4$s, %1$s);"
                .formatted(sum, row, column, part));
      }
      return both;
    }
  }

  /** A vector of neighbours. */
  private record Vectors(ContractionForm form) implements Multiplication {
    @Override
    public String head() {
      return "#include <stdint.h>\n#include <arm_mve.h>";
    }

    private boolean ofBytes() {
      return form.rows() == DType.I8;
    }

    @Override
    public List<String> row(String pointer, String name) {
      return List.of(
          "%s %s = %s(%s);"
              .formatted(
                  ofBytes() ? "int8x16_t" : "int16x8_t",
                  name,
                  ofBytes() ? "vldrbq_s8" : "vldrhq_s16",
                  pointer));
    }

    @Override
    public List<String> column(int offset, String name) {
      return List.of(
          "%s %s = %s(panel + %d);"
              .formatted(
                  ofBytes() ? "int8x16_t" : "int16x8_t",
                  name,
                  ofBytes() ? "vldrbq_s8" : "vldrbq_s16",
                  offset));
    }

    @Override
    public List<String> add(String sum, String row, String column) {
      return List.of(
          "%1$s = %4$s(%1$s, %2$s, %3$s);"
              .formatted(sum, row, column, ofBytes() ? "vmladavaq_s8" : "vmladavaq_s16"));
    }
  }

  private void line(String format, Object... details) {
    text.append(format.formatted(details)).append('\n');
  }
}
