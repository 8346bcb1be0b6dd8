package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Literals;
import dev.bantam.converter.build.Padding;
import dev.bantam.converter.build.Window;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Maxima with their places, and what puts elements back to their places. */
final class UnpoolRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          of("MaxUnpool", 2, 3, UnpoolRules::maxUnpool), of("Col2Im", 3, 3, UnpoolRules::columns));

  private UnpoolRules() {}

  /** Elements, and where in the flat tensor they came from. */
  private record Placed(Edge values, Edge places) {}

  /** The maxima of windows and their places; the first of equals. */
  static List<Edge> maxPool(OnnxCall call, Window window) {
    var b = call.b();
    var given = call.in(0);
    if (!given.form().isStatic())
      throw call.unsupported(
          "its second output, the places of the maxima, is used, and extents of its image are open",
          "fix the sizes, such as with --shape, or leave that output away");
    boolean narrow = given.dtype() == DType.I8 || given.dtype() == DType.U8;
    var x = narrow ? b.cast(given, DType.I32) : given;
    var lowest =
        x.dtype().isFloat()
            ? b.scalar(x.dtype(), Double.NEGATIVE_INFINITY)
            : b.integer(x.dtype(), x.dtype().lowest());
    var best = new Placed(border(b, x, window, lowest), border(b, places(call, given), window));
    // The last axis first: so the first of equals in the order of elements wins.
    for (int i = window.rank() - 1; i >= 0; i--) best = slide(b, best, window, i);
    var places = b.cast(best.places(), DType.I64);
    return List.of(b.cast(best.values(), given.dtype()), places);
  }

  /** The number of each element; with the last axis as the slowest if so asked. */
  private static Edge places(OnnxCall call, Edge x) {
    var b = call.b();
    if (!call.flag("storage_order", false))
      return b.reshape(b.iota(x.form().elements()), x.form().dims());
    var shape = x.form().type().shape();
    var values = new int[b.made(shape.elements())];
    var strides = shape.strides();
    long plane = strides[1];
    for (int i = 0; i < values.length; i++) {
      long place = i / plane * plane;
      long step = 1;
      for (int axis = 2; axis < x.rank(); axis++) {
        place += i / strides[axis] % shape.extent(axis) * step;
        step *= shape.extent(axis);
      }
      values[i] = (int) place;
    }
    return b.constant(Literal.of(shape, values));
  }

  private static Edge border(Builder b, Edge x, Window window) {
    return border(b, x, window, b.integer(DType.I32, 0));
  }

  private static Edge border(Builder b, Edge x, Window window, Edge value) {
    var low = new ArrayList<>(List.of(0L, 0L));
    var high = new ArrayList<>(List.of(0L, 0L));
    for (Padding padding : window.padding()) {
      low.add(padding.low());
      high.add(padding.high());
    }
    return b.pad(x, low, high, value);
  }

  private static Placed slide(Builder b, Placed x, Window window, int i) {
    int axis = i + 2;
    long dilation = window.dilation().get(i);
    long stride = window.stride().get(i);
    long reach = (window.filter().get(i) - 1) * dilation + 1;
    long last = (x.values().dim(axis).value() - reach) / stride * stride;
    Placed best = null;
    for (long k = 0; k < window.filter().get(i); k++) {
      var stop = Optional.of(k * dilation + last + 1);
      var next =
          new Placed(
              b.slice(x.values(), axis, k * dilation, stop, stride),
              b.slice(x.places(), axis, k * dilation, stop, stride));
      best = best == null ? next : greater(b, best, next);
    }
    if (best == null) throw new IllegalStateException("a window has an element");
    return best;
  }

  private static Placed greater(Builder b, Placed before, Placed next) {
    var more = b.greater(next.values(), before.values());
    return new Placed(
        b.select(more, next.values(), before.values()),
        b.select(more, next.places(), before.places()));
  }

  private static Edge maxUnpool(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    int rank = x.rank() - 2;
    var filter =
        call.integers("kernel_shape")
            .orElseThrow(() -> call.invalid("its kernel shape is missing"));
    var stride = call.integers("strides").orElse(Collections.nCopies(rank, 1L));
    var dims = new ArrayList<>(x.form().dims().subList(0, 2));
    for (int i = 0; i < rank; i++) {
      var padding = Windows.stated(call, i, rank);
      dims.add(
          x.dim(i + 2)
              .minus(Dim.ONE)
              .times(Dim.of(stride.get(i)))
              .plus(Dim.of(filter.get(i) - padding.low() - padding.high())));
    }
    if (call.has(2)) {
      var stated = call.constants(2, "output shape").stream().map(Dim::of).toList();
      if (stated.size() != x.rank())
        throw call.shapeMismatch("an output shape %s of %s", stated, x.form());
      dims = new ArrayList<>(stated);
    }
    var total = dims.stream().reduce(Dim.ONE, Dim::times);
    var count = x.form().elements();
    var places = b.reshape(b.cast(call.in(1), DType.I32), count, Dim.ONE);
    var values = b.reshape(b.cast(x, DType.F32), count);
    var sums = b.scatterNd(places, values, List.of(total));
    // Windows that overlap put the same element back several times.
    var hits = b.scatterNd(places, b.fill(List.of(count), b.scalar(DType.F32, 1)), List.of(total));
    return b.cast(b.reshape(b.div(sums, b.maximum(hits, 1)), dims), x.dtype());
  }

  /** Adds columns, each an unrolled window, up to the image that they came from. */
  private static Edge columns(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    var image = call.constants(1, "image shape");
    var block = call.constants(2, "block shape");
    int rank = image.size();
    var dilation = call.integers("dilations").orElse(Collections.nCopies(rank, 1L));
    var stride = call.integers("strides").orElse(Collections.nCopies(rank, 1L));
    var paddings = new ArrayList<Padding>();
    for (int i = 0; i < rank; i++) paddings.add(Windows.stated(call, i, rank));
    var window = new Window(block, stride, dilation, paddings);
    var padded = new ArrayList<Long>();
    for (int i = 0; i < rank; i++)
      padded.add(image.get(i) + paddings.get(i).low() + paddings.get(i).high());
    var places = columnPlaces(call, window, image, padded);
    long cells = block.stream().reduce(1L, (m, n) -> m * n);
    long steps = places.length / cells;
    long channels = x.dim(1).value() / cells;
    var batch = x.dim(0);
    var parted = b.reshape(x, batch.times(Dim.of(channels)), Dim.of((long) places.length));
    var rows = b.transpose(parted, List.of(1, 0));
    if (!x.dim(2).is(steps))
      throw call.shapeMismatch("columns %s for %d windows, must be as many", x.form(), steps);
    var all = padded.stream().reduce(1L, (m, n) -> m * n);
    var index = b.constant(Literals.ints(places).reshaped(Shape.of(places.length, 1)));
    var sums = b.scatterNd(index, rows, List.of(Dim.of(all), rows.dim(1)));
    var dims = new ArrayList<>(List.of(batch, Dim.of(channels)));
    padded.forEach(extent -> dims.add(Dim.of(extent)));
    var result = b.reshape(b.transpose(sums, List.of(1, 0)), dims);
    for (int i = 0; i < rank; i++) {
      long low = paddings.get(i).low();
      result = b.slice(result, i + 2, low, low + image.get(i));
    }
    return result;
  }

  /** Where in the padded image each element of each window lies; the windows are the inner loop. */
  private static int[] columnPlaces(
      OnnxCall call, Window window, List<Long> image, List<Long> padded) {
    int rank = window.rank();
    var counts = new long[rank];
    long steps = 1;
    long cells = 1;
    for (int i = 0; i < rank; i++) {
      long reach = (window.filter().get(i) - 1) * window.dilation().get(i) + 1;
      counts[i] = (padded.get(i) - reach) / window.stride().get(i) + 1;
      if (image.get(i) < 1 || counts[i] < 1)
        throw call.shapeMismatch("windows of %s over an image of %s", window.filter(), image);
      steps *= counts[i];
      cells *= window.filter().get(i);
    }
    var places = new int[call.b().made(cells, steps)];
    for (int n = 0; n < places.length; n++) {
      long cell = n / steps;
      long step = n % steps;
      long place = 0;
      long weight = 1;
      for (int i = rank - 1; i >= 0; i--) {
        long within = cell % window.filter().get(i) * window.dilation().get(i);
        place += (step % counts[i] * window.stride().get(i) + within) * weight;
        cell /= window.filter().get(i);
        step /= counts[i];
        weight *= padded.get(i);
      }
      places[n] = Math.toIntExact(place);
    }
    return places;
  }
}
