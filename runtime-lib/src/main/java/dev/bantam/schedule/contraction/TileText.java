package dev.bantam.schedule.contraction;

import dev.bantam.kernel.Target.Instructions;
import dev.bantam.type.DType;

/** Writes a {@link ContractionTile} as C. */
final class TileText {
  /** Pointers and the counter cost a third of a step that multiplies single floats. */
  private static final String UNROLLED =
      """
      #if !defined(FOUR_AT_A_TIME) && defined(__clang__)
      #define FOUR_AT_A_TIME _Pragma("clang loop unroll_count(4)")
      #elif !defined(FOUR_AT_A_TIME)
      #define FOUR_AT_A_TIME
      #endif"""
          .stripIndent();

  private final ContractionTile tile;
  private final ContractionForm form;
  private final StringBuilder text = new StringBuilder();

  TileText(ContractionTile tile) {
    this.tile = tile;
    this.form = tile.form();
  }

  String text() {
    line("#include <stdint.h>");
    if (tile.isOfFloatRegisters()) line(UNROLLED);
    line("static __attribute__((noinline)) void %s(", tile.name());
    line(
        "    const %s *restrict rows, const %s *restrict panel, %s *restrict sums, intptr_t distance, intptr_t steps) {",
        c(form.rows()), c(form.panel()), c(form.sum()));
    types();
    start();
    if (tile.isOfFloatRegisters()) line("  FOUR_AT_A_TIME");
    line(
        "  for (intptr_t k = 0; k < steps; k++, panel += %d) {", tile.columns() * form.depthStep());
    loadPanel();
    for (int row = 0; row < tile.rows(); row++) multiplyRow(row);
    line("  }");
    for (int row = 0; row < tile.rows(); row++) {
      for (int j = 0; j < tile.vectors(); j++) {
        line(
            "  *(sum_v *)(sums + %d) = c%d_%d;", (row * tile.vectors() + j) * tile.lanes(), row, j);
      }
    }
    line("}");
    return text.toString();
  }

  /** Vector types: of sums, of what is multiplied, and of the panel as it lies in memory. */
  private void types() {
    int bytes = tile.target().vectorBytes();
    vectorType("sum_v", form.sum(), bytes, 4);
    if (form.isFloat()) return;
    vectorType("product_v", form.depthStep() == 2 ? DType.I16 : form.sum(), bytes, 1);
    vectorType("panel_v", form.panel(), tile.lanes() * form.depthStep(), 1);
    if (form.depthStep() > 1) line("  typedef int32_t together __attribute__((aligned(1)));");
  }

  private void vectorType(String name, DType element, int bytes, int alignment) {
    line(
        "  typedef %s %s __attribute__((vector_size(%d), aligned(%d)));",
        c(element), name, bytes, alignment);
  }

  private void start() {
    for (int row = 0; row < tile.rows(); row++)
      line("  const %s *a%d = rows + %d * distance;", c(form.rows()), row, row);
    for (int row = 0; row < tile.rows(); row++) {
      for (int j = 0; j < tile.vectors(); j++) {
        var initial =
            form.hasColumnSums()
                ? "*(const sum_v *)(panel + %d)".formatted(4 * j * tile.lanes())
                : "{0}";
        line("  sum_v c%d_%d = %s;", row, j, initial);
      }
    }
    if (form.hasColumnSums()) line("  panel += %d;", 4 * tile.columns());
  }

  private void loadPanel() {
    for (int j = 0; j < tile.vectors(); j++) {
      int at = j * tile.lanes() * form.depthStep();
      if (form.isFloat()) line("    sum_v b%d = *(const sum_v *)(panel + %d);", j, at);
      else if (form.depthStep() == 4) line("    sum_v b%d = *(const sum_v *)(panel + %d);", j, at);
      else
        line(
            "    product_v b%d = __builtin_convertvector(*(const panel_v *)(panel + %d), product_v);",
            j, at);
    }
  }

  private void multiplyRow(int row) {
    line("    {");
    line("      %s", rowElement(row));
    for (int j = 0; j < tile.vectors(); j++) {
      line("      %s", multiplyAdd("c%d_%d".formatted(row, j), "b" + j));
    }
    line("    }");
  }

  private String rowElement(int row) {
    return switch (form.depthStep()) {
      case 1 -> "sum_v x = a%d[k] - (sum_v){0};".formatted(row);
      case 2 ->
          "product_v x = (product_v)(*(const together *)(a%d + 2 * k) - (sum_v){0});"
              .formatted(row);
      default -> "sum_v x = *(const together *)(a%d + 4 * k) - (sum_v){0};".formatted(row);
    };
  }

  private String multiplyAdd(String sum, String panel) {
    boolean wide = tile.target().instructions() == Instructions.AVX512;
    if (form.isFloat()) {
      return form.fused() && tile.target().fusedMultiplyAdd()
          ? "%1$s = __builtin_elementwise_fma(x, %2$s, %1$s);".formatted(sum, panel)
          : "%1$s += x * %2$s;".formatted(sum, panel);
    }
    return switch (form.depthStep()) {
      case 1 -> "%1$s += x * %2$s;".formatted(sum, panel);
      case 2 ->
          "%1$s += (sum_v)__builtin_ia32_pmaddwd%3$d(x, %2$s);"
              .formatted(sum, panel, wide ? 512 : 256);
      default ->
          "%1$s = (sum_v)__builtin_ia32_vpdpbusd%3$d(%1$s, x, %2$s);"
              .formatted(sum, panel, wide ? 512 : 256);
    };
  }

  static String c(DType dtype) {
    return switch (dtype) {
      case F32 -> "float";
      case I32 -> "int32_t";
      case I16 -> "int16_t";
      case I8 -> "int8_t";
      case U8 -> "uint8_t";
      default -> throw new IllegalArgumentException(dtype + " is in no tile");
    };
  }

  private void line(String format, Object... details) {
    text.append(details.length == 0 ? format : format.formatted(details)).append('\n');
  }
}
