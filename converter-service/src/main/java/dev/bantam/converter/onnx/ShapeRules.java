package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.FromData;
import dev.bantam.converter.build.Literals;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Constants, shapes and what changes the shape alone. */
final class ShapeRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          of("Constant", 0, 0, ShapeRules::constant),
          of("ConstantOfShape", 1, 1, ShapeRules::constantOfShape),
          of("Shape", 1, 1, ShapeRules::shape),
          of("Size", 1, 1, ShapeRules::size),
          of("Reshape", 1, 2, ShapeRules::reshape),
          of("Flatten", 1, 1, ShapeRules::flatten),
          of("Squeeze", 1, 2, ShapeRules::squeeze),
          of("Unsqueeze", 1, 2, ShapeRules::unsqueeze),
          of("Expand", 2, 2, ShapeRules::expand),
          of("Range", 3, 3, ShapeRules::range),
          of("EyeLike", 1, 1, ShapeRules::eyeLike));

  private ShapeRules() {}

  private static Edge constant(OnnxCall call) {
    return call.b().constant(value(call));
  }

  private static Literal value(OnnxCall call) {
    var tensor = call.tensor("value");
    if (tensor.isPresent()) return tensor.orElseThrow();
    if (call.hasAttribute("value_float"))
      return Literal.of(Shape.SCALAR, call.real("value_float", 0));
    if (call.hasAttribute("value_int"))
      return Literal.of(Shape.SCALAR, call.integer("value_int", 0));
    if (call.hasAttribute("value_floats")) {
      var reals = call.reals("value_floats").orElseThrow();
      var values = new float[reals.size()];
      for (int i = 0; i < values.length; i++) values[i] = reals.get(i);
      return Literals.floats(values);
    }
    if (call.hasAttribute("value_ints")) {
      var values = call.integers("value_ints").orElseThrow();
      return Literal.of(
          Shape.of(values.size()), values.stream().mapToLong(Long::longValue).toArray());
    }
    throw call.unsupported(
        "its value is a string, sparse or missing", "use a dense tensor of numbers");
  }

  private static Edge constantOfShape(OnnxCall call) {
    var value = call.tensor("value").orElseGet(() -> Literals.floats(0));
    var scalar = call.b().constant(value.reshaped(Shape.SCALAR));
    var dims = call.in(0).content();
    return dims.isPresent()
        ? call.b().fill(dims.orElseThrow(), scalar)
        : call.b().fill(call.in(0), scalar);
  }

  private static Edge shape(OnnxCall call) {
    var x = call.in(0);
    var all = call.b().shapeOf(x, DType.I64);
    int start = bound(call.integer("start", 0), x.rank());
    int end = bound(call.integer("end", x.rank()), x.rank());
    return start == 0 && end == x.rank()
        ? all
        : call.b().slice(all, 0, start, Math.max(start, end));
  }

  private static int bound(long value, int rank) {
    return (int) Math.max(0, Math.min(rank, value < 0 ? value + rank : value));
  }

  private static Edge size(OnnxCall call) {
    return call.b().cast(call.b().scalar(call.in(0).form().elements()), DType.I64);
  }

  private static Edge reshape(OnnxCall call) {
    var x = call.in(0);
    if (!call.has(1)) {
      var stated = call.integers("shape");
      if (stated.isEmpty()) throw call.invalid("its shape is missing");
      return call.b()
          .reshape(x, target(call, x, stated.orElseThrow().stream().map(Dim::of).toList()));
    }
    var content = call.in(1).content();
    if (content.isPresent()) return call.b().reshape(x, target(call, x, content.orElseThrow()));
    return runtime(call, x);
  }

  /** The shape comes with the data; zeros in it cannot stand for extents of the input then. */
  private static Edge runtime(OnnxCall call, Edge x) {
    var shape = call.in(1);
    if (!shape.dim(0).isKnown())
      throw call.unsupported(
          "the rank of its result is known only when the model runs",
          "make the shape an initializer, or of a fixed number of extents");
    int rank = Math.toIntExact(shape.dim(0).value());
    var b = call.b();
    var narrow = b.cast(shape, DType.I32);
    if (!call.flag("allowzero", false)) {
      var own = new ArrayList<Dim>();
      for (int i = 0; i < rank; i++) own.add(i < x.rank() ? x.dim(i) : Dim.ONE);
      var zero = b.equal(narrow, b.integer(DType.I32, 0));
      narrow = b.select(zero, b.vector(own), narrow);
    }
    var name = narrow.name();
    var dims = IntStream.range(0, rank).mapToObj(i -> Dim.symbol(name + "[" + i + "]")).toList();
    return b.reshape(x, narrow, dims);
  }

  private static List<Dim> target(OnnxCall call, Edge x, List<Dim> stated) {
    boolean zeros = call.flag("allowzero", false);
    var dims = new ArrayList<Dim>();
    int open = -1;
    for (int i = 0; i < stated.size(); i++) {
      var dim = stated.get(i);
      if (dim.is(-1)) {
        if (open >= 0)
          throw call.shapeMismatch("a reshape to %s, must have at most one -1", stated);
        open = i;
        dim = Dim.ONE;
      } else if (dim.is(0) && !zeros) {
        if (i >= x.rank())
          throw call.shapeMismatch(
              "a reshape of %s to %s: no extent to copy for 0", x.form(), stated);
        dim = x.dim(i);
      }
      dims.add(dim);
    }
    if (open >= 0) dims.set(open, rest(call, x, dims, stated));
    return dims;
  }

  private static Dim rest(OnnxCall call, Edge x, List<Dim> dims, List<Dim> stated) {
    var others = dims.stream().reduce(Dim.ONE, Dim::times);
    var elements = x.form().elements();
    var exact = elements.dividedBy(others);
    if (exact.isPresent()) return exact.orElseThrow();
    if (elements.isKnown() && others.isKnown())
      throw call.shapeMismatch(
          "a reshape of %s to %s, must have as many elements", x.form(), stated);
    return Dim.symbol("(%s)/(%s)".formatted(elements, others));
  }

  /** Two extents: those in front of an axis as one, and the others as one. */
  static List<Dim> flat(Edge x, int axis) {
    var dims = x.form().dims();
    return List.of(
        dims.subList(0, axis).stream().reduce(Dim.ONE, Dim::times),
        dims.subList(axis, dims.size()).stream().reduce(Dim.ONE, Dim::times));
  }

  private static Edge flatten(OnnxCall call) {
    var x = call.in(0);
    long axis = call.integer("axis", 1);
    int at = axis == x.rank() ? x.rank() : Builder.axis(axis, x.rank());
    return call.b().reshape(x, flat(x, at));
  }

  private static Edge squeeze(OnnxCall call) {
    var x = call.in(0);
    if (call.has(1) && !call.in(1).isConstant())
      return new FromData(call.b()).squeeze(x, call.in(1));
    var axes = call.integersOf("axes", 1);
    if (axes.isPresent())
      return call.b().squeeze(x, axes.orElseThrow().stream().map(Long::intValue).toList());
    if (!x.form().isStatic())
      throw call.unsupported("it removes axes that are not known", "name the axes");
    return call.b()
        .squeeze(
            x, IntStream.range(0, x.rank()).filter(axis -> x.dim(axis).is(1)).boxed().toList());
  }

  private static Edge unsqueeze(OnnxCall call) {
    if (call.has(1) && !call.in(1).isConstant())
      return new FromData(call.b()).unsqueeze(call.in(0), call.in(1));
    var axes = call.integersOf("axes", 1).orElseThrow(() -> call.invalid("its axes are missing"));
    return call.b().unsqueeze(call.in(0), axes.stream().map(Long::intValue).toList());
  }

  private static Edge expand(OnnxCall call) {
    var dims = call.in(1).content();
    return dims.isPresent()
        ? call.b().broadcastTo(call.in(0), dims.orElseThrow())
        : call.b().broadcastTo(call.in(0), call.in(1));
  }

  private static Edge range(OnnxCall call) {
    var b = call.b();
    var start = call.in(0);
    var ends = List.of(start, call.in(1), call.in(2));
    if (ends.stream().allMatch(Edge::isConstant)) {
      double from = start.constant().orElseThrow().real(0);
      double to = call.in(1).constant().orElseThrow().real(0);
      double by = call.in(2).constant().orElseThrow().real(0);
      long count = Math.max(0, (long) Math.ceil((to - from) / by));
      return b.range(start, call.in(1), call.in(2), Dim.of(count));
    }
    var content = call.in(1).content();
    boolean counts = isNumber(start, 0) && isNumber(call.in(2), 1) && content.isPresent();
    var count =
        counts ? content.orElseThrow().getFirst() : Dim.symbol("range to " + call.in(1).name());
    return b.range(start, call.in(1), call.in(2), count);
  }

  private static boolean isNumber(Edge edge, long number) {
    return edge.content().filter(list -> list.getFirst().is(number)).isPresent();
  }

  private static Edge eyeLike(OnnxCall call) {
    var x = call.in(0);
    if (!x.form().isStatic() || x.rank() != 2)
      throw call.unsupported("the extents of its matrix are not known", "fix the sizes");
    int rows = Math.toIntExact(x.dim(0).value());
    int columns = Math.toIntExact(x.dim(1).value());
    long shift = call.integer("k", 0);
    var values = new float[call.b().made(rows, columns)];
    for (int row = 0; row < rows; row++) {
      long column = row + shift;
      if (column >= 0 && column < columns) values[row * columns + (int) column] = 1;
    }
    var dtype = call.dtype("dtype", x.dtype());
    return call.b().constant(Literals.cast(Literal.of(Shape.of(rows, columns), values), dtype));
  }
}
