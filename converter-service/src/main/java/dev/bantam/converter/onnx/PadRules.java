package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.FromData;
import dev.bantam.converter.build.FromData.Border;
import dev.bantam.converter.build.Literals;
import dev.bantam.converter.build.MovementEmitter.Range;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Padding and cropping. */
final class PadRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(of("Pad", 1, 4, PadRules::pad), of("CenterCropPad", 2, 2, PadRules::centerCropPad));

  private PadRules() {}

  private static Edge pad(OnnxCall call) {
    var x = call.in(0);
    if (fromData(call, 1) || fromData(call, 3)) return padFromData(call, x);
    var stated =
        call.integersOf(call.opset() < 2 ? "paddings" : "pads", 1)
            .orElseThrow(() -> call.invalid("its pads are missing"));
    var axes =
        call.has(3)
            ? call.constants(3, "axes").stream().map(axis -> Builder.axis(axis, x.rank())).toList()
            : IntStream.range(0, x.rank()).boxed().toList();
    if (stated.size() != 2 * axes.size())
      throw call.shapeMismatch("pads %s for axes %s, must be two for each", stated, axes);
    var low = new ArrayList<>(Collections.nCopies(x.rank(), 0L));
    var high = new ArrayList<>(Collections.nCopies(x.rank(), 0L));
    for (int i = 0; i < axes.size(); i++) {
      low.set(axes.get(i), stated.get(i));
      high.set(axes.get(i), stated.get(axes.size() + i));
    }
    var cropped = crop(call, x, low, high);
    low.replaceAll(amount -> Math.max(0, amount));
    high.replaceAll(amount -> Math.max(0, amount));
    return switch (call.word("mode", "constant", "constant", "reflect", "edge", "wrap")) {
      case "reflect" -> reflect(call, cropped, low, high);
      case "edge" -> repeat(call, cropped, low, high, false);
      case "wrap" -> repeat(call, cropped, low, high, true);
      default -> call.b().pad(cropped, low, high, value(call));
    };
  }

  private static boolean fromData(OnnxCall call, int input) {
    return call.has(input) && !call.in(input).isConstant();
  }

  private static Edge padFromData(OnnxCall call, Edge x) {
    var axes = call.has(3) ? Optional.of(call.in(3)) : Optional.<Edge>empty();
    var pad = new FromData(call.b());
    return switch (call.word("mode", "constant", "constant", "reflect", "edge", "wrap")) {
      case "reflect" -> pad.pad(x, call.in(1), axes, Border.REFLECT);
      case "edge" -> pad.pad(x, call.in(1), axes, Border.EDGE);
      case "wrap" -> pad.pad(x, call.in(1), axes, Border.WRAP);
      default -> pad.pad(x, call.in(1), axes, value(call));
    };
  }

  private static Edge value(OnnxCall call) {
    var x = call.in(0);
    if (call.has(2)) {
      var value = call.in(2);
      return value.rank() == 0 ? value : call.b().reshape(value, List.of());
    }
    return call.b()
        .constant(Literals.filled(new TensorType(x.dtype(), Shape.SCALAR), call.real("value", 0)));
  }

  private static Edge crop(OnnxCall call, Edge x, List<Long> low, List<Long> high) {
    var ranges = new ArrayList<Range>();
    for (int axis = 0; axis < x.rank(); axis++) {
      long start = Math.max(0, -low.get(axis));
      long stop = Math.min(0, high.get(axis));
      if (start == 0 && stop == 0) continue;
      ranges.add(
          new Range(axis, Optional.of(start), stop == 0 ? Optional.empty() : Optional.of(stop), 1));
    }
    return ranges.isEmpty() ? x : call.b().slice(x, ranges);
  }

  private static Edge reflect(OnnxCall call, Edge x, List<Long> low, List<Long> high) {
    for (int axis = 0; axis < x.rank(); axis++) {
      boolean far =
          x.dim(axis).isKnown() && Math.max(low.get(axis), high.get(axis)) >= x.dim(axis).value();
      if (far)
        throw call.unsupported(
            "it reflects %d elements of an axis of %s"
                .formatted(Math.max(low.get(axis), high.get(axis)), x.dim(axis)),
            "pad by less than the extent");
    }
    return call.b().mirrorPad(x, low, high, "REFLECT");
  }

  /** The edge again and again, or the elements from the other end. */
  private static Edge repeat(
      OnnxCall call, Edge given, List<Long> low, List<Long> high, boolean wrap) {
    var b = call.b();
    var x = given;
    for (int axis = 0; axis < x.rank(); axis++) {
      long before = low.get(axis);
      long behind = high.get(axis);
      var parts = new ArrayList<Edge>();
      if (before > 0)
        parts.add(
            wrap
                ? b.slice(x, axis, -before, Optional.empty(), 1)
                : tiled(call, b.slice(x, axis, 0, 1), axis, before));
      parts.add(x);
      if (behind > 0)
        parts.add(
            wrap
                ? b.slice(x, axis, 0, behind)
                : tiled(call, b.slice(x, axis, -1, Optional.empty(), 1), axis, behind));
      x = b.concat(parts, axis);
    }
    return x;
  }

  private static Edge tiled(OnnxCall call, Edge x, int axis, long count) {
    var repeats = new ArrayList<>(Collections.nCopies(x.rank(), Dim.ONE));
    repeats.set(axis, Dim.of(count));
    return call.b().tile(x, repeats);
  }

  private static Edge centerCropPad(OnnxCall call) {
    var x = call.in(0);
    var sizes = call.constants(1, "shape");
    var axes =
        call.integers("axes")
            .map(list -> list.stream().map(axis -> Builder.axis(axis, x.rank())).toList())
            .orElseGet(() -> IntStream.range(0, x.rank()).boxed().toList());
    var low = new ArrayList<>(Collections.nCopies(x.rank(), 0L));
    var high = new ArrayList<>(Collections.nCopies(x.rank(), 0L));
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i);
      if (!x.dim(axis).isKnown())
        throw call.unsupported("it crops an axis of open extent", "fix the sizes");
      long more = sizes.get(i) - x.dim(axis).value();
      long before = more >= 0 ? more / 2 : -(-more / 2);
      low.set(axis, before);
      high.set(axis, more - before);
    }
    var cropped = crop(call, x, low, high);
    low.replaceAll(amount -> Math.max(0, amount));
    high.replaceAll(amount -> Math.max(0, amount));
    return call.b().pad(cropped, low, high, value(call, x));
  }

  private static Edge value(OnnxCall call, Edge x) {
    return call.b().constant(Literals.filled(new TensorType(x.dtype(), Shape.SCALAR), 0));
  }
}
