package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Fourier;
import dev.bantam.converter.build.FromData;
import dev.bantam.converter.build.Literals;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Spectra, and the windows that go with them. */
final class SpectrumRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          of("HannWindow", 1, 1, call -> window(call, 0.5, 0.5, 0)),
          of("HammingWindow", 1, 1, call -> window(call, 25.0 / 46, 21.0 / 46, 0)),
          of("BlackmanWindow", 1, 1, call -> window(call, 0.42, 0.5, 0.08)),
          of("MelWeightMatrix", 5, 5, SpectrumRules::melWeights),
          of("DFT", 1, 3, SpectrumRules::dft),
          of("STFT", 2, 4, SpectrumRules::stft));

  private SpectrumRules() {}

  private static Edge window(OnnxCall call, double constant, double first, double second) {
    var b = call.b();
    var dtype = call.dtype("output_datatype", DType.F32);
    var size = b.reshape(call.in(0), List.of());
    if (!size.isConstant()) return b.cast(windowFromData(call, constant, first, second), dtype);
    long stated = size.constant().orElseThrow().integer(0);
    if (stated < 0) throw call.invalid("a window of %d elements", stated);
    var values = new float[b.made(stated)];
    double period = call.flag("periodic", true) ? stated : stated - 1.0;
    for (int i = 0; i < values.length; i++) {
      double angle = 2 * Math.PI * i / period;
      values[i] = (float) (constant - first * Math.cos(angle) + second * Math.cos(2 * angle));
    }
    return b.constant(Literals.cast(Literals.floats(values), dtype));
  }

  private static Edge windowFromData(OnnxCall call, double constant, double first, double second) {
    var b = call.b();
    var size = new FromData(b).counted(call.in(0));
    var stated = b.cast(b.scalar(size), DType.F32);
    var period = call.flag("periodic", true) ? stated : b.sub(stated, 1);
    var angle = b.mul(b.div(b.cast(b.iota(size), DType.F32), period), 2 * Math.PI);
    var slow = b.mul(b.unary("COS", angle), -first);
    var fast = b.mul(b.unary("COS", b.mul(angle, 2)), second);
    return b.add(b.add(slow, fast), constant);
  }

  /** Triangles over the frequencies of a spectrum, evenly spaced as the ear hears them. */
  private static Edge melWeights(OnnxCall call) {
    int bands = call.b().made(call.constant(0, "number of bands").integer(0));
    long length = call.constant(1, "length").integer(0);
    long rate = call.constant(2, "sample rate").integer(0);
    double low = mel(call.constant(3, "lower edge").real(0));
    double high = mel(call.constant(4, "upper edge").real(0));
    int rows = Math.toIntExact(length / 2 + 1);
    var edges = new int[bands + 2];
    for (int i = 0; i < edges.length; i++) {
      double hertz =
          700 * Math.expm1((low + i * (high - low) / edges.length) * Math.log(10) / 2595);
      edges[i] = (int) Math.floor((length + 1) * hertz / rate);
      if (edges[i] < 0 || edges[i] >= rows)
        throw call.invalid("its edges lie outside of a spectrum of %d", rows);
    }
    var values = new float[call.b().made(rows, bands)];
    for (int band = 0; band < bands; band++) {
      int from = edges[band];
      int centre = edges[band + 1];
      int to = edges[band + 2];
      if (centre == from) values[centre * bands + band] = 1;
      for (int j = from; centre > from && j <= centre; j++)
        values[j * bands + band] = (float) (j - from) / (centre - from);
      for (int j = centre; j < to; j++) values[j * bands + band] = (float) (to - j) / (to - centre);
    }
    var literal = Literal.of(Shape.of(rows, bands), values);
    return call.b().constant(Literals.cast(literal, call.dtype("output_datatype", DType.F32)));
  }

  private static double mel(double hertz) {
    return 2595 * Math.log1p(hertz / 700) / Math.log(10);
  }

  /** The last axis holds the real part, or real and imaginary part. */
  private static Edge dft(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    long stated =
        call.has(2)
            ? call.constant(2, "axis").integer(0)
            : call.integer("axis", call.opset() < 20 ? 1 : -2);
    int axis = Builder.axis(stated, x.rank());
    if (axis == x.rank() - 1) throw call.invalid("its axis is the one of real and imaginary part");
    boolean backToReal = call.flag("inverse", false) && call.flag("onesided", false);
    int length =
        call.has(1)
            ? Math.toIntExact(call.constant(1, "length").integer(0))
            : Math.toIntExact(backToReal ? 2 * (x.dim(axis).value() - 1) : x.dim(axis).value());
    if (backToReal) return backToReal(b, x, axis, length);
    int kept = call.flag("onesided", false) ? length / 2 + 1 : length;
    boolean real = x.dim(-1).is(1);
    var parts =
        new Fourier(b)
            .transform(
                turned(b, b.pick(x, x.rank() - 1, 0), axis),
                real ? Edge.ABSENT : turned(b, b.pick(x, x.rank() - 1, 1), axis),
                length,
                kept,
                call.flag("inverse", false));
    return b.pack(
        List.of(turned(b, parts.real(), axis), turned(b, parts.imaginary(), axis)), x.rank() - 1);
  }

  /** One real part for each element. */
  private static Edge backToReal(Builder b, Edge x, int axis, int length) {
    var real = turned(b, b.pick(x, x.rank() - 1, 0), axis);
    var imaginary = turned(b, b.pick(x, x.rank() - 1, 1), axis);
    var result = turned(b, new Fourier(b).backToReal(real, imaginary, length), axis);
    return b.unsqueeze(result, List.of(x.rank() - 1));
  }

  /** Changes an axis with the last one. */
  private static Edge turned(Builder b, Edge x, int axis) {
    var order = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    java.util.Collections.swap(order, axis, x.rank() - 1);
    return b.transpose(x, List.copyOf(order));
  }

  private static Edge stft(OnnxCall call) {
    var b = call.b();
    var signal = call.in(0);
    int step = Math.toIntExact(call.constant(1, "frame step").integer(0));
    int length =
        call.has(3)
            ? Math.toIntExact(call.constant(3, "frame length").integer(0))
            : Math.toIntExact(call.in(2).dim(0).value());
    if (!signal.dim(1).isKnown())
      throw call.unsupported("the length of its signal is open", "fix the sizes of the inputs");
    int frames = (int) ((signal.dim(1).value() - length) / step) + 1;
    var places = new ArrayList<Integer>();
    for (int frame = 0; frame < frames; frame++)
      for (int i = 0; i < length; i++) places.add(frame * step + i);
    var index = b.reshape(b.ints(places), Dim.of(frames), Dim.of(length));
    int kept = call.flag("onesided", true) ? length / 2 + 1 : length;
    boolean real = signal.rank() == 2 || signal.dim(-1).is(1);
    var parts =
        new Fourier(b)
            .transform(
                frames(call, index, 0),
                real ? Edge.ABSENT : frames(call, index, 1),
                length,
                kept,
                false);
    return b.pack(List.of(parts.real(), parts.imaginary()), 3);
  }

  private static Edge frames(OnnxCall call, Edge index, int part) {
    var b = call.b();
    var signal = call.in(0);
    var flat = signal.rank() == 3 ? b.pick(signal, 2, part) : signal;
    var cut = b.gather(flat, index, 1, 0);
    return call.has(2) ? b.mul(cut, call.in(2)) : cut;
  }
}
