package dev.bantam.converter.build;

import dev.bantam.converter.UnsupportedNodeException;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Gathering and scattering by computed places, composed of what the target has. */
public final class Indexing {
  private final Builder b;

  public Indexing(Builder b) {
    this.b = b;
  }

  /** Indices from the end become indices from the front. */
  public Edge wrapped(Edge indices, Dim extent) {
    var narrow = indices.dtype() == DType.I64 ? indices : b.cast(indices, DType.I32);
    var content = narrow.content();
    if (extent.isKnown() && narrow.isConstant()) {
      var value = narrow.constant().orElseThrow();
      var wrapped = Literals.map(value, i -> i < 0 ? i + extent.value() : i);
      return b.constant(wrapped);
    }
    if (content.isPresent()
        && content.orElseThrow().stream().allMatch(d -> d.isKnown() && d.value() >= 0))
      return narrow;
    var below = b.less(narrow, b.integer(narrow.dtype(), 0));
    return b.select(below, b.add(narrow, b.cast(b.scalar(extent), narrow.dtype())), narrow);
  }

  /** How far apart in the flat data neighbours along an axis are. */
  private static Dim stride(Form data, int axis) {
    return data.dims().subList(axis + 1, data.rank()).stream().reduce(Dim.ONE, Dim::times);
  }

  /**
   * Where in the flat data each index points, for indices that name the place along one axis and
   * stand at the others.
   */
  private Edge flatPlaces(Form data, Edge indices, int axis) {
    var along = b.cast(wrapped(indices, data.dim(axis)), DType.I32);
    var place = b.mul(along, b.scalar(stride(data, axis)));
    if (data.isStatic() && indices.form().isStatic())
      return b.add(place, standing(data.type().shape(), indices.form().type().shape(), axis));
    for (int at = 0; at < data.rank(); at++) {
      if (at == axis) continue;
      var dims = new ArrayList<>(java.util.Collections.nCopies(data.rank(), Dim.ONE));
      dims.set(at, indices.dim(at));
      var own = b.mul(b.iota(indices.dim(at)), b.scalar(stride(data, at)));
      place = b.add(place, b.reshape(own, dims));
    }
    return place;
  }

  /** Where each index stands at the other axes. */
  private Edge standing(Shape data, Shape indices, int axis) {
    var strides = data.strides();
    var base = new int[b.made(indices.elements())];
    var steps = indices.strides();
    for (int i = 0; i < base.length; i++) {
      long place = 0;
      for (int at = 0; at < indices.rank(); at++)
        if (at != axis) place += i / steps[at] % indices.extent(at) * strides[at];
      base[i] = Math.toIntExact(place);
    }
    return b.constant(Literal.of(indices, base));
  }

  private static List<Dim> flat(Form form) {
    return List.of(form.elements());
  }

  public Edge gatherElements(Edge x, Edge indices, int axis) {
    var places = flatPlaces(x.form(), indices, axis);
    return b.gather(b.reshape(x, flat(x.form())), places, 0, 0);
  }

  public Edge scatterElements(Edge x, Edge indices, Edge updates, int axis, String reduction) {
    var places = b.reshape(flatPlaces(x.form(), indices, axis), flat(indices.form()));
    var flat = b.reshape(x, flat(x.form()));
    var values = b.reshape(updates, flat(updates.form()));
    return b.reshape(scatterRows(flat, places, values, reduction), x.form().dims());
  }

  /** Indices name a place in the first axes of the data, and updates are what lies behind them. */
  public Edge scatterNd(Edge x, Edge indices, Edge updates, String reduction) {
    int depth = Math.toIntExact(indices.dim(-1).value());
    var front = x.form().with(x.form().dims().subList(0, depth));
    var count =
        indices.form().dims().subList(0, indices.rank() - 1).stream().reduce(Dim.ONE, Dim::times);
    var rows = b.reshape(b.cast(indices, DType.I32), count, Dim.of(depth));
    var extents = b.vector(front.dims());
    var wrapped = b.select(b.less(rows, b.integer(DType.I32, 0)), b.add(rows, extents), rows);
    var strides = IntStream.range(0, depth).mapToObj(i -> stride(front, i)).toList();
    var places = b.sum(b.mul(wrapped, b.vector(strides)), List.of(1), false);
    var rest = x.form().dims().subList(depth, x.rank()).stream().reduce(Dim.ONE, Dim::times);
    var flat = b.reshape(x, front.elements(), rest);
    var values = b.reshape(updates, count, rest);
    return b.reshape(scatterRows(flat, places, values, reduction), x.form().dims());
  }

  /** Rows of updates into rows of data. */
  private Edge scatterRows(Edge x, Edge places, Edge updates, String reduction) {
    return switch (reduction) {
      case "add" -> b.add(x, scattered(x, places, updates));
      case "mul" -> b.mul(x, segments("UNSORTED_SEGMENT_PROD", x, places, updates));
      case "max" -> b.maximum(x, segments("UNSORTED_SEGMENT_MAX", x, places, updates));
      case "min" -> b.minimum(x, segments("UNSORTED_SEGMENT_MIN", x, places, updates));
      case "none" -> replaced(x, places, updates);
      default ->
          throw new UnsupportedNodeException(
              "its reduction \"" + reduction + "\" is not known", "use none, add, mul, max or min");
    };
  }

  private Edge scattered(Edge x, Edge places, Edge updates) {
    return b.scatterNd(b.unsqueeze(places, List.of(1)), updates, x.form().dims());
  }

  private Edge replaced(Edge x, Edge places, Edge updates) {
    var ones = b.fill(List.of(places.dim(0)), b.integer(DType.I32, 1));
    var hits = b.scatterNd(b.unsqueeze(places, List.of(1)), ones, List.of(x.dim(0)));
    var hit = b.greater(hits, b.integer(DType.I32, 0));
    var dims = new ArrayList<>(List.of(x.dim(0)));
    for (int axis = 1; axis < x.rank(); axis++) dims.add(Dim.ONE);
    var wide = x.dtype() == DType.BOOL ? DType.I32 : x.dtype();
    var values = b.cast(scattered(x, places, b.cast(updates, wide)), x.dtype());
    return b.select(b.reshape(hit, dims), values, x);
  }

  private Edge segments(String operator, Edge x, Edge places, Edge updates) {
    var dtype = x.dtype() == DType.I32 ? DType.I32 : ElementwiseEmitter.computed(x.dtype());
    if (dtype == DType.I64) dtype = DType.I32;
    var result =
        b.operator(
                operator,
                List.of(b.cast(updates, dtype), places, b.scalar(x.dim(0))),
                List.of(x.form().with(dtype)))
            .getFirst();
    return b.cast(result, x.dtype());
  }
}
