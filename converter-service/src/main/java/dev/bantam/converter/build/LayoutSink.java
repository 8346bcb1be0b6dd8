package dev.bantam.converter.build;

import dev.bantam.graph.Attributes;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Carries a layout transpose from an operator's inputs behind it, so that it meets the opposite one
 * of the next convolution and both go.
 */
final class LayoutSink {
  private static final Set<String> ELEMENTWISE =
      Set.of(
          "CAST",
          "ABS",
          "NEG",
          "EXP",
          "LOG",
          "SQRT",
          "RSQRT",
          "SIN",
          "COS",
          "TANH",
          "LOGISTIC",
          "FLOOR",
          "CEIL",
          "ROUND",
          "SQUARE",
          "SIGN",
          "ELU",
          "GELU",
          "HARD_SWISH",
          "RELU",
          "RELU6",
          "RELU_N1_TO_1",
          "LEAKY_RELU",
          "PRELU",
          "LOGICAL_NOT",
          "ADD",
          "SUB",
          "MUL",
          "DIV",
          "FLOOR_DIV",
          "FLOOR_MOD",
          "MAXIMUM",
          "MINIMUM",
          "POW",
          "SQUARED_DIFFERENCE",
          "EQUAL",
          "NOT_EQUAL",
          "LESS",
          "LESS_EQUAL",
          "GREATER",
          "GREATER_EQUAL",
          "LOGICAL_AND",
          "LOGICAL_OR",
          "SELECT_V2");
  private static final Set<String> REDUCTIONS =
      Set.of("SUM", "MEAN", "REDUCE_MAX", "REDUCE_MIN", "REDUCE_PROD", "REDUCE_ANY", "REDUCE_ALL");
  private static final Set<String> PADS = Set.of("PAD", "PADV2", "MIRROR_PAD");

  private final Emitter emitter;

  LayoutSink(Emitter emitter) {
    this.emitter = emitter;
  }

  Optional<List<Edge>> sunk(
      String operator, List<Edge> inputs, Attributes attributes, List<Form> results) {
    var order = inputs.stream().flatMap(input -> layout(input).stream()).findFirst();
    if (order.isEmpty()) return Optional.empty();
    var by = order.orElseThrow();
    if (ELEMENTWISE.contains(operator))
      return elementwise(operator, inputs, attributes, results, by);
    if (REDUCTIONS.contains(operator)) return reduction(operator, inputs, attributes, results, by);
    if (PADS.contains(operator)) return pad(operator, inputs, attributes, results, by);
    return switch (operator) {
      case "CONCATENATION" -> concat(inputs, attributes, results, by);
      case "SOFTMAX", "LOG_SOFTMAX" -> lastAxis(operator, inputs, attributes, results, by);
      case "STRIDED_SLICE" -> slice(inputs, attributes, results, by);
      case "SPLIT" -> split(operator, inputs, 0, 1, attributes, results, by);
      case "SPLIT_V" -> split(operator, inputs, 2, 0, attributes, results, by);
      case "TILE" -> tile(inputs, attributes, results, by);
      case "RESHAPE" -> reshape(inputs, attributes, results, by);
      default -> Optional.empty();
    };
  }

  private static Optional<List<Integer>> layout(Edge edge) {
    return edge.producer("TRANSPOSE").filter(Op::isLayout).map(Layouts::order);
  }

  private static Edge source(Edge edge) {
    return edge.producer().orElseThrow().input(0);
  }

  private static boolean isBy(Edge edge, List<Integer> order) {
    return layout(edge).filter(order::equals).isPresent();
  }

  /** Emits the operator before the transpose, and the transpose behind it. */
  private Optional<List<Edge>> behind(
      String operator,
      List<Edge> inputs,
      Attributes attributes,
      List<Form> results,
      List<Integer> order) {
    var back = Layouts.inverse(order);
    var forms =
        results.stream().map(form -> form.with(Layouts.permuted(form.dims(), back))).toList();
    return Optional.of(
        emitter.emit(operator, inputs, attributes, forms).stream()
            .map(edge -> transposed(edge, order))
            .toList());
  }

  private Edge transposed(Edge edge, List<Integer> order) {
    return ((MovementEmitter) emitter).relayout(edge, order);
  }

  private Optional<List<Edge>> elementwise(
      String operator,
      List<Edge> inputs,
      Attributes attributes,
      List<Form> results,
      List<Integer> order) {
    if (results.getFirst().rank() != order.size()) return Optional.empty();
    var moved = new ArrayList<Edge>();
    for (var input : inputs) {
      var edge = before(input, order);
      if (edge.isEmpty()) return Optional.empty();
      moved.add(edge.orElseThrow());
    }
    return behind(operator, moved, attributes, results, order);
  }

  /** The edge that an elementwise operator before the transpose reads in place of this one. */
  private Optional<Edge> before(Edge edge, List<Integer> order) {
    if (edge.isAbsent()) return Optional.of(edge);
    if (isBy(edge, order)) return Optional.of(source(edge));
    if (edge.form().dims().stream().allMatch(dim -> dim.is(1))) return Optional.of(edge);
    int missing = order.size() - edge.rank();
    if (missing < 0) return Optional.empty();
    boolean small =
        missing + edge.form().dims().stream().filter(dim -> dim.is(1)).count() >= 2
            || order.size() <= 2;
    if (!edge.isConstant() && !small) return Optional.empty();
    var dims = new ArrayList<Dim>(java.util.Collections.nCopies(missing, Dim.ONE));
    dims.addAll(edge.form().dims());
    var wide = ((ShapeEmitter) emitter).reshape(edge, dims);
    return Optional.of(transposed(wide, Layouts.inverse(order)));
  }

  private Optional<List<Edge>> reduction(
      String operator,
      List<Edge> inputs,
      Attributes attributes,
      List<Form> results,
      List<Integer> order) {
    if (!inputs.get(1).isConstant()) return Optional.empty();
    int rank = order.size();
    var axes =
        java.util.Arrays.stream(inputs.get(1).constant().orElseThrow().toInts())
            .map(axis -> axis < 0 ? axis + rank : axis)
            .boxed()
            .toList();
    var moved =
        List.of(
            source(inputs.getFirst()),
            emitter.ints(axes.stream().map(order::get).sorted().toList()));
    if (attributes.flag("keep_dims", false))
      return behind(operator, moved, attributes, results, order);
    var left =
        IntStream.range(0, rank).filter(axis -> !axes.contains(axis)).mapToObj(order::get).toList();
    var rising = left.stream().sorted().toList();
    var then = left.stream().map(rising::indexOf).toList();
    return behind(operator, moved, attributes, results, then);
  }

  private Optional<List<Edge>> pad(
      String operator,
      List<Edge> inputs,
      Attributes attributes,
      List<Form> results,
      List<Integer> order) {
    if (!isBy(inputs.getFirst(), order) || !inputs.get(1).isConstant()) return Optional.empty();
    var amounts = inputs.get(1).constant().orElseThrow();
    var moved = new int[2 * order.size()];
    for (int i = 0; i < order.size(); i++) {
      moved[2 * order.get(i)] = (int) amounts.integer(2L * i);
      moved[2 * order.get(i) + 1] = (int) amounts.integer(2L * i + 1);
    }
    var all = new ArrayList<>(inputs);
    all.set(0, source(inputs.getFirst()));
    all.set(1, emitter.constant(Literal.of(Shape.of(order.size(), 2), moved)));
    return behind(operator, all, attributes, results, order);
  }

  private Optional<List<Edge>> concat(
      List<Edge> inputs, Attributes attributes, List<Form> results, List<Integer> order) {
    var moved = new ArrayList<Edge>();
    for (var input : inputs) {
      if (isBy(input, order)) moved.add(source(input));
      else if (input.isConstant()) moved.add(transposed(input, Layouts.inverse(order)));
      else return Optional.empty();
    }
    int axis = order.get((int) attributes.integer("axis", 0));
    return behind(
        "CONCATENATION", moved, Options.of("CONCATENATION", "axis", (long) axis), results, order);
  }

  private Optional<List<Edge>> lastAxis(
      String operator,
      List<Edge> inputs,
      Attributes attributes,
      List<Form> results,
      List<Integer> order) {
    if (order.getLast() != order.size() - 1) return Optional.empty();
    return behind(operator, List.of(source(inputs.getFirst())), attributes, results, order);
  }

  private Optional<List<Edge>> slice(
      List<Edge> inputs, Attributes attributes, List<Form> results, List<Integer> order) {
    boolean plain =
        attributes.integer("shrink_axis_mask", 0) == 0
            && attributes.integer("new_axis_mask", 0) == 0
            && attributes.integer("ellipsis_mask", 0) == 0
            && inputs.subList(1, 4).stream().allMatch(Edge::isConstant);
    if (!plain) return Optional.empty();
    var moved = new ArrayList<Edge>();
    moved.add(source(inputs.getFirst()));
    for (var bound : inputs.subList(1, 4)) moved.add(emitter.ints(scattered(bound, order)));
    var values = new TreeMap<>(attributes.values());
    for (var mask : List.of("begin_mask", "end_mask"))
      values.put(mask, scattered(attributes.integer(mask, 0), order));
    return behind(
        "STRIDED_SLICE", moved, Attributes.of(attributes.table(), values), results, order);
  }

  private static int[] scattered(Edge values, List<Integer> order) {
    var given = values.constant().orElseThrow().toInts();
    var moved = new int[given.length];
    for (int i = 0; i < given.length; i++) moved[order.get(i)] = given[i];
    return moved;
  }

  private static long scattered(long mask, List<Integer> order) {
    long moved = 0;
    for (int i = 0; i < order.size(); i++) if ((mask >> i & 1) == 1) moved |= 1L << order.get(i);
    return moved;
  }

  private Optional<List<Edge>> split(
      String operator,
      List<Edge> inputs,
      int axisInput,
      int dataInput,
      Attributes attributes,
      List<Form> results,
      List<Integer> order) {
    if (!inputs.get(axisInput).isConstant() || !isBy(inputs.get(dataInput), order))
      return Optional.empty();
    int axis = (int) inputs.get(axisInput).constant().orElseThrow().integer(0);
    var moved = new ArrayList<>(inputs);
    moved.set(dataInput, source(inputs.get(dataInput)));
    moved.set(axisInput, emitter.integer(dev.bantam.type.DType.I32, order.get(axis)));
    return behind(operator, moved, attributes, results, order);
  }

  private Optional<List<Edge>> tile(
      List<Edge> inputs, Attributes attributes, List<Form> results, List<Integer> order) {
    if (!inputs.get(1).isConstant()) return Optional.empty();
    var moved = List.of(source(inputs.getFirst()), emitter.ints(scattered(inputs.get(1), order)));
    return behind("TILE", moved, attributes, results, order);
  }

  /** A transpose that moves only axes of extent 1 says nothing to a reshape. */
  private Optional<List<Edge>> reshape(
      List<Edge> inputs, Attributes attributes, List<Form> results, List<Integer> order) {
    var source = source(inputs.getFirst());
    if (!Layouts.movesOnlyOnes(source.form(), order)) return Optional.empty();
    return Optional.of(
        emitter.emit("RESHAPE", List.of(source, inputs.get(1)), attributes, results));
  }
}
