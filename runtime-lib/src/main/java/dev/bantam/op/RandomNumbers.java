package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.List;

/** Random floats of a shape, which go on from run to run. Seeds of 0 are a seed like any other. */
public final class RandomNumbers implements Operator.Single<RandomNumbers.Seeds> {
  private static final double LEAST_UNIFORM = 1.0e-7f;
  private static final int WORDS = 4;

  private final String name;
  private final boolean normal;

  private RandomNumbers(String name, boolean normal) {
    this.name = name;
    this.normal = normal;
  }

  /** In [0, 1). */
  public static RandomNumbers uniform() {
    return new RandomNumbers("RANDOM_UNIFORM", false);
  }

  /** By the method of Box and Muller, of mean 0 and variance 1. */
  public static RandomNumbers normal() {
    return new RandomNumbers("RANDOM_STANDARD_NORMAL", true);
  }

  /** The key, and the upper half of the counter. */
  public record Seeds(long key, long upper) {
    static Seeds of(Attributes raw) {
      return new Seeds(raw.integer("seed", 0), raw.integer("seed2", 0));
    }

    /** The words of so many blocks behind those that were used before; the counter moves on. */
    Value words(Call<?> call, int blocks, long skipped, ProgramBuilder b) {
      var counter = call.variable("counter", Literal.scalar(DType.U64, 0L));
      var start = b.read(counter);
      b.write(counter, b.add(start, b.constant(DType.U64, skipped)));
      return CounterRandom.philox(
          CounterRandom.Pair.of(b.constant(DType.U64, key), b),
          CounterRandom.Pair.of(CounterRandom.counters(start, blocks, b), b),
          CounterRandom.Pair.of(b.constant(DType.U64, upper), b),
          b);
    }
  }

  @Override
  public Signature signature() {
    return Signature.of(name).operand("shape", Types.INDEX).result("y");
  }

  @Override
  public Seeds attributes(Attributes raw) {
    return Seeds.of(raw);
  }

  @Override
  public Value lower(Call<Seeds> call, ProgramBuilder b) {
    var shape = Shape.of(call.constant("shape").toInts());
    int count = Math.toIntExact(shape.elements());
    int blocks = Math.ceilDiv(count, WORDS);
    var words = call.attributes().words(call, blocks, blocks, b);
    var numbers = CounterRandom.uniform(words, b);
    if (normal) numbers = normal(numbers, b);
    return b.reshape(b.slice(numbers, 0, 0, count), shape);
  }

  /** Two of two. */
  private static Value normal(Value uniform, ProgramBuilder b) {
    int pairs = uniform.type().extent(0) / 2;
    var columns = b.reshape(uniform, pairs, 2);
    var first = b.max(b.slice(columns, 1, 0, 1), LEAST_UNIFORM);
    var angle = b.mul(b.slice(columns, 1, 1, 2), (double) (float) (2 * Math.PI));
    var radius = b.unary(Fn1.SQRT, b.mul(b.unary(Fn1.LOG, first), -2));
    var sine = b.mul(b.unary(Fn1.SIN, angle), radius);
    var cosine = b.mul(b.unary(Fn1.COS, angle), radius);
    return b.reshape(b.concat(List.of(sine, cosine), 1), 2 * pairs);
  }
}
