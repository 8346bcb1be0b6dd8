package dev.bantam.converter.build;

import dev.bantam.converter.UnsupportedNodeException;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Shapes as values: read from tensors where they are open, constants where they are known. */
public abstract class ShapeEmitter extends ElementwiseEmitter {
  ShapeEmitter(String name, Folder folder) {
    super(name, folder);
  }

  ShapeEmitter(String name, Emitter parent) {
    super(name, parent);
  }

  /** The extents of a tensor as a vector of {@code i32} or {@code i64}. */
  public Edge shapeOf(Edge x, DType dtype) {
    var dims = x.form().dims();
    if (x.form().isStatic()) {
      var values = dims.stream().mapToLong(Dim::value).toArray();
      return constant(Literals.cast(Literal.of(Shape.of(values.length), values), dtype));
    }
    return emit(
            "SHAPE",
            List.of(x),
            Options.of("SHAPE", "out_type", Options.typeName(dtype)),
            Form.of(dtype, x.rank()))
        .withContent(dims);
  }

  /** An extent as a scalar of {@code i32}. */
  public Edge scalar(Dim dim) {
    if (dim.isKnown()) return integer(DType.I32, dim.value());
    boolean whole = dim.terms().stream().flatMap(t -> t.symbols().stream()).allMatch(this::isRead);
    if (!whole && extent(dim).isPresent()) return read(extent(dim).orElseThrow(), dim);
    return dim.terms().stream().map(this::product).reduce(this::add).orElseThrow();
  }

  private Edge product(Dim.Term term) {
    var number = integer(DType.I32, term.coefficient());
    var symbols = term.symbols().stream().map(this::read).reduce(this::mul);
    if (symbols.isEmpty()) return number;
    return term.coefficient() == 1 ? symbols.orElseThrow() : mul(symbols.orElseThrow(), number);
  }

  /** Whether the extent of a symbol can be read. */
  private boolean isRead(String symbol) {
    return extent(Dim.symbol(symbol)).isPresent() || Dim.broadcastOf(symbol).isPresent();
  }

  private Edge read(String symbol) {
    var own = extent(Dim.symbol(symbol));
    var both = own.isPresent() ? Optional.<List<Dim>>empty() : Dim.broadcastOf(symbol);
    if (both.isPresent())
      return maximum(scalar(both.orElseThrow().get(0)), scalar(both.orElseThrow().get(1)));
    var source =
        own.orElseThrow(
            () ->
                new UnsupportedNodeException(
                    "the extent %s is not that of any tensor here".formatted(symbol),
                    "fix the sizes of the inputs, such as with --shape"));
    return read(source, Dim.symbol(symbol));
  }

  private Edge read(java.util.Map.Entry<Edge, Integer> source, Dim dim) {
    int axis = source.getValue();
    return emit(
            "STRIDED_SLICE",
            List.of(shapeOf(source.getKey(), DType.I32), ints(axis), ints(axis + 1), ints(1)),
            Options.of("STRIDED_SLICE", "shrink_axis_mask", 1L),
            Form.of(DType.I32, new long[0]))
        .withContent(List.of(dim));
  }

  /** Extents as a vector of {@code i32}. */
  public Edge vector(List<Dim> dims) {
    if (dims.stream().allMatch(Dim::isKnown)) return ints(dims.stream().map(Dim::value).toList());
    return emit(
            "PACK",
            dims.stream().map(this::scalar).toList(),
            Options.of("PACK", "values_count", (long) dims.size(), "axis", 0L),
            Form.of(DType.I32, dims.size()))
        .withContent(dims);
  }

  public Edge reshape(Edge x, List<Dim> dims) {
    if (x.form().dims().equals(dims)) return x;
    var before = x.form().elements();
    var after = Form.of(x.dtype(), dims.toArray(Dim[]::new)).elements();
    if (before.isKnown() && after.isKnown() && !before.equals(after)) {
      throw shapeMismatch("a reshape of %s to %s, must have as many elements", x.form(), dims);
    }
    if (x.constant().isPresent()) {
      return constant(x.constant().orElseThrow().reshaped(x.form().with(dims).type().shape()));
    }
    var source = x.producer("RESHAPE").map(op -> op.input(0)).orElse(x);
    long open = dims.stream().filter(dim -> !dim.isKnown()).count();
    boolean oneOpen = open == 1 && dims.stream().noneMatch(dim -> dim.is(0));
    var target = oneOpen ? ints(dims.stream().map(Dim::signature).toList()) : vector(dims);
    return reshape(source, target, dims, x);
  }

  /** A reshape to a shape that is computed when the model runs. */
  public Edge reshape(Edge x, Edge shape, List<Dim> dims) {
    return reshape(x, shape, dims, x);
  }

  private Edge reshape(Edge source, Edge shape, List<Dim> dims, Edge content) {
    var attributes =
        shape.content().filter(list -> shape.isConstant()).isPresent()
            ? Options.of(
                "RESHAPE",
                "new_shape",
                shape.content().orElseThrow().stream().map(Dim::value).toList())
            : Options.of("RESHAPE");
    var result = emit("RESHAPE", List.of(source, shape), attributes, content.form().with(dims));
    if (dims.size() <= 1 && !result.isConstant()) content.content().ifPresent(result::withContent);
    return result;
  }

  public Edge reshape(Edge x, Dim... dims) {
    return reshape(x, List.of(dims));
  }

  /** Puts axes of extent 1 at these places of the result. */
  public Edge unsqueeze(Edge x, List<Integer> axes) {
    int rank = x.rank() + axes.size();
    var at = axes.stream().map(axis -> axis(axis, rank)).toList();
    if (at.stream().distinct().count() != at.size())
      throw shapeMismatch("axes %s of an unsqueeze, must differ", axes);
    var dims = new ArrayList<Dim>();
    int next = 0;
    for (int axis = 0; axis < rank; axis++) dims.add(at.contains(axis) ? Dim.ONE : x.dim(next++));
    return reshape(x, dims);
  }

  public Edge squeeze(Edge x, List<Integer> axes) {
    var at = axes.stream().map(axis -> axis(axis, x.rank())).toList();
    for (int axis : at) {
      if (x.dim(axis).isKnown() && !x.dim(axis).is(1))
        throw shapeMismatch("a squeeze of axis %d of %s, must be of extent 1", axis, x.form());
    }
    return reshape(
        x,
        IntStream.range(0, x.rank()).filter(axis -> !at.contains(axis)).mapToObj(x::dim).toList());
  }

  /** An axis counted from the front; refused outside the rank. */
  public static int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank)
      throw shapeMismatch("axis %d of rank %d, must be in [%d, %d)", axis, rank, -rank, rank);
    return (int) (axis < 0 ? axis + rank : axis);
  }

  public Edge broadcastTo(Edge x, List<Dim> dims) {
    var form = x.form().with(broadcastDims("BROADCAST_TO", x.form(), x.form().with(dims)));
    if (form.equals(x.form())) return x;
    return emit("BROADCAST_TO", List.of(x, vector(form.dims())), Options.of("BROADCAST_TO"), form);
  }

  /** Extents that come with the data, one symbol for each element of a vector of known length. */
  public static List<Dim> unknown(Edge shape) {
    if (!shape.dim(0).isKnown())
      throw new UnsupportedNodeException(
          "the rank of its result is known only when the model runs",
          "make the shape an initializer, or of a fixed number of extents");
    return IntStream.range(0, Allowance.parts(shape.dim(0)))
        .mapToObj(i -> Dim.symbol(shape.name() + "[" + i + "]"))
        .toList();
  }

  /** Broadcasts to a shape that comes with the data. */
  public Edge broadcastTo(Edge x, Edge shape) {
    var given = cast(shape, DType.I32);
    // Axes that the shape does not name are in front.
    int missing = shape.dim(0).isKnown() ? (int) Math.max(0, x.rank() - shape.dim(0).value()) : 0;
    var stated = prefixed(given, missing);
    var own = new ArrayList<Dim>();
    var dims = unknown(stated);
    for (int i = x.rank(); i < dims.size(); i++) own.add(Dim.ONE);
    own.addAll(x.form().dims());
    if (own.size() > dims.size())
      throw shapeMismatch("a broadcast of %s to %d axes", x.form(), dims.size());
    // Where the shape says 1, the tensor's own extent holds.
    var whole = maximum(stated, vector(own));
    return emit("BROADCAST_TO", List.of(x, whole), Options.of("BROADCAST_TO"), x.form().with(dims));
  }

  /** A shape with axes of extent 1 in front. */
  private Edge prefixed(Edge shape, int ones) {
    if (ones == 0) return shape;
    var front = ints(java.util.Collections.nCopies(ones, 1));
    return emit(
        "CONCATENATION",
        List.of(front, shape),
        Options.of("CONCATENATION", "axis", 0L),
        Form.of(DType.I32, shape.dim(0).plus(Dim.of(ones))));
  }

  /** A tensor of one value, of a shape that comes with the data. */
  public Edge fill(Edge shape, Edge value) {
    return emit(
        "FILL",
        List.of(cast(shape, DType.I32), value),
        Options.of("FILL"),
        new Form(value.dtype(), unknown(shape)));
  }

  /** A tensor of one value. */
  public Edge fill(List<Dim> dims, Edge value) {
    return emit(
        "FILL", List.of(vector(dims), value), Options.of("FILL"), new Form(value.dtype(), dims));
  }

  /**
   * The vector of extents that an edge of integers stands for; empty if nothing is known of them.
   */
  public static Optional<List<Dim>> dims(Edge shape) {
    return shape.content();
  }
}
