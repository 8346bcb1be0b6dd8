package dev.bantam.schedule.contraction;

import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.DotProduct;
import dev.bantam.type.DType;
import java.util.Optional;

/**
 * How a target multiplies and adds: the types of rows, panels and sums, and how many neighbours in
 * depth it takes at a time.
 *
 * @param rows type of the rows as the tile reads them; narrower operands are widened before
 * @param panel type of the packed operand
 * @param sum type of the accumulators
 * @param depthStep how many neighbours in depth a step of a tile takes; the depth is padded to a
 *     multiple
 * @param together how many neighbours in depth of a column lie together in the packed operand
 * @param rowOffset what is added to each element of a row before it is given to the tile; the tile
 *     takes the effect out again by the column sums in the packed panel
 * @param fused whether a product need not be rounded before it is added, where the target can do
 *     both in one instruction
 */
public record ContractionForm(
    DType rows, DType panel, DType sum, int depthStep, int together, int rowOffset, boolean fused) {
  private static final ContractionForm FLOATS =
      new ContractionForm(DType.F32, DType.F32, DType.F32, 1, 1, 0, true);
  private static final ContractionForm STRICT_FLOATS =
      new ContractionForm(DType.F32, DType.F32, DType.F32, 1, 1, 0, false);
  private static final ContractionForm INTEGERS =
      new ContractionForm(DType.I16, DType.I8, DType.I32, 1, 1, 0, true);
  private static final ContractionForm PAIRS =
      new ContractionForm(DType.I16, DType.I8, DType.I32, 2, 2, 0, true);
  private static final ContractionForm QUADS =
      new ContractionForm(DType.U8, DType.I8, DType.I32, 4, 4, 128, true);

  /**
   * Two neighbours in depth of two columns in a word: {@code sxtb16} makes a pair of each column,
   * which serves every row as it is.
   */
  private static final ContractionForm COLUMN_PAIRS =
      new ContractionForm(DType.I16, DType.I8, DType.I32, 4, 1, 0, true);

  /** Rows from which on it pays to widen them apart. */
  private static final int LEAST_PAIRED_ROWS = 2;

  /** Bytes in a vector of which all products go into one sum. */
  private static final int VECTOR_BYTES = 16;

  /**
   * The form for rows of type {@code a} and a packed operand of type {@code b}, if there is one:
   * all of them give exactly the sum that {@code contract} defines.
   *
   * @param strict whether a sum of floats is rounded after each step
   */
  public static Optional<ContractionForm> of(
      DType a, DType b, DType accumulator, Target target, boolean strict) {
    if (a == DType.F32 && b == DType.F32 && accumulator == DType.F32)
      return Optional.of(strict ? STRICT_FLOATS : FLOATS);
    boolean bytes = a == DType.I8 || a == DType.U8;
    if (b != DType.I8 || accumulator != DType.I32 || !(bytes || a == DType.I16))
      return Optional.empty();
    return Optional.of(
        switch (target.dot()) {
          case NONE -> target.isScalar() ? unwidened(a, 1) : INTEGERS;
          case PAIRS_OF_I16 -> PAIRS;
          case QUADS_OF_U8_I8 -> a == DType.I8 ? QUADS : PAIRS;
          case WORDS_OF_I8 -> unwidened(a, 4);
          case VECTORS_TO_SUM ->
              a == DType.I8 ? unwidened(a, VECTOR_BYTES) : unwidened(DType.I16, VECTOR_BYTES / 2);
        });
  }

  /** Rows as they lie in memory: they need not be brought together where they lie in order. */
  private static ContractionForm unwidened(DType rows, int depthStep) {
    return new ContractionForm(rows, DType.I8, DType.I32, depthStep, depthStep, 0, true);
  }

  /**
   * The form where there are several rows: where bytes have to be widened, those of the rows are
   * widened once, and those of the columns once for all rows.
   *
   * @param rowBytes that the rows of a tile may take
   */
  public ContractionForm forRows(long height, long depth, long rowBytes) {
    boolean words = isAlongDepth() && depthStep == 4;
    long bytes = LEAST_PAIRED_ROWS * (depth + COLUMN_PAIRS.depthStep) * COLUMN_PAIRS.rows.bytes();
    return words && height >= LEAST_PAIRED_ROWS && bytes <= rowBytes ? COLUMN_PAIRS : this;
  }

  /** Whether a sum is a word of its own, and what is multiplied at a time lies along the depth. */
  boolean isAlongDepth() {
    return together >= 4 && rowOffset == 0;
  }

  /** Whether a word of the panel holds pairs of two columns. */
  boolean isOfColumnPairs() {
    return depthStep > together;
  }

  /** Whether the panel begins with the starting values of its sums. */
  public boolean hasColumnSums() {
    return rowOffset != 0;
  }

  boolean isFloat() {
    return sum == DType.F32;
  }

  /** How the instructions are called in a kernel's name. */
  String slug() {
    if (isFloat()) return fused ? "fma" : "rounded";
    if (isOfColumnPairs()) return "columns";
    if (isAlongDepth()) {
      return (depthStep == 4 ? DotProduct.WORDS_OF_I8 : DotProduct.VECTORS_TO_SUM).slug();
    }
    return switch (depthStep) {
      case 1 -> DotProduct.NONE.slug();
      case 2 -> DotProduct.PAIRS_OF_I16.slug();
      default -> DotProduct.QUADS_OF_U8_I8.slug();
    };
  }
}
