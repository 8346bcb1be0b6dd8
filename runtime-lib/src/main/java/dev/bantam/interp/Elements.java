package dev.bantam.interp;

import dev.bantam.error.ErrorCode;
import dev.bantam.type.DType;
import java.util.Arrays;

/**
 * Elements in a Java array of their width, whatever they stand for. Packed types are held one to a
 * byte. Written to only by whom made it, and not after it was given on.
 */
sealed interface Elements {
  int length();

  /** So many zeros, in an array of the same kind. */
  Elements allocate(int length);

  /**
   * Copies {@code count} elements, every {@code step}-th from {@code from} on, to every {@code
   * toStep}-th of {@code to} from {@code at} on. Both are of one kind.
   */
  void copy(int from, int step, Elements to, int at, int toStep, int count);

  /** Element by element from {@code yes} where {@code test} is not 0, else from {@code no}. */
  static Elements select(byte[] test, Elements yes, Elements no) {
    var result = yes.allocate(test.length);
    // Runs of one choice are copied at once: masks mostly have long ones.
    for (int start = 0; start < test.length; ) {
      int end = start + 1;
      while (end < test.length && (test[end] != 0) == (test[start] != 0)) end++;
      (test[start] != 0 ? yes : no).copy(start, 1, result, start, 1, end - start);
      start = end;
    }
    return result;
  }

  static Elements zeros(DType dtype, int length) {
    return switch (dtype) {
      case BOOL, I8, U8, I4, I2, U4, F8E4M3FN, F8E5M2 -> new Bytes(new byte[length]);
      case I16, U16, F16, BF16 -> new Shorts(new short[length]);
      case I32, U32 -> new Ints(new int[length]);
      case I64, U64, C64 -> new Longs(new long[length]);
      case F32 -> new Floats(new float[length]);
      case F64 -> new Doubles(new double[length]);
      case C128 -> new Pairs(new Longs(new long[length]), new Longs(new long[length]));
      case STR -> Texts.empty(length);
      case RESOURCE, VARIANT ->
          throw new InterpreterException(
              ErrorCode.UNSUPPORTED, "elements of %s are the host's, a program has none", dtype);
    };
  }

  record Bytes(byte[] values) implements Elements {
    @Override
    public int length() {
      return values.length;
    }

    @Override
    public Elements allocate(int length) {
      return new Bytes(new byte[length]);
    }

    @Override
    public void copy(int from, int step, Elements to, int at, int toStep, int count) {
      var target = ((Bytes) to).values;
      if (step == 1 && toStep == 1) System.arraycopy(values, from, target, at, count);
      else if (step == 0 && toStep == 1) Arrays.fill(target, at, at + count, values[from]);
      else for (int i = 0; i < count; i++) target[at + i * toStep] = values[from + i * step];
    }
  }

  record Shorts(short[] values) implements Elements {
    @Override
    public int length() {
      return values.length;
    }

    @Override
    public Elements allocate(int length) {
      return new Shorts(new short[length]);
    }

    @Override
    public void copy(int from, int step, Elements to, int at, int toStep, int count) {
      var target = ((Shorts) to).values;
      if (step == 1 && toStep == 1) System.arraycopy(values, from, target, at, count);
      else if (step == 0 && toStep == 1) Arrays.fill(target, at, at + count, values[from]);
      else for (int i = 0; i < count; i++) target[at + i * toStep] = values[from + i * step];
    }
  }

  record Ints(int[] values) implements Elements {
    @Override
    public int length() {
      return values.length;
    }

    @Override
    public Elements allocate(int length) {
      return new Ints(new int[length]);
    }

    @Override
    public void copy(int from, int step, Elements to, int at, int toStep, int count) {
      var target = ((Ints) to).values;
      if (step == 1 && toStep == 1) System.arraycopy(values, from, target, at, count);
      else if (step == 0 && toStep == 1) Arrays.fill(target, at, at + count, values[from]);
      else for (int i = 0; i < count; i++) target[at + i * toStep] = values[from + i * step];
    }
  }

  record Longs(long[] values) implements Elements {
    @Override
    public int length() {
      return values.length;
    }

    @Override
    public Elements allocate(int length) {
      return new Longs(new long[length]);
    }

    @Override
    public void copy(int from, int step, Elements to, int at, int toStep, int count) {
      var target = ((Longs) to).values;
      if (step == 1 && toStep == 1) System.arraycopy(values, from, target, at, count);
      else if (step == 0 && toStep == 1) Arrays.fill(target, at, at + count, values[from]);
      else for (int i = 0; i < count; i++) target[at + i * toStep] = values[from + i * step];
    }
  }

  record Floats(float[] values) implements Elements {
    @Override
    public int length() {
      return values.length;
    }

    @Override
    public Elements allocate(int length) {
      return new Floats(new float[length]);
    }

    @Override
    public void copy(int from, int step, Elements to, int at, int toStep, int count) {
      var target = ((Floats) to).values;
      if (step == 1 && toStep == 1) System.arraycopy(values, from, target, at, count);
      else if (step == 0 && toStep == 1) Arrays.fill(target, at, at + count, values[from]);
      else for (int i = 0; i < count; i++) target[at + i * toStep] = values[from + i * step];
    }
  }

  record Doubles(double[] values) implements Elements {
    @Override
    public int length() {
      return values.length;
    }

    @Override
    public Elements allocate(int length) {
      return new Doubles(new double[length]);
    }

    @Override
    public void copy(int from, int step, Elements to, int at, int toStep, int count) {
      var target = ((Doubles) to).values;
      if (step == 1 && toStep == 1) System.arraycopy(values, from, target, at, count);
      else if (step == 0 && toStep == 1) Arrays.fill(target, at, at + count, values[from]);
      else for (int i = 0; i < count; i++) target[at + i * toStep] = values[from + i * step];
    }
  }

  /** Byte strings: moved, gathered and compared. */
  record Texts(byte[][] values) implements Elements {
    private static final byte[] NOTHING = {};

    static Texts empty(int length) {
      var values = new byte[length][];
      Arrays.fill(values, NOTHING);
      return new Texts(values);
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public Elements allocate(int length) {
      return empty(length);
    }

    @Override
    public void copy(int from, int step, Elements to, int at, int toStep, int count) {
      var target = ((Texts) to).values;
      for (int i = 0; i < count; i++) target[at + i * toStep] = values[from + i * step];
    }
  }

  /** Elements of 128 bits: nothing is done with them but moving. */
  record Pairs(Longs low, Longs high) implements Elements {
    @Override
    public int length() {
      return low.length();
    }

    @Override
    public Elements allocate(int length) {
      return new Pairs(new Longs(new long[length]), new Longs(new long[length]));
    }

    @Override
    public void copy(int from, int step, Elements to, int at, int toStep, int count) {
      var target = (Pairs) to;
      low.copy(from, step, target.low, at, toStep, count);
      high.copy(from, step, target.high, at, toStep, count);
    }
  }
}
