package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;

/** Images read at places that are computed. */
final class GridRules {
  static final List<OnnxRule.Entry> TABLE = List.of(of("GridSample", 2, 2, GridRules::gridSample));

  private GridRules() {}

  /** How places on one axis are meant. */
  private record Axis(Builder b, Edge at, long extent, String padding, boolean corners) {
    /** The place in elements, reflected at the borders if so asked. */
    Edge place() {
      var scaled =
          corners
              ? b.mul(b.add(at, 1), (extent - 1) / 2.0)
              : b.mul(b.add(b.mul(b.add(at, 1), extent), -1), 0.5);
      if (!padding.equals("reflection")) return scaled;
      double low = corners ? 0 : -0.5;
      double span = corners ? extent - 1 : extent;
      if (span == 0) return b.mul(scaled, 0);
      var distance = b.abs(b.sub(scaled, low));
      var period = b.floorMod(distance, b.scalar(DType.F32, 2 * span));
      return b.add(b.minimum(period, b.sub(b.scalar(DType.F32, 2 * span), period)), low);
    }

    Edge clamped(Edge index) {
      return b.minimum(b.maximum(index, 0), extent - 1.0);
    }

    Edge inside(Edge index) {
      return b.logicalAnd(
          b.greaterEqual(index, b.scalar(DType.F32, 0)),
          b.lessEqual(index, b.scalar(DType.F32, extent - 1)));
    }
  }

  private static Edge gridSample(OnnxCall call) {
    var b = call.b();
    var image = b.channelsLast(call.in(0));
    var grid = call.in(1);
    var mode =
        call.word(
            "mode", call.opset() < 20 ? "bilinear" : "linear", "bilinear", "linear", "nearest");
    if (call.in(0).rank() != 4)
      throw call.unsupported("its image is " + call.in(0).form(), "use images of two axes");
    var padding = call.word("padding_mode", "zeros", "zeros", "border", "reflection");
    boolean corners = call.flag("align_corners", false);
    var x = new Axis(b, b.pick(grid, 3, 0), image.dim(2).value(), padding, corners);
    var y = new Axis(b, b.pick(grid, 3, 1), image.dim(1).value(), padding, corners);
    if (mode.equals("nearest"))
      return b.channelsFirst(
          sample(b, image, x, y, b.unary("ROUND", x.place()), b.unary("ROUND", y.place())));
    var left = b.floor(x.place());
    var top = b.floor(y.place());
    var right = b.add(left, 1);
    var bottom = b.add(top, 1);
    var alongX = b.unsqueeze(b.sub(x.place(), left), List.of(3));
    var alongY = b.unsqueeze(b.sub(y.place(), top), List.of(3));
    var above =
        blend(b, sample(b, image, x, y, left, top), sample(b, image, x, y, right, top), alongX);
    var below =
        blend(
            b, sample(b, image, x, y, left, bottom), sample(b, image, x, y, right, bottom), alongX);
    return b.channelsFirst(blend(b, above, below, alongY));
  }

  private static Edge blend(Builder b, Edge from, Edge to, Edge part) {
    return b.add(b.mul(from, b.sub(b.scalar(DType.F32, 1), part)), b.mul(to, part));
  }

  /** Elements at whole places; 0 outside if so asked. */
  private static Edge sample(Builder b, Edge image, Axis x, Axis y, Edge column, Edge row) {
    var batch = image.dim(0);
    var rows = image.dim(1).times(image.dim(2));
    var flat = b.reshape(image, batch.times(rows), image.dim(3));
    var base = b.mul(b.iota(batch), b.integer(DType.I32, rows.value()));
    var place =
        b.add(
            b.mul(b.cast(y.clamped(row), DType.I32), b.integer(DType.I32, image.dim(2).value())),
            b.cast(x.clamped(column), DType.I32));
    var dims = new ArrayList<>(List.of(batch, Dim.ONE, Dim.ONE));
    var values = b.gather(flat, b.add(place, b.reshape(base, dims)), 0, 0);
    if (!x.padding().equals("zeros")) return values;
    var inside = b.unsqueeze(b.logicalAnd(x.inside(column), y.inside(row)), List.of(3));
    return b.select(inside, values, b.scalar(DType.F32, 0));
  }
}
