package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;
import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Normalizations by mean, variance and length. */
final class NormalizationRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          of("BatchNormalization", 5, 5, NormalizationRules::batch),
          of("InstanceNormalization", 3, 3, NormalizationRules::instance),
          several("LayerNormalization", 2, 3, NormalizationRules::layer),
          of("GroupNormalization", 3, 3, NormalizationRules::group),
          of("RMSNormalization", 2, 2, NormalizationRules::rootMeanSquare),
          of("MeanVarianceNormalization", 1, 1, NormalizationRules::meanVariance),
          of("LpNormalization", 1, 1, NormalizationRules::length),
          of("LRN", 1, 1, NormalizationRules::localResponse));

  private NormalizationRules() {}

  /** A vector of channels, with axes of extent 1 behind it for the image. */
  private static Edge channels(Builder b, Edge vector, int rank) {
    var dims = new ArrayList<>(List.of(vector.dim(0)));
    for (int axis = 2; axis < rank; axis++) dims.add(Dim.ONE);
    return rank < 2 ? vector : b.reshape(vector, dims);
  }

  private static Edge batch(OnnxCall call) {
    if (call.flag("training_mode", false) || call.hasOutput(1))
      throw call.unsupported("it computes statistics, as in training", "export for inference");
    var b = call.b();
    var x = call.in(0);
    var scale =
        b.mul(
            b.cast(call.in(1), DType.F32),
            b.rsqrt(b.add(b.cast(call.in(4), DType.F32), call.real("epsilon", 1e-5))));
    var shift = b.sub(b.cast(call.in(2), DType.F32), b.mul(b.cast(call.in(3), DType.F32), scale));
    var scaled = b.mul(b.cast(x, DType.F32), channels(b, scale, x.rank()));
    return b.cast(b.add(scaled, channels(b, shift, x.rank())), x.dtype());
  }

  /** Mean 0 and variance 1 over some axes. */
  private static Edge normalized(Builder b, Edge x, List<Integer> axes, double epsilon) {
    var centred = b.sub(x, b.mean(x, axes, true));
    var variance = b.mean(b.square(centred), axes, true);
    return b.mul(centred, b.rsqrt(b.add(variance, epsilon)));
  }

  private static List<Integer> from(int axis, int rank) {
    return IntStream.range(axis, rank).boxed().toList();
  }

  private static Edge instance(OnnxCall call) {
    var b = call.b();
    var x = b.cast(call.in(0), DType.F32);
    var normal = normalized(b, x, from(2, x.rank()), call.real("epsilon", 1e-5));
    var scaled = b.mul(normal, channels(b, b.cast(call.in(1), DType.F32), x.rank()));
    return b.cast(
        b.add(scaled, channels(b, b.cast(call.in(2), DType.F32), x.rank())), call.in(0).dtype());
  }

  private static List<Edge> layer(OnnxCall call) {
    var b = call.b();
    var x = b.cast(call.in(0), DType.F32);
    int axis = Builder.axis(call.integer("axis", -1), x.rank());
    var axes = from(axis, x.rank());
    var mean = b.mean(x, axes, true);
    var centred = b.sub(x, mean);
    var variance = b.mean(b.square(centred), axes, true);
    var inverse = b.rsqrt(b.add(variance, call.real("epsilon", 1e-5)));
    var scaled = b.mul(b.mul(centred, inverse), b.cast(call.in(1), DType.F32));
    var result = call.has(2) ? b.add(scaled, b.cast(call.in(2), DType.F32)) : scaled;
    return List.of(b.cast(result, call.in(0).dtype()), mean, inverse);
  }

  private static Edge rootMeanSquare(OnnxCall call) {
    var b = call.b();
    var x = b.cast(call.in(0), DType.F32);
    var axes = from(Builder.axis(call.integer("axis", -1), x.rank()), x.rank());
    var mean = b.mean(b.square(x), axes, true);
    var normal = b.mul(x, b.rsqrt(b.add(mean, call.real("epsilon", 1e-5))));
    return b.cast(b.mul(normal, b.cast(call.in(1), DType.F32)), call.in(0).dtype());
  }

  private static Edge group(OnnxCall call) {
    var b = call.b();
    var x = b.cast(call.in(0), DType.F32);
    long groups = call.integer("num_groups", 0);
    if (groups < 1 || x.dim(1).value() % groups != 0)
      throw call.shapeMismatch("%s channels in %d groups, must divide", x.dim(1), groups);
    long each = x.dim(1).value() / groups;
    var rest = x.form().dims().subList(2, x.rank()).stream().reduce(Dim.ONE, Dim::times);
    var grouped = b.reshape(x, x.dim(0), Dim.of(groups), rest.times(Dim.of(each)));
    var normal = normalized(b, grouped, List.of(2), call.real("epsilon", 1e-5));
    var scale = b.cast(call.in(1), DType.F32);
    var shift = b.cast(call.in(2), DType.F32);
    // Before opset 21 there was a scale for each group, later one for each channel.
    boolean perGroup = scale.dim(0).is(groups) && each != 1;
    if (perGroup) {
      normal =
          b.add(
              b.mul(normal, b.reshape(scale, Dim.of(groups), Dim.ONE)),
              b.reshape(shift, Dim.of(groups), Dim.ONE));
      return b.cast(b.reshape(normal, x.form().dims()), call.in(0).dtype());
    }
    var whole = b.reshape(normal, x.form().dims());
    var result = b.add(b.mul(whole, channels(b, scale, x.rank())), channels(b, shift, x.rank()));
    return b.cast(result, call.in(0).dtype());
  }

  private static Edge meanVariance(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    var axes =
        call.integers("axes").orElse(List.of(0L, 2L, 3L)).stream().map(Long::intValue).toList();
    var centred = b.sub(x, b.mean(x, axes, true));
    var deviation = b.sqrt(b.mean(b.square(centred), axes, true));
    return b.div(centred, b.add(deviation, 1e-9));
  }

  private static Edge length(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    var axes = List.of((int) call.integer("axis", -1));
    var length =
        call.integer("p", 2) == 1
            ? b.sum(b.abs(x), axes, true)
            : b.sqrt(b.sum(b.square(x), axes, true));
    // A row of zeros stays one.
    var zero = b.scalar(x.dtype(), 0);
    return b.select(b.equal(length, zero), zero, b.div(x, length));
  }

  private static Edge localResponse(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    long size = call.integer("size", 0);
    if (size < 1) throw call.invalid("its size is %d, must be at least 1", size);
    var squares = b.square(b.channelsLast(x));
    int last = x.rank() - 1;
    var low = new ArrayList<>(java.util.Collections.nCopies(x.rank(), 0L));
    var high = new ArrayList<>(low);
    low.set(last, (size - 1) / 2);
    high.set(last, size - 1 - (size - 1) / 2);
    var padded = b.pad(squares, low, high, b.scalar(x.dtype(), 0));
    Edge sum = null;
    for (long k = 0; k < size; k++) {
      var part = b.slice(padded, last, k, k + x.dim(1).value());
      sum = sum == null ? part : b.add(sum, part);
    }
    if (sum == null) throw new IllegalStateException("a size of at least 1 has a part");
    var base = b.add(b.mul(sum, call.real("alpha", 1e-4) / size), call.real("bias", 1));
    var divisor = b.pow(base, b.scalar(x.dtype(), call.real("beta", 0.75)));
    return b.channelsFirst(b.div(b.channelsLast(x), divisor));
  }
}
