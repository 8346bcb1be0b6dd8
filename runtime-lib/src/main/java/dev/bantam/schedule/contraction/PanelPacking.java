package dev.bantam.schedule.contraction;

import java.util.function.LongUnaryOperator;

/**
 * How the packed operand of a contraction lies in memory: panels of {@code columns} columns, one
 * behind the other; in each, depth by depth, {@link ContractionForm#together} neighbours in depth
 * of a column. What is beyond the operand's columns or depth is zero.
 *
 * @param columns of one panel
 * @param depth of the contraction
 * @param width how many columns the operand has
 */
public record PanelPacking(ContractionForm form, int columns, int depth, int width) {
  /** The depth, padded: rows have to be as long. */
  public int paddedDepth() {
    return Math.ceilDiv(depth, form.depthStep()) * form.depthStep();
  }

  public int steps() {
    return paddedDepth() / form.depthStep();
  }

  public int panels() {
    return Math.ceilDiv(width, columns);
  }

  /** Elements from one panel to the next. */
  public long panelElements() {
    return headElements() + (long) paddedDepth() * columns;
  }

  /** Elements before the columns: the starting values of the sums, four bytes each. */
  private int headElements() {
    return form.hasColumnSums() ? 4 * columns : 0;
  }

  public long elements() {
    return panels() * panelElements();
  }

  /** Where the element at {@code depth} of {@code column} goes. */
  public long at(int atDepth, int column) {
    int step = form.together();
    long inPanel = ((long) (atDepth / step) * columns + column % columns) * step + atDepth % step;
    return column / columns * panelElements() + headElements() + inPanel;
  }

  /** Floats, packed. {@code source} gives the element at {@code depth * width + column}. */
  public float[] pack(FloatSource source) {
    var packed = new float[Math.toIntExact(elements())];
    for (int k = 0; k < depth; k++) {
      for (int n = 0; n < width; n++)
        packed[Math.toIntExact(at(k, n))] = source.at((long) k * width + n);
    }
    return packed;
  }

  /** Bytes, packed, with the starting values of the sums where the form has them. */
  public byte[] pack(LongUnaryOperator source) {
    var packed = new byte[Math.toIntExact(elements())];
    var sums = new int[panels() * columns];
    for (int k = 0; k < depth; k++) {
      for (int n = 0; n < width; n++) {
        byte value = (byte) source.applyAsLong((long) k * width + n);
        packed[Math.toIntExact(at(k, n))] = value;
        sums[n] += value;
      }
    }
    if (form.hasColumnSums()) {
      for (int n = 0; n < sums.length; n++) {
        int start = -form.rowOffset() * sums[n];
        long at = n / columns * panelElements() + 4L * (n % columns);
        for (int i = 0; i < 4; i++) packed[Math.toIntExact(at + i)] = (byte) (start >> 8 * i);
      }
    }
    return packed;
  }

  /** Elements by their place. */
  @FunctionalInterface
  public interface FloatSource {
    float at(long i);
  }
}
