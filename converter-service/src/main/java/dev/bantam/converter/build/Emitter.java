package dev.bantam.converter.build;

import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.graph.Attributes;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all emitters share: it appends operators to one body, folds those whose inputs are known,
 * and does not emit the same one twice.
 *
 * <p>An edge of an enclosing body may be used as it is: it becomes a further input of this body,
 * see {@link #captures()}.
 */
public abstract class Emitter {
  /** Longer constants are not compared with each other. */
  private static final int MOST_SHARED_ELEMENTS = 64;

  /** A result of more bytes is not folded, unless its inputs are as large. */
  private static final long MOST_FOLDED_BYTES = 1 << 26;

  private final Body body;
  private final @Nullable Emitter parent;
  private final Folder folder;
  private final Names names;
  private final Allowance allowance;
  private final Map<Key, List<Edge>> known = new HashMap<>();
  private final Map<Literal, Edge> constants = new HashMap<>();
  private final Map<Dim, Extent> extents = new HashMap<>();
  private final Set<Edge> own = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Edge, Edge> captures = new LinkedHashMap<>();
  private Optional<Origin> origin = Optional.empty();

  private record Key(String operator, List<Edge> inputs, Attributes attributes) {}

  private record Extent(Edge edge, int axis) {}

  /** Names of one model, each once. */
  private static final class Names {
    private final Set<String> used = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();

    String unique(String wanted) {
      var name = wanted;
      while (!used.add(name)) name = wanted + "_" + counts.merge(wanted, 1, Integer::sum);
      return name;
    }
  }

  Emitter(String name, Folder folder) {
    this.body = new Body(name);
    this.parent = null;
    this.folder = folder;
    this.names = new Names();
    this.allowance = new Allowance();
  }

  Emitter(String name, Emitter parent) {
    this.body = new Body(parent.names.unique(name));
    this.parent = parent;
    this.folder = parent.folder;
    this.names = parent.names;
    this.allowance = parent.allowance;
    this.origin = parent.origin;
  }

  public Body body() {
    return body;
  }

  /**
   * The number of elements of a constant of those extents, which a rule is about to make: to be
   * asked before it takes the memory.
   */
  public int made(long... extents) {
    return allowance.take(extents);
  }

  Folder folder() {
    return folder;
  }

  /** Edges of enclosing bodies that this one read, and the inputs that stand for them. */
  public Map<Edge, Edge> captures() {
    return captures;
  }

  /** What follows comes from this node of the source; results are named after it. */
  public void at(Origin node) {
    origin = Optional.of(node);
  }

  public Edge input(String name, Form form) {
    var edge = newEdge(name, form);
    body.inputs().add(edge);
    return edge;
  }

  /** Makes an edge an output of the body, if need be under another name. */
  public void output(Edge edge) {
    body.outputs().add(use(edge));
  }

  private Edge newEdge(String name, Form form) {
    var edge = new Edge(names.unique(name), form);
    own.add(edge);
    for (int axis = 0; axis < form.rank(); axis++) {
      if (!form.dim(axis).isKnown()) extents.putIfAbsent(form.dim(axis), new Extent(edge, axis));
    }
    return edge;
  }

  // Constants

  public Edge constant(String name, Literal value) {
    if (value.elements() > MOST_SHARED_ELEMENTS) return Edge.constant(names.unique(name), value);
    return constants.computeIfAbsent(value, v -> Edge.constant(names.unique(name), v));
  }

  public Edge constant(Literal value) {
    return constant(origin.map(node -> node.node() + "/constant").orElse("constant"), value);
  }

  public Edge ints(List<? extends Number> values) {
    return constant(Literals.ints(values));
  }

  public Edge ints(int... values) {
    return constant(Literals.ints(values));
  }

  public Edge scalar(DType dtype, double value) {
    return constant(
        dtype == DType.BOOL
            ? Literals.filled(
                new dev.bantam.type.TensorType(dtype, dev.bantam.type.Shape.SCALAR), value)
            : Literal.scalar(dtype, value));
  }

  public Edge integer(DType dtype, long value) {
    return constant(Literal.scalar(dtype, value));
  }

  // Operators

  /** Applies an operator without state. */
  protected List<Edge> emit(
      String operator, List<Edge> inputs, Attributes attributes, List<Form> results) {
    return emit(operator, inputs, attributes, results, false);
  }

  protected Edge emit(String operator, List<Edge> inputs, Attributes attributes, Form result) {
    return emit(operator, inputs, attributes, List.of(result)).getFirst();
  }

  protected List<Edge> emit(
      String operator,
      List<Edge> inputs,
      Attributes attributes,
      List<Form> results,
      boolean layout) {
    var used = inputs.stream().map(this::use).toList();
    var key = new Key(operator, used, attributes);
    var before = known.get(key);
    if (before != null) {
      before.forEach(edge -> edge.producer().ifPresent(op -> op.from(origins())));
      return before;
    }
    var edges =
        folded(operator, used, attributes, results)
            .or(() -> new LayoutSink(this).sunk(operator, used, attributes, results))
            .orElseGet(() -> append(operator, used, attributes, List.of(), results, layout));
    known.put(key, edges);
    return edges;
  }

  /** Applies an operator that is neither folded, nor shared, nor moved. */
  protected List<Edge> append(
      String operator,
      List<Edge> inputs,
      Attributes attributes,
      List<Body> regions,
      List<Form> results,
      boolean layout) {
    var used = inputs.stream().map(this::use).toList();
    var outputs = new ArrayList<Edge>();
    var name = origin.map(Origin::node).orElse(operator);
    for (var form : results) outputs.add(newEdge(name, form));
    body.ops().add(new Op(operator, used, outputs, attributes, regions, layout).from(origins()));
    return outputs;
  }

  private List<Origin> origins() {
    return origin.stream().toList();
  }

  private Optional<List<Edge>> folded(
      String operator, List<Edge> inputs, Attributes attributes, List<Form> results) {
    if (inputs.isEmpty() || operator.startsWith("RANDOM")) return Optional.empty();
    if (!inputs.stream().allMatch(input -> input.isConstant() || input.isAbsent()))
      return Optional.empty();
    if (!results.stream().allMatch(form -> form.isStatic() && form.dtype() != DType.STR))
      return Optional.empty();
    long before =
        inputs.stream()
            .mapToLong(input -> input.constant().map(v -> v.bytes().byteSize()).orElse(0L))
            .sum();
    for (var form : results) {
      long bytes = form.type().bytes();
      if (bytes > Math.max(MOST_FOLDED_BYTES, before)) return Optional.empty();
      if (bytes > before && !allowance.take(form.type().elements())) return Optional.empty();
    }
    return folder
        .fold(operator, inputs, attributes, results)
        .map(values -> values.stream().map(this::constant).toList());
  }

  /** This body's own edge for an edge that may come from an enclosing one. */
  Edge use(Edge edge) {
    if (edge.isConstant() || edge.isAbsent() || own.contains(edge)) return edge;
    var before = captures.get(edge);
    if (before != null) return before;
    if (parent == null) {
      throw new IllegalStateException("edge " + edge + " is of no body around " + body.name());
    }
    var inner = newEdge(edge.name(), edge.form());
    edge.content().ifPresent(inner::withContent);
    edge.quantization().ifPresent(inner::quantized);
    body.inputs().add(inner);
    captures.put(edge, inner);
    return inner;
  }

  // Open extents

  /** A tensor with this extent at this axis, from which it can be read when the model runs. */
  Optional<Map.Entry<Edge, Integer>> extent(Dim dim) {
    var found = extents.get(dim);
    if (found != null) return Optional.of(Map.entry(found.edge(), found.axis()));
    return parent == null ? Optional.empty() : parent.extent(dim);
  }

  // Refusals

  static ConversionException shapeMismatch(String message, Object... details) {
    return new ConversionException(Kind.SHAPE_MISMATCH, message, details);
  }

  static ConversionException typeMismatch(String message, Object... details) {
    return new ConversionException(Kind.TYPE_MISMATCH, message, details);
  }
}
