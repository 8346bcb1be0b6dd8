package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;

/** Regions of an image, each brought to one size. */
final class RegionRules {
  static final List<OnnxRule.Entry> TABLE = List.of(of("RoiAlign", 3, 3, RegionRules::roiAlign));

  private RegionRules() {}

  /**
   * Where the samples of each region lie along one axis.
   *
   * @param low the elements before them, {@code [regions, samples]}; {@code high} those behind
   * @param part how far they are from the one before to the one behind
   * @param inside whether they lie on the image
   */
  private record Samples(Edge low, Edge high, Edge part, Edge inside) {}

  private static Edge roiAlign(OnnxCall call) {
    var b = call.b();
    long ratio = call.integer("sampling_ratio", 0);
    if (ratio < 1)
      throw call.unsupported(
          "how often it samples depends on the regions, as its sampling_ratio is 0",
          "state a sampling_ratio of at least 1");
    long height = call.integer("output_height", 1);
    long width = call.integer("output_width", 1);
    var image = b.channelsLast(b.cast(call.in(0), DType.F32));
    var rows = samples(call, 1, image.dim(1), height, ratio);
    var columns = samples(call, 0, image.dim(2), width, ratio);
    boolean most = call.word("mode", "avg", "avg", "max").equals("max");
    var parts = corners(call, image, rows, columns);
    var blended = parts.stream().reduce(most ? b::maximum : b::add).orElseThrow();
    var dims =
        List.of(
            call.in(1).dim(0),
            Dim.of(height),
            Dim.of(ratio),
            Dim.of(width),
            Dim.of(ratio),
            image.dim(3));
    var cells = b.reshape(blended, dims);
    var axes = List.of(2, 4);
    var result = most ? b.reduceMax(cells, axes, false) : b.mean(cells, axes, false);
    return b.cast(b.channelsFirst(result), call.in(0).dtype());
  }

  private static Samples samples(OnnxCall call, int column, Dim extent, long bins, long ratio) {
    var b = call.b();
    boolean half =
        call.opset() >= 16
            && call.word(
                    "coordinate_transformation_mode",
                    "half_pixel",
                    "half_pixel",
                    "output_half_pixel")
                .equals("half_pixel");
    double scale = call.real("spatial_scale", 1);
    var regions = b.cast(call.in(1), DType.F32);
    double offset = half ? 0.5 : 0;
    var start = b.sub(b.mul(b.slice(regions, 1, column, column + 1L), scale), offset);
    var end = b.sub(b.mul(b.slice(regions, 1, column + 2L, column + 3L), scale), offset);
    var size = half ? b.sub(end, start) : b.maximum(b.sub(end, start), 1);
    long count = bins * ratio;
    var step = b.add(b.cast(b.iota(Dim.of(count)), DType.F32), 0.5);
    var at = b.add(b.mul(b.div(size, count), b.reshape(step, Dim.ONE, Dim.of(count))), start);
    var limit = b.cast(b.scalar(extent), DType.F32);
    var inside = b.logicalAnd(b.greaterEqual(at, b.scalar(DType.F32, -1)), b.lessEqual(at, limit));
    var last = b.sub(limit, 1);
    var place = b.minimum(b.maximum(at, 0), last);
    var low = b.floor(place);
    return new Samples(low, b.minimum(b.add(low, 1), last), b.sub(place, low), inside);
  }

  /**
   * The four elements around each sample with their weights, {@code [regions, rows, columns, c]}.
   */
  private static List<Edge> corners(OnnxCall call, Edge image, Samples rows, Samples columns) {
    var b = call.b();
    var inside =
        b.cast(
            b.logicalAnd(
                b.unsqueeze(rows.inside(), List.of(2)), b.unsqueeze(columns.inside(), List.of(1))),
            DType.F32);
    var parts = new ArrayList<Edge>();
    for (boolean below : List.of(false, true)) {
      for (boolean right : List.of(false, true)) {
        var values =
            elements(
                call,
                image,
                below ? rows.high() : rows.low(),
                right ? columns.high() : columns.low());
        var weight =
            b.mul(
                b.unsqueeze(weight(b, rows, below), List.of(2)),
                b.unsqueeze(weight(b, columns, right), List.of(1)));
        parts.add(b.mul(values, b.unsqueeze(b.mul(weight, inside), List.of(3))));
      }
    }
    return parts;
  }

  private static Edge weight(Builder b, Samples samples, boolean behind) {
    return behind ? samples.part() : b.sub(b.scalar(DType.F32, 1), samples.part());
  }

  private static Edge elements(OnnxCall call, Edge image, Edge row, Edge column) {
    var b = call.b();
    var width = b.scalar(image.dim(2));
    var cells = b.scalar(image.dim(1).times(image.dim(2)));
    var batch = b.cast(call.in(2), DType.I32);
    var first = b.mul(b.reshape(batch, batch.dim(0), Dim.ONE, Dim.ONE), cells);
    var line = b.mul(b.cast(b.unsqueeze(row, List.of(2)), DType.I32), width);
    var place = b.add(b.add(first, line), b.cast(b.unsqueeze(column, List.of(1)), DType.I32));
    var flat = b.reshape(image, image.dim(0).times(image.dim(1)).times(image.dim(2)), image.dim(3));
    return b.gather(flat, place, 0, 0);
  }
}
