package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.FromData;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Images read at places that are computed. */
final class GridRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          of("GridSample", 2, 2, GridRules::gridSample),
          of("AffineGrid", 2, 2, GridRules::affineGrid));

  private GridRules() {}

  /** One of the elements that an output element is blended from, along one axis. */
  private record Tap(Edge index, Edge weight) {}

  /** How places on one axis are meant. */
  private record Axis(Builder b, Edge at, long extent, String padding, boolean corners) {
    /** The place in elements, reflected at the borders if so asked. */
    Edge place() {
      var scaled =
          corners
              ? b.mul(b.add(at, 1), (extent - 1) / 2.0)
              : b.mul(b.add(b.mul(b.add(at, 1), (double) extent), -1), 0.5);
      return padding.equals("reflection") ? reflected(scaled) : scaled;
    }

    private Edge reflected(Edge place) {
      double low = corners ? 0 : -0.5;
      double span = corners ? extent - 1.0 : extent;
      if (span == 0) return b.mul(place, 0);
      var distance = b.abs(b.sub(place, low));
      var period = b.floorMod(distance, b.scalar(DType.F32, 2 * span));
      return b.add(b.minimum(period, b.sub(b.scalar(DType.F32, 2 * span), period)), low);
    }

    Edge clamped(Edge index) {
      var inside = padding.equals("reflection") ? reflected(index) : index;
      return b.minimum(b.maximum(inside, 0), extent - 1.0);
    }

    Edge inside(Edge index) {
      return b.logicalAnd(
          b.greaterEqual(index, b.scalar(DType.F32, 0)),
          b.lessEqual(index, b.scalar(DType.F32, extent - 1.0)));
    }

    List<Tap> taps(String mode) {
      var place = place();
      if (mode.equals("nearest"))
        return List.of(new Tap(b.unary("ROUND", place), b.scalar(DType.F32, 1)));
      var first = b.floor(place);
      var part = b.sub(place, first);
      var rest = b.sub(b.scalar(DType.F32, 1), part);
      if (!mode.equals("cubic"))
        return List.of(new Tap(first, rest), new Tap(b.add(first, 1), part));
      return List.of(
          new Tap(b.add(first, -1), far(b.add(part, 1))),
          new Tap(first, near(part)),
          new Tap(b.add(first, 1), near(rest)),
          new Tap(b.add(first, 2), far(b.add(rest, 1))));
    }

    /** The cubic kernel with -0.75 up to a distance of 1. */
    private Edge near(Edge d) {
      return b.add(b.mul(b.mul(b.add(b.mul(d, 1.25), -2.25), d), d), 1);
    }

    /** The same between 1 and 2. */
    private Edge far(Edge d) {
      var inner = b.add(b.mul(d, -0.75), 3.75);
      return b.add(b.mul(b.add(b.mul(inner, d), -6), d), 3);
    }
  }

  private static Edge gridSample(OnnxCall call) {
    var b = call.b();
    var given = call.in(0);
    var image = b.channelsLast(given);
    var grid = call.in(1);
    var mode =
        call.word(
            "mode",
            call.opset() < 20 ? "bilinear" : "linear",
            "bilinear",
            "linear",
            "nearest",
            "cubic",
            "bicubic");
    var kind = mode.endsWith("cubic") ? "cubic" : mode;
    int rank = given.rank() - 2;
    if (rank < 1 || grid.rank() != given.rank() || !grid.dim(-1).is(rank))
      throw call.shapeMismatch(
          "an image of %s and a grid of %s, must have a place of %d numbers",
          given.form(), grid.form(), rank);
    if (kind.equals("cubic") && rank != 2)
      throw call.unsupported("it is cubic over " + given.form(), "use linear, or two axes");
    var padding = call.word("padding_mode", "zeros", "zeros", "border", "reflection");
    boolean corners = call.flag("align_corners", false);
    var axes = new ArrayList<Axis>();
    for (int i = 0; i < rank; i++) {
      // A place names the last axis first.
      var at = b.pick(grid, grid.rank() - 1, rank - 1L - i);
      axes.add(new Axis(b, at, image.dim(i + 1).value(), padding, corners));
    }
    return b.channelsFirst(new Sampling(b, image, axes, kind).at(List.of()));
  }

  /**
   * Blends elements of an image.
   *
   * @param image channels last
   */
  private record Sampling(Builder b, Edge image, List<Axis> axes, String mode) {
    /** The blend over the axes behind those whose indices are given. */
    Edge at(List<Edge> indices) {
      if (indices.size() == axes.size()) return element(indices);
      Edge sum = null;
      for (var tap : axes.get(indices.size()).taps(mode)) {
        var all = new ArrayList<>(indices);
        all.add(tap.index());
        var value = at(all);
        if (mode.equals("nearest")) return value;
        var part = b.mul(value, b.unsqueeze(tap.weight(), List.of(tap.weight().rank())));
        sum = sum == null ? part : b.add(sum, part);
      }
      if (sum == null) throw new IllegalStateException("each mode has a tap");
      return sum;
    }

    /** Elements at whole places; 0 outside if so asked. */
    private Edge element(List<Edge> indices) {
      var batch = image.dim(0);
      long cells = axes.stream().mapToLong(Axis::extent).reduce(1, Math::multiplyExact);
      var flat = b.reshape(image, batch.times(Dim.of(cells)), image.dim(-1));
      var front = new ArrayList<>(Collections.nCopies(indices.getFirst().rank(), Dim.ONE));
      front.set(0, batch);
      var place = b.reshape(b.mul(b.iota(batch), b.integer(DType.I32, cells)), List.copyOf(front));
      Edge inside = null;
      long stride = cells;
      for (int i = 0; i < axes.size(); i++) {
        var axis = axes.get(i);
        stride /= axis.extent();
        var index = b.cast(axis.clamped(indices.get(i)), DType.I32);
        place = b.add(place, b.mul(index, b.integer(DType.I32, stride)));
        var own = axis.inside(indices.get(i));
        inside = inside == null ? own : b.logicalAnd(inside, own);
      }
      var values = b.gather(flat, place, 0, 0);
      if (inside == null || !axes.getFirst().padding().equals("zeros")) return values;
      return b.select(
          b.unsqueeze(inside, List.of(inside.rank())), values, b.scalar(values.dtype(), 0));
    }
  }

  /** The places of an image's elements after an affine map, for each of a batch. */
  private static Edge affineGrid(OnnxCall call) {
    var b = call.b();
    var maps = b.cast(call.in(0), DType.F32);
    var content = call.in(1).content();
    int rank = Math.toIntExact(maps.dim(1).value());
    boolean corners = call.flag("align_corners", false);
    var extents = new ArrayList<Dim>();
    for (int i = 0; i < rank; i++)
      extents.add(
          content.isPresent()
              ? content.orElseThrow().get(i + 2)
              : new FromData(b).counted(b.pick(call.in(1), 0, i + 2L)));
    var parts = new ArrayList<Edge>();
    for (int i = rank - 1; i >= 0; i--) parts.add(places(b, extents, i, corners));
    parts.add(b.fill(extents, b.scalar(DType.F32, 1)));
    var cells = extents.stream().reduce(Dim.ONE, Dim::times);
    var places = b.reshape(b.pack(parts, rank), cells, Dim.of(rank + 1L));
    var mapped = b.matmul(places, b.transpose(maps, List.of(0, 2, 1)));
    var dims = new ArrayList<>(List.of(maps.dim(0)));
    dims.addAll(extents);
    dims.add(Dim.of(rank));
    return b.cast(b.reshape(mapped, dims), call.in(0).dtype());
  }

  /** From -1 to 1 along one axis, the same along the others. */
  private static Edge places(Builder b, List<Dim> extents, int axis, boolean corners) {
    var extent = extents.get(axis);
    var size = b.cast(b.scalar(extent), DType.F32);
    var index = b.cast(b.iota(extent), DType.F32);
    var along =
        corners
            ? b.add(b.div(b.mul(index, 2), b.maximum(b.sub(size, 1), 1)), -1)
            : b.sub(b.div(b.add(b.mul(index, 2), 1), size), 1);
    var dims = new ArrayList<>(Collections.nCopies(extents.size(), Dim.ONE));
    dims.set(axis, extent);
    return b.broadcastTo(b.reshape(along, dims), extents);
  }
}
