package dev.bantam.device.microcontroller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.device.host.KernelLibrary;
import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.BuildPlatform;
import dev.bantam.toolchain.Toolchain;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the compiler calls on cores without floats, compiled for this machine and compared with
 * Java's own arithmetic, bit for bit. The seed is fixed, so a failure happens again.
 */
class SupportTest {
  private static final int RANDOM_PAIRS = 20_000;
  private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG;
  private static KernelLibrary library;

  @BeforeAll
  static void compile() {
    library =
        KernelLibrary.of(
            Toolchain.clang(),
            List.of(Resource.text("support.c")),
            new Architecture(BuildPlatform.current().triple(), List.of()));
  }

  @AfterAll
  static void close() {
    library.close();
  }

  private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... operands) {
    return library.function("__aeabi_" + name, FunctionDescriptor.of(result, operands));
  }

  /** Values at every border, and random ones of all exponents, many of them near each other. */
  private static List<Long> doubles() {
    var values =
        new ArrayList<>(
            List.of(0L, 1L, 0x000fffffffffffffL, 0x0010000000000000L, 0x7fefffffffffffffL));
    for (double x : new double[] {1, 1.5, 2, 3, 0.1, 1e-310, 0x1p31, 0x1p32, 0x1p63, 0x1p64, 1e300})
      values.add(Double.doubleToRawLongBits(x));
    values.add(Double.doubleToRawLongBits(Double.POSITIVE_INFINITY));
    values.add(Double.doubleToRawLongBits(Double.NaN));
    var random = new Random(7);
    for (int i = 0; i < 60; i++) values.add(random.nextLong() & Long.MAX_VALUE);
    for (int i = 0; i < 40; i++)
      values.add(Double.doubleToRawLongBits(1 + random.nextInt(1 << 20) * 0x1p-52));
    for (long value : List.copyOf(values)) values.add(value | Long.MIN_VALUE);
    return values;
  }

  private static List<Integer> floats() {
    var values = new ArrayList<>(List.of(0, 1, 0x007fffff, 0x00800000, 0x7f7fffff));
    for (float x : new float[] {1, 1.5f, 2, 3, 0.1f, 1e-42f, 0x1p31f, 0x1p32f, 0x1p63f, 1e30f})
      values.add(Float.floatToRawIntBits(x));
    values.add(Float.floatToRawIntBits(Float.POSITIVE_INFINITY));
    values.add(Float.floatToRawIntBits(Float.NaN));
    var random = new Random(8);
    for (int i = 0; i < 60; i++) values.add(random.nextInt() & Integer.MAX_VALUE);
    for (int i = 0; i < 40; i++)
      values.add(Float.floatToRawIntBits(1 + random.nextInt(1 << 10) * 0x1p-23f));
    for (int value : List.copyOf(values)) values.add(value | Integer.MIN_VALUE);
    return values;
  }

  private static void assertDoubles(String name, DoubleBinaryOperator wanted) throws Throwable {
    var function = function(name, I64, I64, I64);
    for (long a : doubles()) {
      for (long b : doubles()) assertDouble(name, function, wanted, a, b);
    }
    var random = new Random(9);
    for (int i = 0; i < RANDOM_PAIRS; i++) {
      assertDouble(name, function, wanted, random.nextLong(), random.nextLong());
    }
  }

  private static void assertDouble(
      String name, MethodHandle function, DoubleBinaryOperator wanted, long a, long b)
      throws Throwable {
    double x = Double.longBitsToDouble(a);
    double y = Double.longBitsToDouble(b);
    double got = Double.longBitsToDouble((long) function.invokeExact(a, b));
    if (Double.compare(got, wanted.applyAsDouble(x, y)) == 0) return;
    assertThat(got).as("%s of %a and %a", name, x, y).isEqualTo(wanted.applyAsDouble(x, y));
  }

  /** A function of two floats. */
  private interface FloatOperator {
    float of(float a, float b);
  }

  private static void assertFloats(String name, FloatOperator wanted) throws Throwable {
    var function = function(name, I32, I32, I32);
    for (int a : floats()) {
      for (int b : floats()) assertFloat(name, function, wanted, a, b);
    }
    var random = new Random(10);
    for (int i = 0; i < RANDOM_PAIRS; i++) {
      assertFloat(name, function, wanted, random.nextInt(), random.nextInt());
    }
  }

  private static void assertFloat(
      String name, MethodHandle function, FloatOperator wanted, int a, int b) throws Throwable {
    float x = Float.intBitsToFloat(a);
    float y = Float.intBitsToFloat(b);
    float got = Float.intBitsToFloat((int) function.invokeExact(a, b));
    if (Float.compare(got, wanted.of(x, y)) == 0) return;
    assertThat(got).as("%s of %a and %a", name, x, y).isEqualTo(wanted.of(x, y));
  }

  @Test
  void addsMultipliesAndDividesDoubles() throws Throwable {
    assertDoubles("dadd", (a, b) -> a + b);
    assertDoubles("dsub", (a, b) -> a - b);
    assertDoubles("dmul", (a, b) -> a * b);
    assertDoubles("ddiv", (a, b) -> a / b);
  }

  @Test
  void addsMultipliesAndDividesFloats() throws Throwable {
    assertFloats("fadd", (a, b) -> a + b);
    assertFloats("fsub", (a, b) -> a - b);
    assertFloats("fmul", (a, b) -> a * b);
    assertFloats("fdiv", (a, b) -> a / b);
  }

  @Test
  void takesRoots() throws Throwable {
    var root =
        library.function(
            "sqrt", FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_DOUBLE));
    var rootOfFloat =
        library.function(
            "sqrtf", FunctionDescriptor.of(ValueLayout.JAVA_FLOAT, ValueLayout.JAVA_FLOAT));
    var random = new Random(11);
    var doubles = doubles();
    for (int i = 0; i < RANDOM_PAIRS; i++) doubles.add(random.nextLong());
    for (long bits : doubles) {
      double x = Double.longBitsToDouble(bits);
      assertThat((double) root.invokeExact(x))
          .as("root of %a", x)
          .isEqualTo(Double.valueOf(Math.sqrt(x)));
    }
    for (int bits : floats()) {
      float x = Float.intBitsToFloat(bits);
      assertThat((float) rootOfFloat.invokeExact(x))
          .as("root of %a", x)
          .isEqualTo(Float.valueOf((float) Math.sqrt(x)));
    }
  }

  @Test
  void compares() throws Throwable {
    var less = function("dcmplt", I32, I64, I64);
    var atMost = function("dcmple", I32, I64, I64);
    var equal = function("dcmpeq", I32, I64, I64);
    var unordered = function("fcmpun", I32, I32, I32);
    for (long a : doubles()) {
      for (long b : doubles()) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        assertThat((int) less.invokeExact(a, b) != 0).as("%a < %a", x, y).isEqualTo(x < y);
        assertThat((int) atMost.invokeExact(a, b) != 0).as("%a <= %a", x, y).isEqualTo(x <= y);
        assertThat((int) equal.invokeExact(a, b) != 0).as("%a == %a", x, y).isEqualTo(x == y);
      }
    }
    int nan = Float.floatToRawIntBits(Float.NaN);
    assertThat((int) unordered.invokeExact(nan, 0)).isEqualTo(1);
    assertThat((int) unordered.invokeExact(0, 0)).isEqualTo(0);
  }

  @Test
  void convertsBetweenFloats() throws Throwable {
    var narrow = function("d2f", I32, I64);
    var widen = function("f2d", I64, I32);
    var random = new Random(12);
    var doubles = doubles();
    for (int i = 0; i < RANDOM_PAIRS; i++) {
      doubles.add(
          Double.doubleToRawLongBits(
              random.nextGaussian() * Math.scalb(1.0, random.nextInt(340) - 170)));
    }
    for (long bits : doubles) {
      double x = Double.longBitsToDouble(bits);
      float got = Float.intBitsToFloat((int) narrow.invokeExact(bits));
      assertThat(got).as("%a", x).isEqualTo(Float.valueOf((float) x));
    }
    for (int bits : floats()) {
      float x = Float.intBitsToFloat(bits);
      double got = Double.longBitsToDouble((long) widen.invokeExact(bits));
      assertThat(got).as("%a", x).isEqualTo(Double.valueOf((double) x));
    }
  }

  @Test
  void convertsToAndFromIntegers() throws Throwable {
    var ofLong = function("l2d", I64, I64);
    var ofLongToFloat = function("l2f", I32, I64);
    var ofInt = function("i2f", I32, I32);
    var toLong = function("d2lz", I64, I64);
    var toInt = function("f2iz", I32, I32);
    var random = new Random(13);
    for (int i = 0; i < RANDOM_PAIRS; i++) {
      long x = random.nextLong() >> random.nextInt(64);
      assertThat((long) ofLong.invokeExact(x)).isEqualTo(Double.doubleToRawLongBits((double) x));
      assertThat((int) ofLongToFloat.invokeExact(x)).isEqualTo(Float.floatToRawIntBits((float) x));
      assertThat((int) ofInt.invokeExact((int) x))
          .isEqualTo(Float.floatToRawIntBits((float) (int) x));
      double real = (double) x / 3;
      assertThat((long) toLong.invokeExact(Double.doubleToRawLongBits(real)))
          .isEqualTo((long) real);
      float small = (float) ((int) x / 3.0);
      if (Math.abs(small) < 0x1p31f) {
        assertThat((int) toInt.invokeExact(Float.floatToRawIntBits(small))).isEqualTo((int) small);
      }
    }
  }

  @Test
  void dividesMultipliesAndShiftsIntegers() throws Throwable {
    var quotient = function("idiv", I32, I32, I32);
    var unsigned = function("uidiv", I32, I32, I32);
    var product = function("lmul", I64, I64, I64);
    var left = function("llsl", I64, I64, I32);
    var right = function("llsr", I64, I64, I32);
    var arithmetic = function("lasr", I64, I64, I32);
    var random = new Random(14);
    for (int i = 0; i < RANDOM_PAIRS; i++) {
      long a = random.nextLong() >> random.nextInt(64);
      long b = random.nextLong() >> random.nextInt(64);
      int n = random.nextInt(64);
      assertThat((long) product.invokeExact(a, b)).isEqualTo(a * b);
      assertThat((long) left.invokeExact(a, n)).isEqualTo(a << n);
      assertThat((long) right.invokeExact(a, n)).isEqualTo(a >>> n);
      assertThat((long) arithmetic.invokeExact(a, n)).isEqualTo(a >> n);
      int divisor = (int) b == 0 ? 1 : (int) b;
      assertThat((int) quotient.invokeExact((int) a, divisor)).isEqualTo((int) a / divisor);
      assertThat((int) unsigned.invokeExact((int) a, divisor))
          .isEqualTo(Integer.divideUnsigned((int) a, divisor));
    }
  }
}
