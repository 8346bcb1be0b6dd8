package dev.bantam.testing;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.random.RandomGenerator;

/** Types and literals at random: small shapes, and the values at which arithmetic goes wrong. */
final class RandomValues {
  static final double GRID_MOST = 8;
  static final double GRID_GRAIN = 0.25;
  private static final double[] WILD = {
    0,
    -0.0,
    1,
    -1,
    1e-3,
    -2.5,
    3e4,
    -1e9,
    1e30,
    -1e30,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private final RandomGenerator random;
  private final List<DType> dtypes;

  RandomValues(RandomGenerator random, List<DType> dtypes) {
    this.random = random;
    this.dtypes = dtypes;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** True once in so many times. */
  boolean onceIn(int times) {
    return random.nextInt(times) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  DType dtype() {
    return oneOf(dtypes);
  }

  DType number() {
    return oneOf(dtypes.stream().filter(DType::isArithmetic).toList());
  }

  boolean has(DType dtype) {
    return dtypes.contains(dtype);
  }

  Shape shape() {
    var extents = new int[below(5)];
    for (int i = 0; i < extents.length; i++) extents[i] = onceIn(60) ? 0 : between(1, 6);
    return Shape.of(extents);
  }

  /** Numbers of integer types of all magnitudes; of floats multiples of a quarter, or wild ones. */
  Literal literal(TensorType type, boolean wild) {
    var segment = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (long i = 0; i < type.elements(); i++) {
      double real =
          wild
              ? onceIn(3) ? WILD[below(WILD.length)] : random.nextGaussian() * 100
              : between((int) (-GRID_MOST / GRID_GRAIN), (int) (GRID_MOST / GRID_GRAIN))
                  * GRID_GRAIN;
      Literal.write(segment, type.dtype(), i, real, integer(type.dtype()));
    }
    return new Literal(type, segment);
  }

  private long integer(DType dtype) {
    if (dtype.isFloat()) return 0;
    if (onceIn(8)) return onceIn(2) ? dtype.lowest() : dtype.highest();
    if (onceIn(2)) return between(-3, 8);
    return random.nextLong() >> random.nextInt(64);
  }
}
