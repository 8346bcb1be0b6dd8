package dev.bantam.converter.build;

import dev.bantam.converter.UnsupportedNodeException;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Operators whose axes, bounds and amounts come with the data. How many there are has to be known,
 * as the rank of the result depends on it.
 */
public final class FromData {
  private final Builder b;

  public FromData(Builder b) {
    this.b = b;
  }

  private static int count(Edge vector) {
    if (vector.rank() > 1 || (vector.rank() == 1 && !vector.dim(0).isKnown()))
      throw new UnsupportedNodeException(
          "how many axes it names is known only when the model runs",
          "make the axes an initializer, or a vector of fixed length");
    return vector.rank() == 0 ? 1 : Allowance.parts(vector.dim(0));
  }

  private static List<Dim> open(String what, int rank) {
    return IntStream.range(0, rank).mapToObj(i -> Dim.symbol(what + "[" + i + "]")).toList();
  }

  private Edge number(long value) {
    return b.integer(DType.I32, value);
  }

  /** A vector of {@code i32}; greater numbers end at the greatest. */
  private Edge narrow(Edge vector) {
    var flat = b.reshape(vector, Dim.of(count(vector)));
    if (flat.dtype() != DType.I64) return b.cast(flat, DType.I32);
    var above = b.maximum(flat, b.integer(DType.I64, Integer.MIN_VALUE));
    return b.cast(b.minimum(above, b.integer(DType.I64, Integer.MAX_VALUE)), DType.I32);
  }

  /** Axes from the end become axes from the front. */
  private Edge wrapped(Edge axes, int rank) {
    var at = narrow(axes);
    return b.select(b.less(at, number(0)), b.add(at, number(rank)), at);
  }

  /** For each axis up to the rank, which of the named ones it is: {@code [rank, count]}. */
  private Edge hits(Edge axes, int rank) {
    var named = b.reshape(axes, Dim.ONE, Dim.of(count(axes)));
    return b.equal(b.reshape(b.iota(Dim.of(rank)), Dim.of(rank), Dim.ONE), named);
  }

  /** Values of the named axes at their places, and elsewhere the others. */
  private Edge spread(Edge values, Edge hits, Edge otherwise) {
    var own = b.select(hits, b.reshape(values, Dim.ONE, hits.dim(1)), number(0));
    var named = b.reduce("REDUCE_ANY", hits, List.of(1), false);
    return b.select(named, b.sum(own, List.of(1), false), otherwise);
  }

  /** A reduction over axes that come with the data. */
  public Edge reduce(String operator, Edge x, Edge axes, boolean keep) {
    int rank = keep ? x.rank() : x.rank() - count(axes);
    if (rank < 0) throw Emitter.shapeMismatch("a reduction of %s over %s", x.form(), axes.form());
    var dtype =
        x.dtype() == DType.I32 || x.dtype() == DType.I64 || x.dtype() == DType.BOOL
            ? x.dtype()
            : ElementwiseEmitter.computed(x.dtype());
    var dims = open(operator + " of " + x.name() + " over " + axes.name(), rank);
    var result =
        b.operator(
                operator,
                List.of(b.cast(x, dtype), narrow(axes)),
                List.of(new Form(dtype, dims)),
                "keep_dims",
                keep)
            .getFirst();
    return b.cast(result, x.dtype());
  }

  /** Takes axes of extent 1 away. */
  public Edge squeeze(Edge x, Edge axes) {
    int rank = x.rank() - count(axes);
    var named = b.reduce("REDUCE_ANY", hits(wrapped(axes, x.rank()), x.rank()), List.of(1), false);
    // The places of those that stay come first when they are sorted by whether they go.
    var order = b.add(b.mul(b.cast(named, DType.I32), number(x.rank())), b.iota(Dim.of(x.rank())));
    var rising = b.neg(b.topK(b.neg(order), Dim.of(x.rank())).getFirst());
    var shape = b.gather(b.shapeOf(x, DType.I32), b.slice(rising, 0, 0, rank), 0, 0);
    return b.reshape(x, shape, open("squeezed " + x.name() + " by " + axes.name(), rank));
  }

  /** Puts axes of extent 1 in. */
  public Edge unsqueeze(Edge x, Edge axes) {
    int rank = x.rank() + count(axes);
    var named = b.reduce("REDUCE_ANY", hits(wrapped(axes, rank), rank), List.of(1), false);
    var own = b.sub(number(1), b.cast(named, DType.I32));
    var place = b.maximum(b.sub(b.cumsum(own, 0, false, false), number(1)), number(0));
    var extents = x.rank() == 0 ? b.ints(1) : b.shapeOf(x, DType.I32);
    var shape = b.select(named, number(1), b.gather(extents, place, 0, 0));
    return b.reshape(x, shape, open("unsqueezed " + x.name() + " by " + axes.name(), rank));
  }

  /** A slice whose axes or steps come with the data. */
  public Edge slice(Edge x, Edge starts, Edge ends, Optional<Edge> axes, Optional<Edge> steps) {
    int rank = x.rank();
    var named = axes.map(edge -> wrapped(edge, rank)).orElseGet(() -> b.iota(starts.dim(0)));
    var hits = hits(named, rank);
    var ones = b.fill(List.of(Dim.of(rank)), number(1));
    var step = steps.map(edge -> spread(narrow(edge), hits, ones)).orElse(ones);
    var begin = spread(narrow(starts), hits, b.fill(List.of(Dim.of(rank)), number(0)));
    var end = spread(narrow(ends), hits, b.shapeOf(x, DType.I32));
    var dims = open("slice of " + x.name() + " by " + starts.name(), rank);
    return b.operator("STRIDED_SLICE", List.of(x, begin, end, step), List.of(x.form().with(dims)))
        .getFirst();
  }

  /** Parts of an axis, of sizes that come with the data. */
  public List<Edge> split(Edge x, int axis, Edge sizes) {
    var forms = new ArrayList<Form>();
    int count = count(sizes);
    for (int i = 0; i < count; i++)
      forms.add(x.form().with(axis, Dim.symbol("%s[%d]".formatted(sizes.name(), i))));
    return b.operator(
        "SPLIT_V", List.of(x, narrow(sizes), number(axis)), forms, "num_splits", (long) count);
  }

  /** How a border is filled from the image. */
  public enum Border {
    REFLECT,
    EDGE,
    WRAP
  }

  /** How much each axis grows in front and behind: {@code [rank, 2]}. */
  private Edge amounts(Edge x, Edge pads, Optional<Edge> axes) {
    int rank = x.rank();
    int count = count(pads) / 2;
    var hits =
        hits(axes.map(edge -> wrapped(edge, rank)).orElseGet(() -> b.iota(Dim.of(count))), rank);
    var zeros = b.fill(List.of(Dim.of(rank)), number(0));
    var all = narrow(pads);
    var low = spread(b.slice(all, 0, 0, count), hits, zeros);
    var high = spread(b.slice(all, 0, count, 2L * count), hits, zeros);
    return b.pack(List.of(low, high), 1);
  }

  /** Puts a value around a tensor; negative amounts cut. */
  public Edge pad(Edge x, Edge pads, Optional<Edge> axes, Edge value) {
    int rank = x.rank();
    var amounts = amounts(x, pads, axes);
    var cuts = b.neg(b.minimum(amounts, number(0)));
    var begin = b.pick(cuts, 1, 0);
    var end = b.sub(b.shapeOf(x, DType.I32), b.pick(cuts, 1, 1));
    var ones = b.fill(List.of(Dim.of(rank)), number(1));
    var cut =
        b.operator(
                "STRIDED_SLICE",
                List.of(x, begin, end, ones),
                List.of(x.form().with(open("cut " + x.name() + " by " + pads.name(), rank))))
            .getFirst();
    var form = x.form().with(open("padded " + x.name() + " by " + pads.name(), rank));
    return b.operator("PADV2", List.of(cut, b.maximum(amounts, number(0)), value), List.of(form))
        .getFirst();
  }

  /** Continues a tensor beyond its ends. */
  public Edge pad(Edge given, Edge pads, Optional<Edge> axes, Border border) {
    var amounts = amounts(given, pads, axes);
    var x = given;
    for (int axis = 0; axis < given.rank(); axis++) {
      var low = b.pick(b.pick(amounts, 0, axis), 0, 0);
      var high = b.pick(b.pick(amounts, 0, axis), 0, 1);
      var extent = b.scalar(x.dim(axis));
      var name = "padded %s[%d] by %s".formatted(given.name(), axis, pads.name());
      var places = b.range(b.neg(low), b.add(extent, high), number(1), Dim.symbol(name));
      x = b.gather(x, continued(places, extent, border), axis, 0);
    }
    return x;
  }

  private Edge continued(Edge places, Edge extent, Border border) {
    var last = b.sub(extent, number(1));
    return switch (border) {
      case EDGE -> b.minimum(b.maximum(places, number(0)), last);
      case WRAP -> b.floorMod(places, extent);
      case REFLECT -> {
        var period = b.maximum(b.mul(last, number(2)), number(1));
        var within = b.floorMod(places, period);
        yield b.minimum(within, b.sub(period, within));
      }
    };
  }

  /** The greatest so many of the last axis, where the number comes with the data. */
  public List<Edge> topK(Edge x, Edge k) {
    return b.topK(x, counted(k));
  }

  /** A number that comes with the data, as an extent. */
  public Dim counted(Edge number) {
    var flat = b.reshape(b.cast(number, DType.I32), List.of());
    var content = flat.content();
    if (content.isPresent()) return content.orElseThrow().getFirst();
    var name = "number " + flat.name();
    // A vector of so many elements, from which the extent is read again.
    b.range(number(0), flat, number(1), Dim.symbol(name));
    return Dim.symbol(name);
  }
}
