package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.FromData;
import dev.bantam.converter.build.Suppression;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;

/** Selection of boxes. */
final class DetectionRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(of("NonMaxSuppression", 2, 5, DetectionRules::suppression));

  private DetectionRules() {}

  /** One suppression for each batch and class. */
  private static Edge suppression(OnnxCall call) {
    var b = call.b();
    var boxes = call.in(0);
    var scores = call.in(1);
    if (!scores.form().isStatic())
      throw call.unsupported("how many classes it has is open", "fix the sizes of the inputs");
    var most = most(call, scores.dim(2));
    var suppression = new Suppression(b);
    var rows = new ArrayList<Edge>();
    for (int batch = 0; batch < scores.dim(0).value(); batch++) {
      var own = corners(call, b.pick(boxes, 0, batch));
      for (int kind = 0; kind < scores.dim(1).value(); kind++) {
        var selected =
            suppression.select(
                own,
                b.pick(b.pick(scores, 0, batch), 0, kind),
                most,
                above(b, number(call, 3, 0)),
                number(call, 4, -Float.MAX_VALUE),
                b.scalar(DType.F32, 0));
        var indices = b.cast(suppression.first(selected.indices(), selected.count()), DType.I64);
        var column = b.unsqueeze(indices, List.of(1));
        var zeros = b.mul(column, b.integer(DType.I64, 0));
        rows.add(
            b.concat(
                List.of(
                    b.add(zeros, b.integer(DType.I64, batch)),
                    b.add(zeros, b.integer(DType.I64, kind)),
                    column),
                1));
      }
    }
    return b.concat(rows, 0);
  }

  private static Dim most(OnnxCall call, Dim boxes) {
    if (!call.has(2)) return Dim.of(0);
    var b = call.b();
    var stated = b.cast(b.reshape(call.in(2), List.of()), DType.I64);
    var bounded = b.minimum(stated, b.integer(DType.I64, boxes.value()));
    return new FromData(b).counted(bounded);
  }

  /**
   * The target drops a box that overlaps by just as much as this, ONNX one that does so by more.
   */
  private static Edge above(Builder b, Edge overlap) {
    var known = overlap.constant();
    if (known.isPresent())
      return b.scalar(DType.F32, Math.nextUp((float) known.orElseThrow().real(0)));
    return b.maximum(b.mul(overlap, 1 + Math.ulp(1f)), Float.MIN_NORMAL);
  }

  private static Edge number(OnnxCall call, int input, double otherwise) {
    return call.has(input)
        ? call.b().reshape(call.in(input), List.of())
        : call.b().scalar(DType.F32, otherwise);
  }

  private static Edge corners(OnnxCall call, Edge boxes) {
    if (!call.flag("center_point_box", false)) return boxes;
    var b = call.b();
    var centre = b.slice(boxes, 1, 0, 2);
    var half = b.mul(b.slice(boxes, 1, 2, 4), 0.5);
    return b.concat(List.of(b.sub(centre, half), b.add(centre, half)), 1);
  }
}
