package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Fourier;
import dev.bantam.converter.build.Literals;
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
          of("DFT", 1, 3, SpectrumRules::dft),
          of("STFT", 2, 4, SpectrumRules::stft));

  private SpectrumRules() {}

  private static Edge window(OnnxCall call, double constant, double first, double second) {
    long stated = call.constant(0, "size").integer(0);
    if (stated < 0) throw call.invalid("a window of %d elements", stated);
    int size = call.b().made(stated);
    double period = call.flag("periodic", true) ? size : size - 1.0;
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      double angle = 2 * Math.PI * i / period;
      values[i] = (float) (constant - first * Math.cos(angle) + second * Math.cos(2 * angle));
    }
    var dtype = call.dtype("output_datatype", dev.bantam.type.DType.F32);
    return call.b().constant(Literals.cast(Literals.floats(values), dtype));
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
    int length =
        call.has(1)
            ? Math.toIntExact(call.constant(1, "length").integer(0))
            : Math.toIntExact(x.dim(axis).value());
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
