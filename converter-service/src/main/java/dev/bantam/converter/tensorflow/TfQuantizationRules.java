package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What training puts in to feel the steps of a quantized model: rounding of reals. */
final class TfQuantizationRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          of("FakeQuantWithMinMaxArgs", TfQuantizationRules::fixed),
          of("FakeQuantWithMinMaxVars", call -> fake(call, call.in(1), call.in(2))),
          of("FakeQuantWithMinMaxVarsPerChannel", call -> fake(call, call.in(1), call.in(2))),
          of("QuantizeAndDequantizeV2", TfQuantizationRules::rounded),
          of("QuantizeAndDequantizeV3", TfQuantizationRules::rounded),
          of("QuantizeAndDequantizeV4", TfQuantizationRules::rounded));

  private TfQuantizationRules() {}

  private static Edge fixed(TfCall call) {
    var b = call.b();
    return fake(
        call, b.scalar(DType.F32, call.real("min", -6)), b.scalar(DType.F32, call.real("max", 6)));
  }

  /** Steps between a least and a greatest value, moved a little so that 0 is one of them. */
  private static Edge fake(TfCall call, Edge least, Edge most) {
    var b = call.b();
    var x = call.in(0);
    double low = call.flag("narrow_range", false) ? 1 : 0;
    double high = Math.pow(2, call.integer("num_bits", 8)) - 1;
    var scale = b.div(b.sub(most, least), high - low);
    var zero = b.sub(b.scalar(DType.F32, low), b.div(least, scale));
    var nudged = b.floor(b.add(b.minimum(b.maximum(zero, low), high), 0.5));
    var from = b.mul(b.sub(b.scalar(DType.F32, low), nudged), scale);
    var to = b.mul(b.sub(b.scalar(DType.F32, high), nudged), scale);
    var clamped = b.minimum(b.maximum(x, from), to);
    var steps = b.floor(b.add(b.div(b.sub(clamped, from), scale), 0.5));
    return b.add(b.mul(steps, scale), from);
  }

  private static Edge rounded(TfCall call) {
    var b = call.b();
    var x = call.in(0);
    long axis = call.integer("axis", -1);
    boolean given = call.flag("range_given", call.operator().equals("QuantizeAndDequantizeV3"));
    var least = spread(b, x, axis, given ? call.in(1) : extreme(b, x, axis, "REDUCE_MIN"));
    var most = spread(b, x, axis, given ? call.in(2) : extreme(b, x, axis, "REDUCE_MAX"));
    boolean signed = call.flag("signed_input", true);
    // The third version has the number of bits as an input.
    long bits =
        call.inputCount() > 3
            ? call.constants(3, "number of bits").getFirst()
            : call.integer("num_bits", 8);
    double steps = Math.pow(2, bits - (signed ? 1 : 0));
    double high = steps - 1;
    double low = signed ? call.flag("narrow_range", false) ? 1 - steps : -steps : 0;
    // The coarser of the two scales covers both ends; one that has no extent does not count.
    var infinite = b.scalar(DType.F32, Float.MAX_VALUE);
    var zero = b.scalar(DType.F32, 0);
    var fromMost =
        b.select(b.greater(most, zero), b.div(b.scalar(DType.F32, high), most), infinite);
    var fromLeast =
        low == 0
            ? infinite
            : b.select(b.less(least, zero), b.div(b.scalar(DType.F32, low), least), infinite);
    var scale = b.minimum(fromMost, fromLeast);
    var clamped =
        given
            ? b.minimum(
                b.maximum(x, b.div(b.scalar(DType.F32, low), scale)),
                b.div(b.scalar(DType.F32, high), scale))
            : x;
    var scaled = b.mul(clamped, scale);
    var whole =
        call.text("round_mode", "HALF_TO_EVEN").equals("HALF_UP")
            ? b.floor(b.add(scaled, 0.5))
            : b.unary("ROUND", scaled);
    return b.div(whole, scale);
  }

  private static Edge extreme(Builder b, Edge x, long axis, String operator) {
    var axes = IntStream.range(0, x.rank()).filter(i -> axis < 0 || i != axis).boxed().toList();
    return b.reduce(operator, x, axes, false);
  }

  /** One for each index of the axis, so that it broadcasts. */
  private static Edge spread(Builder b, Edge x, long axis, Edge bound) {
    if (axis < 0 || bound.rank() == 0) return bound;
    var dims = new ArrayList<Dim>();
    for (int i = 0; i < x.rank(); i++) dims.add(i == axis ? bound.dim(0) : Dim.ONE);
    return b.reshape(bound, dims);
  }
}
