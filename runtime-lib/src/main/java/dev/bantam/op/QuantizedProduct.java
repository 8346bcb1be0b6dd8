package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * The product of quantized elements, rescaled after every factor, so that it fits: the order of the
 * factors matters once it saturates.
 */
final class QuantizedProduct {
  private QuantizedProduct() {}

  static Value of(Call<?> call, Value x, SortedSet<Integer> axes, ProgramBuilder b) {
    var from = call.quantization("x");
    var to = call.resultQuantization(0);
    var factors = factorsFirst(Rescaling.centred(x, from, b), axes, b);
    int count = factors.type().extent(0);
    double multiplier = from.scale() / Math.pow(to.scale(), 1.0 / Math.max(count, 1));
    if (count == 0) throw call.refuse("an axis is empty, must have a factor");
    var kept = new Shape(factors.type().shape().extents().subList(1, factors.type().rank()));
    var first = b.reshape(b.slice(factors, 0, 0, 1), kept);
    var step =
        b.function(
            "product_step",
            List.of(first.type(), first.type()),
            (inner, carried) -> {
              var wide = inner.convert(carried.get(0), DType.I64);
              var product = inner.mul(wide, inner.convert(carried.get(1), DType.I64));
              return List.of(Rescaling.scaled(product, multiplier, inner));
            });
    var rest = b.slice(factors, 0, 1, count);
    var unscaled = b.scan(step, List.of(first), List.of(rest), count - 1, false).getFirst();
    var product = Rescaling.scaled(b.convert(unscaled, DType.I64), multiplier, b);
    var moved = b.add(product, b.like(product, to.zeroPoint()));
    return Activation.NONE.quantize(moved, to, x.type().dtype(), b);
  }

  /** All factors of an element on axis 0, in the order of the tensor. */
  private static Value factorsFirst(Value x, SortedSet<Integer> axes, ProgramBuilder b) {
    var order = new ArrayList<>(axes);
    var kept = new ArrayList<Integer>();
    int count = 1;
    for (int axis = 0; axis < x.type().rank(); axis++) {
      if (axes.contains(axis)) {
        count *= x.type().extent(axis);
      } else {
        order.add(axis);
        kept.add(x.type().extent(axis));
      }
    }
    kept.addFirst(count);
    return b.reshape(b.permute(x, order), new Shape(kept));
  }
}
