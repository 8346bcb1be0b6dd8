package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;
import java.util.ArrayList;

/** One tensor behind the other along an axis; {@code u8} ones are brought to the result's scale. */
public final class Concatenation implements Operator.Single<Concatenation.Options> {
  /** Along which axis; a negative one counts from the last. */
  public record Options(int axis, Activation activation) {}

  @Override
  public Signature signature() {
    return Signature.of("CONCATENATION").variadic("xs", Types.MOVED).result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(Math.toIntExact(raw.integer("axis", 0)), Activation.of(raw));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var xs = call.operands("xs");
    if (xs.isEmpty()) throw call.refuse("no inputs, must be at least 1");
    var parts = new ArrayList<Value>();
    for (int i = 0; i < xs.size(); i++) parts.add(rescaled(call, i, xs.get(i), b));
    int axis = Axes.of(call, call.attributes().axis(), parts.getFirst());
    var y = b.concat(parts, axis);
    return y.type().dtype().isFloat() && call.attributes().activation() != Activation.NONE
        ? call.attributes().activation().apply(y, b)
        : y;
  }

  /** In {@code f32}, step by step as stock kernels do it, so that ties fall to the same side. */
  private static Value requantized(Value x, Quantization from, Quantization to, ProgramBuilder b) {
    var dtype = x.type().dtype();
    float scale = from.scale() * (1 / to.scale());
    float bias = -from.zeroPoint() * scale;
    var steps = b.add(b.mul(b.convert(x, DType.F32), scale), bias);
    double point = to.zeroPoint();
    var bounded = b.min(b.max(steps, dtype.lowest() - point), dtype.highest() - point);
    var rounded = Reals.roundAway(bounded, b);
    return b.convert(b.add(rounded, b.like(rounded, to.zeroPoint())), dtype);
  }

  private static Value rescaled(Call<Options> call, int i, Value x, ProgramBuilder b) {
    var from = call.quantization("xs", i);
    var dtype = x.type().dtype();
    if (!Types.Q8.contains(dtype) || from.isEmpty() || !call.isResultQuantized(0)) return x;
    var to = call.resultQuantization(0);
    var own = from.orElseThrow();
    if (own.scale() == to.scale() && own.zeroPoint() == to.zeroPoint()) return x;
    return ByteTable.of(x, b, all -> requantized(all, own, to, b));
  }
}
