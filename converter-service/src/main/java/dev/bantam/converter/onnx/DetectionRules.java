package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
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
    long stated = call.has(2) ? call.constant(2, "number of boxes").integer(0) : 0;
    var most = Dim.of(Math.min(stated, scores.dim(2).value()));
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
                number(call, 3, 0),
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
