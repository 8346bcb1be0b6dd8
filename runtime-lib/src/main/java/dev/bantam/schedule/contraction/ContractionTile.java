package dev.bantam.schedule.contraction;

import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.Instructions;
import dev.bantam.type.DType;
import java.util.Locale;

/**
 * Sums of products of some rows with one panel of columns, held in registers over the whole depth.
 *
 * <p>Called as {@code name(rows, panel, sums, row_distance, steps)}: {@code rows} is the first
 * element of the first row, {@code row_distance} the distance of rows in elements, {@code steps}
 * the padded depth by {@link ContractionForm#depthStep}. Sums are written row by row, {@link
 * #columns} to a row.
 *
 * @param rows how many rows it takes
 * @param vectors how many vector registers one row of sums takes
 */
public record ContractionTile(Target target, ContractionForm form, int rows, int vectors) {
  /** Registers for floats of a processor that has any. */
  private static final int FLOAT_REGISTERS = 32;

  public ContractionTile {
    if (rows < 1 || vectors < 1)
      throw new IllegalArgumentException("a tile of %d x %d".formatted(rows, vectors));
  }

  /** The tile that keeps the most sums in the target's registers. */
  public static ContractionTile largest(Target target, ContractionForm form) {
    return withVectors(target, form, 2);
  }

  /**
   * The tile that wastes least on a matrix of {@code width} columns: half as wide if that fits
   * better.
   */
  public static ContractionTile fitting(Target target, ContractionForm form, int width) {
    var wide = largest(target, form);
    int half = wide.columns() / 2;
    int spared =
        Math.ceilDiv(width, wide.columns()) * wide.columns() - Math.ceilDiv(width, half) * half;
    return spared * 10 > width ? withVectors(target, form, 1) : wide;
  }

  private static ContractionTile withVectors(Target target, ContractionForm form, int vectors) {
    if (target.isScalar()) return square(target, form, vectors);
    if (form.isAlongDepth()) return new ContractionTile(target, form, 1, 1);
    // one register holds an element of a row; the product needs one where it is not fused
    boolean fused =
        form.isFloat() ? form.fused() && target.fusedMultiplyAdd() : form.depthStep() == 4;
    int free = target.vectorRegisters() - vectors - (fused ? 1 : 2);
    return new ContractionTile(target, form, Math.max(1, free / vectors), vectors);
  }

  /**
   * As many rows as columns: each element of either is loaded once for all of the other. General
   * registers hold four sums beside what they are made of, those for floats sixteen; sums along the
   * depth leave no room for the widened halves of two rows. Pairs of two columns serve three rows
   * with nothing but one register for an element of a row.
   *
   * @param half 2, or 1 for half as many columns
   */
  private static ContractionTile square(Target target, ContractionForm form, int half) {
    int side = isOfFloatRegisters(target, form) ? 4 : 2;
    if (form.isOfColumnPairs()) return new ContractionTile(target, form, 3, 2);
    if (form.isAlongDepth()) return new ContractionTile(target, form, 1, 2 * half);
    return new ContractionTile(target, form, side, side * half / 2);
  }

  /** Whether sums are floats, one to a register, in registers that are for floats alone. */
  boolean isOfFloatRegisters() {
    return isOfFloatRegisters(target, form);
  }

  private static boolean isOfFloatRegisters(Target target, ContractionForm form) {
    return target.isScalar() && form.isFloat() && target.vectorRegisters() >= FLOAT_REGISTERS;
  }

  public ContractionTile withRows(int other) {
    return new ContractionTile(target, form, other, vectors);
  }

  public ContractionTile withVectors(int other) {
    return new ContractionTile(target, form, rows, other);
  }

  /** Sums in a vector register. */
  public int lanes() {
    return target.lanes(4);
  }

  public int columns() {
    return vectors * lanes();
  }

  public String name() {
    return "contract_%s_%s_%dx%d_%s_%s"
        .formatted(
            slug(form.rows()),
            slug(form.panel()),
            rows,
            columns(),
            form.slug(),
            target.instructions().slug());
  }

  private static String slug(DType dtype) {
    return dtype.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The function in C, complete with what it needs. Texts of several tiles may follow each other.
   */
  public String text() {
    if (form.isOfColumnPairs()) return new ColumnPairText(this).text();
    return form.isAlongDepth() ? new DepthTileText(this).text() : new TileText(this).text();
  }

  boolean isPlain() {
    return target.instructions() == Instructions.PLAIN;
  }
}
