package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.List;
import java.util.stream.IntStream;

/** Parts of images, each brought to one size. */
final class TfCropRules {
  static final List<TfRule.Entry> TABLE = List.of(of("CropAndResize", TfCropRules::crop));

  private TfCropRules() {}

  /**
   * Where the rows or columns of the parts lie in their images.
   *
   * @param places {@code [boxes, size]}, may lie between two, or outside
   */
  private record Line(Edge places, Dim extent) {}

  private static Edge crop(TfCall call) {
    var b = call.b();
    var x = b.cast(call.in(0), DType.F32);
    var size = call.constants(3, "size of the crops");
    var rows = line(call, x.dim(1), size.get(0), 0);
    var columns = line(call, x.dim(2), size.get(1), 1);
    boolean nearest = call.text("method", "bilinear").equals("nearest");
    var result = nearest ? nearest(call, x, rows, columns) : bilinear(call, x, rows, columns);
    var inside = b.logicalAnd(upright(b, inside(b, rows)), lying(b, inside(b, columns)));
    var around = b.scalar(DType.F32, call.real("extrapolation_value", 0));
    return b.select(b.unsqueeze(inside, List.of(3)), result, around);
  }

  /** The first coordinate of a box is that of its first row or column. */
  private static Line line(TfCall call, Dim extent, int size, int coordinate) {
    var b = call.b();
    var last = b.cast(b.sub(b.scalar(extent), b.integer(DType.I32, 1)), DType.F32);
    var from = column(b, call.in(1), coordinate);
    var to = column(b, call.in(1), coordinate + 2);
    if (size == 1) return new Line(b.mul(b.mul(b.add(from, to), 0.5), last), extent);
    var step = b.div(b.mul(b.sub(to, from), last), size - 1);
    var numbers = b.ints(IntStream.range(0, size).boxed().toList());
    var places = b.mul(b.cast(numbers, DType.F32), step);
    return new Line(b.add(b.mul(from, last), places), extent);
  }

  private static Edge column(Builder b, Edge boxes, int index) {
    return b.slice(boxes, 1, index, index + 1);
  }

  private static Edge inside(Builder b, Line line) {
    var last = b.cast(b.sub(b.scalar(line.extent()), b.integer(DType.I32, 1)), DType.F32);
    return b.logicalAnd(
        b.greaterEqual(line.places(), b.scalar(DType.F32, 0)), b.lessEqual(line.places(), last));
  }

  private static Edge upright(Builder b, Edge x) {
    return b.unsqueeze(x, List.of(2));
  }

  private static Edge lying(Builder b, Edge x) {
    return b.unsqueeze(x, List.of(1));
  }

  /** Whole places inside of the image. */
  private static Edge index(Builder b, Line line, Edge places) {
    var last = b.sub(b.scalar(line.extent()), b.integer(DType.I32, 1));
    var whole = b.cast(places, DType.I32);
    return b.maximum(b.minimum(whole, last), b.integer(DType.I32, 0));
  }

  private static Edge nearest(TfCall call, Edge x, Line rows, Line columns) {
    var b = call.b();
    var row = index(b, rows, b.floor(b.add(rows.places(), 0.5)));
    var column = index(b, columns, b.floor(b.add(columns.places(), 0.5)));
    return gathered(call, x, row, column);
  }

  private static Edge bilinear(TfCall call, Edge x, Line rows, Line columns) {
    var b = call.b();
    var top = b.floor(rows.places());
    var left = b.floor(columns.places());
    var down = b.unsqueeze(upright(b, b.sub(rows.places(), top)), List.of(3));
    var right = b.unsqueeze(lying(b, b.sub(columns.places(), left)), List.of(3));
    var lines = new Edge[2];
    for (int i = 0; i < 2; i++) {
      var row = index(b, rows, i == 0 ? top : b.unary("CEIL", rows.places()));
      var first = gathered(call, x, row, index(b, columns, left));
      var second = gathered(call, x, row, index(b, columns, b.unary("CEIL", columns.places())));
      lines[i] = b.add(first, b.mul(b.sub(second, first), right));
    }
    return b.add(lines[0], b.mul(b.sub(lines[1], lines[0]), down));
  }

  /** Of each box's image, the elements at all pairs of its rows and columns. */
  private static Edge gathered(TfCall call, Edge x, Edge row, Edge column) {
    var b = call.b();
    var image = b.unsqueeze(b.cast(call.in(2), DType.I32), List.of(1));
    var line = b.add(b.mul(image, b.scalar(x.dim(1))), row);
    var place = b.add(upright(b, b.mul(line, b.scalar(x.dim(2)))), lying(b, column));
    var pixels = b.reshape(x, x.dim(0).times(x.dim(1)).times(x.dim(2)), x.dim(3));
    return b.gather(pixels, place, 0, 0);
  }
}
