package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** The sum of all elements up to each along an axis. */
public final class Cumsum implements Operator.Single<Cumsum.Options> {
  /**
   * @param exclusive whether the element itself is left out
   * @param reverse whether it is summed from the last
   */
  public record Options(boolean exclusive, boolean reverse) {}

  @Override
  public Signature signature() {
    return Signature.of("CUMSUM")
        .operand("x", Types.of(DType.F32, DType.I32, DType.I64))
        .operand("axis", Types.I32)
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(raw.flag("exclusive", false), raw.flag("reverse", false));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    int axis = Axes.of(call, Math.toIntExact(call.constant("axis").integer(0)), x);
    var order = new ArrayList<>(Axes.range(0, x.type().rank()));
    order.remove(axis);
    order.addFirst(axis);
    var first = b.permute(x, order);
    var row = first.type().with(new Shape(first.type().shape().extents().subList(1, order.size())));
    var zero = b.broadcast(b.constant(Literal.zeros(x.type().with(Shape.SCALAR))), row.shape());
    boolean exclusive = call.attributes().exclusive();
    var step =
        b.function(
            "cumsum_step",
            List.of(row, row),
            (inner, in) -> {
              var sum = inner.add(in.get(0), in.get(1));
              return List.of(sum, exclusive ? in.get(0) : sum);
            });
    var sums =
        b.scan(
            step,
            List.of(zero),
            List.of(first),
            x.type().extent(axis),
            call.attributes().reverse());
    var back = new ArrayList<Integer>();
    for (int i = 0; i < order.size(); i++) back.add(order.indexOf(i));
    return b.permute(sums.get(1), back);
  }
}
