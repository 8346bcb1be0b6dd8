package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;
import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Fourier;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Complex numbers, as two tensors of reals. */
final class TfComplexRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          several("Complex", call -> complex(call.in(0), call.in(1))),
          of("Real", call -> parts(call, 0).real()),
          of("Imag", call -> parts(call, 0).imaginary()),
          several("Conj", TfComplexRules::conjugate),
          of("ComplexAbs", TfComplexRules::abs),
          of("Angle", TfComplexRules::angle),
          several("FFT", call -> spectrum(call, false)),
          several("IFFT", call -> spectrum(call, true)),
          several("RFFT", TfComplexRules::forward),
          of("IRFFT", TfComplexRules::back));

  /** Operators that do to a complex tensor what they do to each of its parts. */
  private static final Set<String> BY_PARTS =
      Set.of(
          "Add",
          "AddV2",
          "Sub",
          "Neg",
          "StridedSlice",
          "Slice",
          "Reshape",
          "Transpose",
          "Identity",
          "ExpandDims",
          "Squeeze",
          "ConcatV2",
          "Pack",
          "GatherV2",
          "StopGradient",
          "Sum",
          "Pad",
          "ReverseV2",
          "Tile");

  private TfComplexRules() {}

  private static List<TfValue> complex(Edge real, Edge imaginary) {
    return List.of(new TfValue.Complex(real, imaginary));
  }

  private static TfValue.Complex parts(TfCall call, int input) {
    return switch (call.value(input)) {
      case TfValue.Complex both -> both;
      case TfValue.Tensor(var edge) -> parts(call.b(), edge);
      default -> throw call.invalid("input %d is no complex tensor", input);
    };
  }

  private static TfValue.Complex parts(Builder b, Edge edge) {
    if (edge.dtype() != DType.C64) return new TfValue.Complex(edge, b.scalar(edge.dtype(), 0));
    var value = edge.constant();
    if (value.isEmpty())
      throw new dev.bantam.converter.UnsupportedNodeException(
          "a complex tensor comes in from outside", "feed real and imaginary part apart");
    return new TfValue.Complex(
        b.constant(part(value.orElseThrow(), 0)), b.constant(part(value.orElseThrow(), 1)));
  }

  private static Literal part(Literal complex, int which) {
    var values = new float[Math.toIntExact(complex.elements())];
    for (int i = 0; i < values.length; i++)
      values[i] = complex.bytes().get(Literal.F32, 8L * i + 4L * which);
    return Literal.of(complex.type().shape(), values);
  }

  /** Whether a node is about complex tensors, so that no rule for reals fits it. */
  static boolean concerns(TfCall call) {
    if (TABLE.stream().anyMatch(line -> line.operator().equals(call.operator()))) return false;
    return call.values().stream().anyMatch(TfComplexRules::isComplex)
        || (call.operator().equals("Cast") && call.dtype("DstT", DType.F32) == DType.C64);
  }

  private static boolean isComplex(TfValue value) {
    return value instanceof TfValue.Complex
        || (value instanceof TfValue.Tensor(var edge) && edge.dtype() == DType.C64);
  }

  static List<TfValue> lower(TfCall call) {
    var b = call.b();
    if (call.operator().equals("Cast")) {
      if (call.dtype("DstT", DType.F32) != DType.C64)
        return List.of(new TfValue.Tensor(parts(call, 0).real()));
      var real = b.cast(call.in(0), DType.F32);
      return complex(real, b.mul(real, 0));
    }
    if (call.operator().equals("Mul")) return product(b, parts(call, 0), parts(call, 1));
    if (call.operator().equals("RealDiv") || call.operator().equals("Div"))
      return quotient(b, parts(call, 0), parts(call, 1));
    if (call.operator().equals("Exp")) {
      var x = parts(call, 0);
      var size = b.exp(x.real());
      return complex(
          b.mul(size, b.unary("COS", x.imaginary())), b.mul(size, b.unary("SIN", x.imaginary())));
    }
    if (!BY_PARTS.contains(call.operator()))
      throw call.unsupported(
          "it computes with complex numbers", "compute with real and imaginary part apart");
    var rule = TfRules.find(call.operator()).orElseThrow().rule();
    var real = rule.lower(call.with(side(call, true))).getFirst();
    var imaginary = rule.lower(call.with(side(call, false))).getFirst();
    if (real instanceof TfValue.Tensor(var re) && imaginary instanceof TfValue.Tensor(var im))
      return complex(re, im);
    throw call.invalid("it gives no tensor");
  }

  private static List<TfValue> side(TfCall call, boolean real) {
    var values = new ArrayList<TfValue>();
    for (var value : call.values()) {
      if (!isComplex(value)) values.add(value);
      else {
        var both =
            value instanceof TfValue.Complex c
                ? c
                : parts(call.b(), ((TfValue.Tensor) value).edge());
        values.add(new TfValue.Tensor(real ? both.real() : both.imaginary()));
      }
    }
    return values;
  }

  private static List<TfValue> product(Builder b, TfValue.Complex x, TfValue.Complex y) {
    return complex(
        b.sub(b.mul(x.real(), y.real()), b.mul(x.imaginary(), y.imaginary())),
        b.add(b.mul(x.real(), y.imaginary()), b.mul(x.imaginary(), y.real())));
  }

  private static List<TfValue> quotient(Builder b, TfValue.Complex x, TfValue.Complex y) {
    var size = b.add(b.square(y.real()), b.square(y.imaginary()));
    var real = b.add(b.mul(x.real(), y.real()), b.mul(x.imaginary(), y.imaginary()));
    var imaginary = b.sub(b.mul(x.imaginary(), y.real()), b.mul(x.real(), y.imaginary()));
    return complex(b.div(real, size), b.div(imaginary, size));
  }

  private static Edge angle(TfCall call) {
    var b = call.b();
    var x = parts(call, 0);
    var dims = b.add(x.real(), x.imaginary()).form().dims();
    return b.atan2(b.broadcastTo(x.imaginary(), dims), b.broadcastTo(x.real(), dims));
  }

  /** Along the last axis, all of it. */
  private static List<TfValue> spectrum(TfCall call, boolean inverse) {
    var x = parts(call, 0);
    var b = call.b();
    var dims = b.add(x.real(), x.imaginary()).form().dims();
    var real = b.broadcastTo(x.real(), dims);
    var imaginary = b.broadcastTo(x.imaginary(), dims);
    int length = Math.toIntExact(dims.getLast().value());
    var parts = new Fourier(b).transform(real, imaginary, length, length, inverse);
    return complex(parts.real(), parts.imaginary());
  }

  private static List<TfValue> conjugate(TfCall call) {
    var x = parts(call, 0);
    return complex(x.real(), call.b().neg(x.imaginary()));
  }

  private static Edge abs(TfCall call) {
    var b = call.b();
    var x = parts(call, 0);
    return b.sqrt(b.add(b.square(x.real()), b.square(x.imaginary())));
  }

  private static List<TfValue> forward(TfCall call) {
    int length = call.constants(1, "length").getFirst();
    var parts =
        new Fourier(call.b()).transform(call.in(0), Edge.ABSENT, length, length / 2 + 1, false);
    return complex(parts.real(), parts.imaginary());
  }

  private static Edge back(TfCall call) {
    int length = call.constants(1, "length").getFirst();
    var x = parts(call, 0);
    return new Fourier(call.b()).backToReal(x.real(), x.imaginary(), length);
  }
}
