package dev.bantam.interp;

import dev.bantam.prim.Reduction;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.Arrays;

/**
 * {@code contract} as products of matrices: rows are one operand's free axes, columns the other's,
 * and terms the contracted axes. Both stay where they are: the element of a row and a term lies at
 * the sum of two offsets, whatever the view. Floats are summed in the order of the terms.
 */
final class Contraction {
  private Contraction() {}

  /**
   * One product: {@code c[row, column] = sum over terms of a[row, term] * b[term, column]}.
   *
   * @param rows offsets of the rows in a
   * @param termsA offsets of the terms in a
   * @param termsB offsets of the terms in b
   * @param columns offsets of the columns in b
   */
  record Product(int[] rows, int[] termsA, int[] termsB, int[] columns) {
    private static final int MOST_IN_PANEL = 1 << 18;

    /** How many columns are packed at a time, so that they stay in the cache for all rows. */
    int columnsInPanel() {
      return Math.min(columns.length, Math.max(16, MOST_IN_PANEL / Math.max(1, termsA.length)));
    }
  }

  /**
   * Where the products go: element (row, column) to {@code at + row * rowStep + column *
   * columnStep}.
   */
  record Target(int at, int rowStep, int columnStep) {}

  static View contract(Reduction.Contract prim, View a, View b, TensorType type) {
    var accumulator = prim.accumulator();
    var batchA = Loops.offsets(a, prim.batchA());
    var batchB = Loops.offsets(b, prim.batchB());
    var rows = Loops.offsets(a, prim.freeA());
    var columns = Loops.offsets(b, prim.freeB());
    var termsA = Loops.offsets(a, prim.contractedA());
    var termsB = Loops.offsets(b, prim.contractedB());
    // The inner loop runs over columns, so the longer of the two becomes the columns.
    boolean swapped = rows.length > columns.length && columns.length < 16;
    var product =
        swapped
            ? new Product(columns, termsB, termsA, rows)
            : new Product(rows, termsA, termsB, columns);
    var multiplication =
        swapped
            ? multiplication(whole(b, accumulator), whole(a, accumulator), type)
            : multiplication(whole(a, accumulator), whole(b, accumulator), type);
    int matrix = rows.length * columns.length;
    for (int i = 0; i < batchA.length && matrix > 0; i++) {
      var target =
          swapped
              ? new Target(i * matrix, 1, columns.length)
              : new Target(i * matrix, columns.length, 1);
      int atA = a.offset() + batchA[i];
      int atB = b.offset() + batchB[i];
      if (swapped) multiplication.multiply(product, atB, atA, target);
      else multiplication.multiply(product, atA, atB, target);
    }
    return multiplication.result();
  }

  /** All elements that a view sees some of, converted; its offsets hold for them too. */
  private static View whole(View view, DType dtype) {
    int length = view.elements().length();
    var all = View.dense(new TensorType(view.dtype(), Shape.of(length)), view.elements());
    return Conversions.convert(all, dtype);
  }

  private static Multiplication multiplication(View a, View b, TensorType type) {
    int count = Math.toIntExact(type.elements());
    return switch (Lanes.kind(type.dtype())) {
      case INT -> new IntMultiplication(Lanes.ints(a), Lanes.ints(b), new int[count], type);
      case LONG -> new LongMultiplication(Lanes.longs(a), Lanes.longs(b), new long[count], type);
      case FLOAT ->
          new FloatMultiplication(Lanes.floats(a), Lanes.floats(b), new float[count], type);
      case DOUBLE ->
          new DoubleMultiplication(Lanes.doubles(a), Lanes.doubles(b), new double[count], type);
    };
  }

  /** Multiplies in one kind of lanes. */
  sealed interface Multiplication {
    void multiply(Product product, int atA, int atB, Target target);

    View result();
  }

  private record IntMultiplication(int[] a, int[] b, int[] c, TensorType type)
      implements Multiplication {
    @Override
    public void multiply(Product product, int atA, int atB, Target target) {
      int terms = product.termsA.length;
      int width = product.columnsInPanel();
      var panel = new int[terms * width];
      var sums = new int[width];
      for (int first = 0; first < product.columns.length; first += width) {
        int columns = Math.min(width, product.columns.length - first);
        pack(product, atB, first, columns, panel);
        for (int row = 0; row < product.rows.length; row++) {
          Arrays.fill(sums, 0);
          addTerms(product, atA + product.rows[row], panel, columns, sums);
          int at = target.at + row * target.rowStep + first * target.columnStep;
          for (int i = 0; i < columns; i++) c[at + i * target.columnStep] = sums[i];
        }
      }
    }

    private void pack(Product product, int atB, int first, int columns, int[] panel) {
      for (int term = 0; term < product.termsB.length; term++) {
        int at = atB + product.termsB[term];
        for (int i = 0; i < columns; i++) {
          panel[term * columns + i] = b[at + product.columns[first + i]];
        }
      }
    }

    /** Four terms at a time, so that a sum is loaded and stored once for four products. */
    private void addTerms(Product product, int at, int[] panel, int columns, int[] sums) {
      var terms = product.termsA;
      int term = 0;
      for (; term + 4 <= terms.length; term += 4) {
        int a0 = a[at + terms[term]];
        int a1 = a[at + terms[term + 1]];
        int a2 = a[at + terms[term + 2]];
        int a3 = a[at + terms[term + 3]];
        int row0 = term * columns;
        int row1 = row0 + columns;
        int row2 = row1 + columns;
        int row3 = row2 + columns;
        for (int i = 0; i < columns; i++) {
          sums[i] +=
              (a0 * panel[row0 + i] + a1 * panel[row1 + i])
                  + (a2 * panel[row2 + i] + a3 * panel[row3 + i]);
        }
      }
      for (; term < terms.length; term++) {
        int value = a[at + terms[term]];
        int row = term * columns;
        for (int i = 0; i < columns; i++) sums[i] += value * panel[row + i];
      }
    }

    @Override
    public View result() {
      return Lanes.of(type.dtype(), type.shape(), c);
    }
  }

  private record LongMultiplication(long[] a, long[] b, long[] c, TensorType type)
      implements Multiplication {
    @Override
    public void multiply(Product product, int atA, int atB, Target target) {
      int terms = product.termsA.length;
      int width = product.columnsInPanel();
      var panel = new long[terms * width];
      var sums = new long[width];
      for (int first = 0; first < product.columns.length; first += width) {
        int columns = Math.min(width, product.columns.length - first);
        pack(product, atB, first, columns, panel);
        for (int row = 0; row < product.rows.length; row++) {
          Arrays.fill(sums, 0);
          addTerms(product, atA + product.rows[row], panel, columns, sums);
          int at = target.at + row * target.rowStep + first * target.columnStep;
          for (int i = 0; i < columns; i++) c[at + i * target.columnStep] = sums[i];
        }
      }
    }

    private void pack(Product product, int atB, int first, int columns, long[] panel) {
      for (int term = 0; term < product.termsB.length; term++) {
        int at = atB + product.termsB[term];
        for (int i = 0; i < columns; i++) {
          panel[term * columns + i] = b[at + product.columns[first + i]];
        }
      }
    }

    /** Four terms at a time, so that a sum is loaded and stored once for four products. */
    private void addTerms(Product product, int at, long[] panel, int columns, long[] sums) {
      var terms = product.termsA;
      int term = 0;
      for (; term + 4 <= terms.length; term += 4) {
        long a0 = a[at + terms[term]];
        long a1 = a[at + terms[term + 1]];
        long a2 = a[at + terms[term + 2]];
        long a3 = a[at + terms[term + 3]];
        int row0 = term * columns;
        int row1 = row0 + columns;
        int row2 = row1 + columns;
        int row3 = row2 + columns;
        for (int i = 0; i < columns; i++) {
          sums[i] +=
              (a0 * panel[row0 + i] + a1 * panel[row1 + i])
                  + (a2 * panel[row2 + i] + a3 * panel[row3 + i]);
        }
      }
      for (; term < terms.length; term++) {
        long value = a[at + terms[term]];
        int row = term * columns;
        for (int i = 0; i < columns; i++) sums[i] += value * panel[row + i];
      }
    }

    @Override
    public View result() {
      return Lanes.of(type.dtype(), type.shape(), c);
    }
  }

  private record FloatMultiplication(float[] a, float[] b, float[] c, TensorType type)
      implements Multiplication {
    @Override
    public void multiply(Product product, int atA, int atB, Target target) {
      int terms = product.termsA.length;
      int width = product.columnsInPanel();
      var panel = new float[terms * width];
      var sums = new float[width];
      for (int first = 0; first < product.columns.length; first += width) {
        int columns = Math.min(width, product.columns.length - first);
        pack(product, atB, first, columns, panel);
        for (int row = 0; row < product.rows.length; row++) {
          Arrays.fill(sums, 0);
          addTerms(product, atA + product.rows[row], panel, columns, sums);
          int at = target.at + row * target.rowStep + first * target.columnStep;
          for (int i = 0; i < columns; i++) c[at + i * target.columnStep] = sums[i];
        }
      }
    }

    private void pack(Product product, int atB, int first, int columns, float[] panel) {
      for (int term = 0; term < product.termsB.length; term++) {
        int at = atB + product.termsB[term];
        for (int i = 0; i < columns; i++) {
          panel[term * columns + i] = b[at + product.columns[first + i]];
        }
      }
    }

    /** In order, but four terms at a time: a sum is loaded and stored once for four products. */
    private void addTerms(Product product, int at, float[] panel, int columns, float[] sums) {
      var terms = product.termsA;
      int term = 0;
      for (; term + 4 <= terms.length; term += 4) {
        float a0 = a[at + terms[term]];
        float a1 = a[at + terms[term + 1]];
        float a2 = a[at + terms[term + 2]];
        float a3 = a[at + terms[term + 3]];
        int row0 = term * columns;
        int row1 = row0 + columns;
        int row2 = row1 + columns;
        int row3 = row2 + columns;
        for (int i = 0; i < columns; i++) {
          sums[i] =
              (((sums[i] + a0 * panel[row0 + i]) + a1 * panel[row1 + i]) + a2 * panel[row2 + i])
                  + a3 * panel[row3 + i];
        }
      }
      for (; term < terms.length; term++) {
        float value = a[at + terms[term]];
        int row = term * columns;
        for (int i = 0; i < columns; i++) sums[i] += value * panel[row + i];
      }
    }

    @Override
    public View result() {
      return Lanes.of(type.dtype(), type.shape(), c);
    }
  }

  private record DoubleMultiplication(double[] a, double[] b, double[] c, TensorType type)
      implements Multiplication {
    @Override
    public void multiply(Product product, int atA, int atB, Target target) {
      int terms = product.termsA.length;
      int width = product.columnsInPanel();
      var panel = new double[terms * width];
      var sums = new double[width];
      for (int first = 0; first < product.columns.length; first += width) {
        int columns = Math.min(width, product.columns.length - first);
        pack(product, atB, first, columns, panel);
        for (int row = 0; row < product.rows.length; row++) {
          Arrays.fill(sums, 0);
          addTerms(product, atA + product.rows[row], panel, columns, sums);
          int at = target.at + row * target.rowStep + first * target.columnStep;
          for (int i = 0; i < columns; i++) c[at + i * target.columnStep] = sums[i];
        }
      }
    }

    private void pack(Product product, int atB, int first, int columns, double[] panel) {
      for (int term = 0; term < product.termsB.length; term++) {
        int at = atB + product.termsB[term];
        for (int i = 0; i < columns; i++) {
          panel[term * columns + i] = b[at + product.columns[first + i]];
        }
      }
    }

    /** In order, but four terms at a time: a sum is loaded and stored once for four products. */
    private void addTerms(Product product, int at, double[] panel, int columns, double[] sums) {
      var terms = product.termsA;
      int term = 0;
      for (; term + 4 <= terms.length; term += 4) {
        double a0 = a[at + terms[term]];
        double a1 = a[at + terms[term + 1]];
        double a2 = a[at + terms[term + 2]];
        double a3 = a[at + terms[term + 3]];
        int row0 = term * columns;
        int row1 = row0 + columns;
        int row2 = row1 + columns;
        int row3 = row2 + columns;
        for (int i = 0; i < columns; i++) {
          sums[i] =
              (((sums[i] + a0 * panel[row0 + i]) + a1 * panel[row1 + i]) + a2 * panel[row2 + i])
                  + a3 * panel[row3 + i];
        }
      }
      for (; term < terms.length; term++) {
        double value = a[at + terms[term]];
        int row = term * columns;
        for (int i = 0; i < columns; i++) sums[i] += value * panel[row + i];
      }
    }

    @Override
    public View result() {
      return Lanes.of(type.shape(), c);
    }
  }
}
