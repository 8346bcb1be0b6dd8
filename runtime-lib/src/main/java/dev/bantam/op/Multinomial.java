package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.List;

/** Classes drawn by the odds that {@code [batch, classes]} logits give, so many for each row. */
public final class Multinomial implements Operator.Single<RandomNumbers.Seeds> {
  /** Counters that stock kernels set aside for each sample, whatever they use. */
  private static final long COUNTERS_PER_SAMPLE = 512;

  @Override
  public Signature signature() {
    return Signature.of("MULTINOMIAL")
        .operand("logits", Types.F32)
        .operand("count", Types.I32)
        .result("classes");
  }

  @Override
  public RandomNumbers.Seeds attributes(Attributes raw) {
    return RandomNumbers.Seeds.of(raw);
  }

  @Override
  public Value lower(Call<RandomNumbers.Seeds> call, ProgramBuilder b) {
    var logits = call.operand("logits");
    if (logits.type().rank() != 2)
      throw call.refuse("logits are %s, must be [batch, classes]", logits.type());
    int batch = logits.type().extent(0);
    int classes = logits.type().extent(1);
    int samples = Math.toIntExact(call.constant("count").integer(0));
    if (samples < 0) throw call.refuse("%d samples, must be at least 0", samples);
    int draws = Math.multiplyExact(batch, samples);
    long skipped = batch * (Math.ceilDiv(samples, 4) * 4L) * COUNTERS_PER_SAMPLE;
    var words = call.attributes().words(call, Math.ceilDiv(draws, 2), skipped, b);
    var pairs = b.reshape(words, words.type().extent(0) / 2, 2);
    var uniform = b.slice(CounterRandom.uniformDoubles(pairs, b), 0, 0, draws);
    var sums = cumulative(logits, b);
    var total = b.reshape(b.slice(sums, 0, classes - 1, classes), 1, batch, 1);
    var wanted = b.mul(b.reshape(uniform, 1, batch, samples), total);
    var passed = Derived.lessOrEqual(b, b.reshape(sums, classes, batch, 1), wanted);
    var drawn = b.reduce(Fold.ADD, b.convert(passed, DType.I32), List.of(0));
    return b.convert(b.min(drawn, classes - 1), call.resultType(0).dtype());
  }

  /**
   * {@code [classes, batch]} sums of odds in {@code f64}, one after the other; infinite logits have
   * none.
   */
  private static Value cumulative(Value logits, ProgramBuilder b) {
    int batch = logits.type().extent(0);
    int classes = logits.type().extent(1);
    var wide = b.convert(b.permute(logits, List.of(1, 0)), DType.F64);
    var finite = b.lt(b.unary(Fn1.ABS, wide), b.like(wide, Double.POSITIVE_INFINITY));
    var least = b.like(wide, Double.NEGATIVE_INFINITY);
    var most = b.reduceKeeping(Fold.MAX, b.select(finite, wide, least), List.of(0));
    var odds = b.select(finite, b.unary(Fn1.EXP, b.sub(wide, most)), b.like(wide, 0.0));
    var row = TensorType.of(DType.F64, batch);
    var step =
        b.function(
            "sum",
            List.of(row, row),
            (p, v) -> {
              var sum = p.add(v.get(0), v.get(1));
              return List.of(sum, sum);
            });
    var zero = b.constant(Literal.zeros(row.with(Shape.of(batch))));
    return b.scan(step, List.of(zero), List.of(odds), classes, false).get(1);
  }
}
