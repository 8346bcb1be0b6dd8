package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;
import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Integers that stand for reals: as arithmetic on reals between rounding and clamping. */
final class QuantizationRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          of("QuantizeLinear", 2, 3, QuantizationRules::quantize),
          of("DequantizeLinear", 2, 3, QuantizationRules::dequantize),
          several("DynamicQuantizeLinear", 1, 1, QuantizationRules::dynamic),
          of("QLinearConv", 8, 9, QuantizationRules::conv),
          of("QLinearMatMul", 8, 8, QuantizationRules::matmul),
          of("MatMulInteger", 2, 4, QuantizationRules::matmulInteger),
          of("ConvInteger", 2, 4, QuantizationRules::convInteger));

  private QuantizationRules() {}

  /** Scales or zero points in a shape that broadcasts to the tensor's. */
  private static Edge spread(OnnxCall call, Edge x, Edge parameter, int axis, long block) {
    var b = call.b();
    if (parameter.rank() == 0 || parameter.form().elements().is(1))
      return b.reshape(parameter, List.of());
    if (block > 0) {
      var repeats = new ArrayList<Dim>();
      var wide = b.unsqueeze(parameter, List.of(axis + 1));
      for (int i = 0; i < wide.rank(); i++) repeats.add(i == axis + 1 ? Dim.of(block) : Dim.ONE);
      var all =
          b.reshape(
              b.tile(wide, repeats),
              parameter.form().with(axis, parameter.dim(axis).times(Dim.of(block))).dims());
      return b.slice(all, axis, 0, x.dim(axis).value());
    }
    var dims = new ArrayList<Dim>();
    for (int i = 0; i < x.rank(); i++) dims.add(i == axis ? parameter.dim(0) : Dim.ONE);
    return b.reshape(parameter, dims);
  }

  private static int axis(OnnxCall call, Edge x) {
    if (x.rank() == 0) return 0;
    long axis = call.integer("axis", 1);
    return axis == 1 && x.rank() == 1 ? 0 : Builder.axis(axis, x.rank());
  }

  /** {@code round(x / scale) + zero point}, clamped. */
  static Edge quantized(Builder b, Edge x, Edge scale, Optional<Edge> zero, DType dtype) {
    return quantized(b, x, scale, zero, dtype, dtype);
  }

  private static Edge quantized(
      Builder b, Edge x, Edge scale, Optional<Edge> zero, DType dtype, DType range) {
    var rounded = b.unary("ROUND", b.div(b.cast(x, DType.F32), scale));
    var shifted =
        zero.isPresent() ? b.add(rounded, b.cast(zero.orElseThrow(), DType.F32)) : rounded;
    var clamped = b.minimum(b.maximum(shifted, range.lowest()), range.highest());
    return b.cast(b.cast(clamped, DType.I32), dtype);
  }

  static Edge dequantized(Builder b, Edge x, Edge scale, Optional<Edge> zero) {
    var real = b.cast(x, DType.F32);
    var shifted = zero.isPresent() ? b.sub(real, b.cast(zero.orElseThrow(), DType.F32)) : real;
    return b.mul(shifted, b.cast(scale, DType.F32));
  }

  private static Edge quantize(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    int axis = axis(call, x);
    long block = call.integer("block_size", 0);
    var stated = call.dtype("output_dtype", DType.U8);
    var dtype = call.has(2) ? call.in(2).dtype() : stated;
    var scale = spread(call, x, b.cast(call.in(1), DType.F32), axis, block);
    var zero =
        call.has(2)
            ? Optional.of(spread(call, x, b.cast(call.in(2), DType.F32), axis, block))
            : Optional.<Edge>empty();
    return quantized(b, x, scale, zero, dtype, call.packed(2).orElse(dtype));
  }

  private static Edge dequantize(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    int axis = axis(call, x);
    long block = call.integer("block_size", 0);
    var scale = spread(call, x, b.cast(call.in(1), DType.F32), axis, block);
    var zero =
        call.has(2)
            ? Optional.of(spread(call, x, b.cast(call.in(2), DType.F32), axis, block))
            : Optional.<Edge>empty();
    return b.cast(dequantized(b, x, scale, zero), call.in(1).dtype());
  }

  private static List<Edge> dynamic(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    var axes = IntStream.range(0, x.rank()).boxed().toList();
    var most = b.maximum(b.reduceMax(x, axes, false), 0);
    var least = b.minimum(b.reduce("REDUCE_MIN", x, axes, false), 0);
    var scale = b.div(b.sub(most, least), 255);
    var zero = b.minimum(b.maximum(b.unary("ROUND", b.div(b.neg(least), scale)), 0), 255);
    var values = quantized(b, x, scale, Optional.of(zero), DType.U8);
    return List.of(values, scale, b.cast(b.cast(zero, DType.I32), DType.U8));
  }

  /** An input without its zero point, as reals; exact for 8 bits. */
  private static Edge centred(OnnxCall call, int input, int zero, List<Dim> zeroDims) {
    var b = call.b();
    var x = b.cast(call.in(input), DType.F32);
    if (!call.has(zero)) return x;
    var point = b.cast(call.in(zero), DType.F32);
    boolean one = point.rank() == 0 || point.form().elements().is(1);
    return b.sub(x, b.reshape(point, one ? List.of() : zeroDims));
  }

  private static Edge conv(OnnxCall call) {
    var b = call.b();
    var filters = call.in(3);
    var perChannel = new ArrayList<Dim>(List.of(filters.dim(0)));
    for (int i = 1; i < filters.rank(); i++) perChannel.add(Dim.ONE);
    var x = b.mul(centred(call, 0, 2, List.of()), call.in(1));
    var scale = call.in(4);
    boolean one = scale.rank() == 0 || scale.form().elements().is(1);
    var weights =
        b.mul(centred(call, 3, 5, perChannel), b.reshape(scale, one ? List.of() : perChannel));
    var bias = Edge.ABSENT;
    if (call.has(8)) {
      var flat = b.reshape(scale, one ? List.of() : List.of(filters.dim(0)));
      bias = b.mul(b.cast(call.in(8), DType.F32), b.mul(flat, call.in(1)));
    }
    var result = ConvolutionRules.conv(call, x, weights, bias);
    return quantized(
        b,
        result,
        b.reshape(call.in(6), List.of()),
        Optional.of(b.reshape(call.in(7), List.of())),
        call.in(7).dtype());
  }

  private static Edge matmul(OnnxCall call) {
    var b = call.b();
    var columns = List.of(call.in(3).dim(-1));
    var x = b.mul(centred(call, 0, 2, List.of(call.in(0).dim(-2), Dim.ONE)), spreadRows(call, 1));
    var y = b.mul(centred(call, 3, 5, columns), b.cast(call.in(4), DType.F32));
    var result = ContractionRules.matmul(call, x, y);
    return quantized(
        b,
        result,
        b.reshape(b.cast(call.in(6), DType.F32), List.of()),
        Optional.of(b.reshape(call.in(7), List.of())),
        call.in(7).dtype());
  }

  private static Edge spreadRows(OnnxCall call, int input) {
    var scale = call.b().cast(call.in(input), DType.F32);
    boolean one = scale.rank() == 0 || scale.form().elements().is(1);
    return one
        ? call.b().reshape(scale, List.of())
        : call.b().reshape(scale, scale.dim(0), Dim.ONE);
  }

  private static Edge matmulInteger(OnnxCall call) {
    var b = call.b();
    var x = centred(call, 0, 2, List.of(call.in(0).dim(-2), Dim.ONE));
    var y = centred(call, 1, 3, List.of(call.in(1).dim(-1)));
    return b.cast(b.unary("ROUND", ContractionRules.matmul(call, x, y)), DType.I32);
  }

  private static Edge convInteger(OnnxCall call) {
    var b = call.b();
    var filters = call.in(1);
    var perChannel = new ArrayList<Dim>(List.of(filters.dim(0)));
    for (int i = 1; i < filters.rank(); i++) perChannel.add(Dim.ONE);
    var x = centred(call, 0, 2, List.of());
    var weights = centred(call, 1, 3, perChannel);
    var result = ConvolutionRules.conv(call, x, weights, Edge.ABSENT);
    return b.cast(b.unary("ROUND", result), DType.I32);
  }
}
