package dev.bantam.op;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.prim.Control;
import dev.bantam.prim.Function;
import dev.bantam.prim.Origin;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Lowers the nodes of one subgraph into one function, and knows the value of each tensor. */
final class SubgraphLowering {
  /** Subgraphs within subgraphs; a file that names itself would not end. */
  private static final int DEEPEST = 64;

  private final ModuleState module;
  private final ProgramBuilder b;
  private final int index;
  private final Subgraph subgraph;
  private final @Nullable Value[] values;
  private final boolean outermost;
  private final int depth;

  /** The calls that led here, if each was lowered into the program itself and not into a region. */
  private final Optional<List<Integer>> calls;

  /** How many subgraphs each operator ran so far. */
  private final Map<Integer, Integer> ran = new HashMap<>();

  /** Slices without a shape of their own, and why: what joins them may have one. */
  private final Map<Node, UnknownValueException> postponed = new IdentityHashMap<>();

  /** Whether this run goes on behind the operator lowered last; none if every run does. */
  private Optional<Value> goesOn = Optional.empty();

  /** Whether a subgraph that the operator being lowered runs may end the run of the model. */
  private boolean calleeMayEnd;

  /** Whether it does so in the program itself, not in a region of it. */
  private boolean calleeMayEndHere;

  SubgraphLowering(
      ModuleState module,
      ProgramBuilder b,
      int index,
      @Nullable Value[] values,
      boolean outermost) {
    this(module, b, index, values, outermost, 0, Optional.of(List.of()));
  }

  private SubgraphLowering(
      ModuleState module,
      ProgramBuilder b,
      int index,
      @Nullable Value[] values,
      boolean outermost,
      int depth,
      Optional<List<Integer>> calls) {
    this.module = module;
    this.b = b;
    this.index = index;
    this.subgraph = module.graph().subgraphs().get(index);
    this.values = values;
    this.outermost = outermost;
    this.depth = depth;
    this.calls = calls;
  }

  ModuleState module() {
    return module;
  }

  int subgraphIndex() {
    return index;
  }

  GraphTensor tensor(int tensor) {
    return subgraph.tensor(tensor);
  }

  void pin(int tensor, Value value) {
    values[tensor] = value;
  }

  /** What follows the operator that is being lowered runs only where {@code condition} holds. */
  void goOnIf(Value condition) {
    goesOn = Optional.of(condition);
    if (!outermost) b.write(module.goesOn(), condition);
  }

  /**
   * Whether no subgraph that the operator being lowered ran in this region has ended the run; none
   * if none can.
   */
  Optional<Value> calleesGoOn(ProgramBuilder region) {
    return calleeMayEnd ? Optional.of(region.read(module.goesOn())) : Optional.empty();
  }

  void lower(List<Integer> nodes) {
    lower(nodes, List.of());
  }

  /**
   * @param wanted tensors that are asked for in the end: they stay what they were in a run that
   *     ends before they are computed
   */
  void lower(List<Integer> nodes, List<Integer> wanted) {
    for (int i = 0; i < nodes.size(); i++) {
      var node = subgraph.nodes().get(nodes.get(i));
      calleeMayEnd = false;
      calleeMayEndHere = false;
      lower(nodes.get(i), node);
      // The results of an operator whose subgraph has ended the run do not count either.
      List<Integer> unfinished = calleeMayEnd ? node.outputs() : List.of();
      if (calleeMayEnd) {
        goOnIf(b.read(module.goesOn()));
        if (outermost) b.write(module.goesOn(), b.constant(DType.BOOL, 1L));
      }
      if (goesOn.isEmpty()) continue;
      var rest = nodes.subList(i + 1, nodes.size());
      lowerRest(goesOn.orElseThrow(), unfinished, rest, wanted);
      return;
    }
  }

  private void lowerRest(
      Value condition, List<Integer> unfinished, List<Integer> rest, List<Integer> wanted) {
    var given = given(rest, wanted);
    var late =
        wanted.stream()
            .filter(tensor -> isUnknown(tensor) || unfinished.contains(tensor))
            .distinct()
            .toList();
    var arguments = given.stream().map(this::value).toList();
    var types = arguments.stream().map(Value::type).toList();
    var run =
        b.function(
            "rest",
            types,
            (inner, parameters) -> {
              var scope = inside(inner, given, parameters);
              scope.lower(rest, wanted);
              return late.stream().map(scope::value).toList();
            });
    var held = outermost ? held(late, run) : List.<Variable>of();
    var stay =
        b.function(
            "stay",
            types,
            (inner, parameters) ->
                outermost
                    ? held.stream().map(inner::read).toList()
                    // Nothing takes what an inner subgraph gives when it ends the run.
                    : run.resultTypes().stream()
                        .map(type -> inner.constant(Literal.zeros(type)))
                        .toList());
    var choice = b.reshape(b.convert(condition, DType.I32), Shape.SCALAR);
    var results = b.apply(new Control.Case(choice, List.of(stay, run), arguments));
    for (int i = 0; i < late.size(); i++) {
      if (outermost) b.write(held.get(i), results.get(i));
      values[late.get(i)] = results.get(i);
    }
  }

  private List<Variable> held(List<Integer> tensors, Function run) {
    var held = new ArrayList<Variable>();
    for (int i = 0; i < tensors.size(); i++)
      held.add(module.held(index, tensors.get(i), run.resultTypes().get(i).shape()));
    return held;
  }

  private boolean isUnknown(int tensor) {
    var definition = tensor(tensor);
    return values[tensor] == null && !definition.variable() && definition.constant().isEmpty();
  }

  /** The tensors with a value, no constant, that these nodes take or that are wanted. */
  private List<Integer> given(List<Integer> nodes, List<Integer> wanted) {
    var used = new TreeSet<>(wanted);
    for (int node : nodes) used.addAll(subgraph.nodes().get(node).inputs());
    return used.stream()
        .filter(tensor -> tensor >= 0 && tensor < values.length)
        .filter(tensor -> values[tensor] instanceof Value value && !b.isConstant(value))
        .toList();
  }

  /**
   * The same subgraph within a region, which takes these tensors; constants are known there too.
   */
  private SubgraphLowering inside(
      ProgramBuilder inner, List<Integer> given, List<Value> parameters) {
    var known = new @Nullable Value[values.length];
    for (int tensor = 0; tensor < values.length; tensor++) {
      if (values[tensor] instanceof Value value && b.isConstant(value))
        known[tensor] = inner.constant(b.constant(value).orElseThrow());
    }
    for (int i = 0; i < given.size(); i++) known[given.get(i)] = parameters.get(i);
    return new SubgraphLowering(module, inner, index, known, outermost, depth, Optional.empty());
  }

  private void lower(int i, Node node) {
    var place = new Place(index, subgraph.name(), i, node.operator());
    if (outermost) b.at(new Origin(i, node.operator()));
    try {
      bind(place, node, results(place, node));
    } catch (UnknownValueException unknown) {
      if (!ListUpdate.parts(subgraph).contains(node)) throw unknown;
      postponed.put(node, unknown);
    } catch (BantamException refusal) {
      throw refusal;
    } catch (IllegalArgumentException problem) {
      throw new OperatorException(
          ErrorCode.INVALID_MODEL, place + ": " + problem.getMessage(), problem);
    } catch (ArithmeticException | IndexOutOfBoundsException | NegativeArraySizeException problem) {
      throw new OperatorException(
          ErrorCode.INVALID_MODEL, place + ": " + outOfRange(problem), problem);
    } catch (OutOfMemoryError problem) {
      // A table that is asked for by a number of the file is one array: there is memory again.
      throw new OperatorException(
          ErrorCode.TOO_LARGE,
          place + ": it takes more memory than there is: " + problem.getMessage(),
          problem);
    }
  }

  /** The virtual machine leaves its own message out where the same is thrown often. */
  private static String outOfRange(RuntimeException problem) {
    var message = problem.getMessage();
    var detail = message == null ? "" : " (" + message + ")";
    return "a number among its options, extents or indices is out of range" + detail;
  }

  private List<Value> results(Place place, Node node) {
    var update = postponed.isEmpty() ? Optional.<ListUpdate>empty() : ListUpdate.of(node, subgraph);
    if (update.isPresent() && postponed.containsKey(update.get().before())) {
      var updated = update.get().lower(this, b);
      if (updated.isPresent()) return List.of(updated.get());
    }
    return call(module.operators().find(node).orElseThrow(), place, node);
  }

  private <A> List<Value> call(Operator<A> operator, Place place, Node node) {
    var signature = operator.signature();
    Conformity.require(signature, place, node, subgraph);
    var raw = node.custom() ? node.attributes().unpacked() : node.attributes();
    A attributes = operator.attributes(raw);
    return operator.results(new BoundCall<>(this, place, node, signature, attributes, b), b);
  }

  private void bind(Place place, Node node, List<Value> results) {
    if (results.size() < node.outputs().size()) {
      throw new OperatorException(
          ErrorCode.INVALID_MODEL,
          "%s: %d outputs, must be %d".formatted(place, node.outputs().size(), results.size()));
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      int output = node.outputs().get(i);
      if (output < 0) continue;
      var declared = Lowering.unpacked(tensor(output).type()).dtype();
      var dtype = results.get(i).type().dtype();
      if (declared != dtype && declared != DType.RESOURCE) {
        throw new OperatorException(
            ErrorCode.INVALID_MODEL,
            "%s: output %d \"%s\" is %s, must be %s"
                .formatted(place, i, tensor(output).name(), declared, dtype));
      }
      if (values[output] == null) values[output] = results.get(i);
    }
  }

  /** The value of a tensor; constants are made when they are first asked for. */
  Value value(int tensor) {
    var value = values[tensor];
    if (value != null) return value;
    var definition = tensor(tensor);
    if (definition.variable()) return b.read(module.variable(index, tensor));
    if (definition.constant().isEmpty()) {
      for (var part : postponed.entrySet())
        if (part.getKey().outputs().contains(tensor)) throw part.getValue();
      throw new OperatorException(
          ErrorCode.INVALID_MODEL,
          "subgraph %d \"%s\", tensor %d \"%s\": nothing gives it a value, must be an input, a"
                  .formatted(index, subgraph.name(), tensor, definition.name())
              + " constant, or an operator's output");
    }
    var unpacked = BlockScales.real(definition, subgraph, b).orElseGet(() -> unpacked(definition));
    values[tensor] = unpacked;
    return unpacked;
  }

  private Value unpacked(GraphTensor definition) {
    var constant = b.constant(definition.constant().orElseThrow());
    return b.convert(constant, Lowering.unpacked(definition.type()).dtype());
  }

  /** The results of another subgraph, lowered into {@code into}. */
  List<Value> inline(int other, List<Value> arguments, ProgramBuilder into, Place place) {
    var scope = run(other, arguments, into, place);
    return scope.subgraph.outputs().stream().map(scope::value).toList();
  }

  /** The first result of another subgraph, whose value the program depends on. */
  Literal decision(int other, List<Value> arguments, Place place, String unknown) {
    var scope = run(other, arguments, b, place);
    int result = scope.subgraph.outputs().getFirst();
    return b.constant(scope.value(result))
        .orElseThrow(() -> scope.unknown(result, place + ": " + unknown));
  }

  /** The program depends on the value of a tensor that is known only when it runs. */
  UnknownValueException unknown(int tensor, String message) {
    var inner = calls.filter(path -> !path.isEmpty()).map(path -> new TensorPath(path, tensor));
    return new UnknownValueException(message, outermost ? tensor : -1, inner, value(tensor));
  }

  private Optional<List<Integer>> callsThrough(Place place, ProgramBuilder into) {
    if (into != b || calls.isEmpty()) return Optional.empty();
    var through = new ArrayList<>(calls.get());
    through.add(place.operator());
    through.add(ran.merge(place.operator(), 1, Integer::sum) - 1);
    return Optional.of(List.copyOf(through));
  }

  private SubgraphLowering run(int other, List<Value> arguments, ProgramBuilder into, Place place) {
    if (depth == DEEPEST) {
      throw new OperatorException(
          ErrorCode.TOO_LARGE,
          "%s: subgraphs within subgraphs %d deep, must be at most that".formatted(place, DEEPEST));
    }
    if (into == b && calleeMayEndHere) {
      throw new OperatorException(
          ErrorCode.UNSUPPORTED,
          place
              + ": carried shapes change, and a step may end the run of the model, must be a loop of"
              + " fixed shapes");
    }
    var callee = module.graph().subgraphs().get(other);
    if (arguments.size() != callee.inputs().size()) {
      throw new OperatorException(
          ErrorCode.INVALID_MODEL,
          "%s: %d arguments for subgraph %d \"%s\", must be %d"
              .formatted(place, arguments.size(), other, callee.name(), callee.inputs().size()));
    }
    var inner = new @Nullable Value[callee.tensors().size()];
    for (int i = 0; i < arguments.size(); i++) inner[callee.inputs().get(i)] = arguments.get(i);
    var through = callsThrough(place, into);
    through.ifPresent(
        path ->
            module.known(path).forEach((tensor, value) -> inner[tensor] = into.constant(value)));
    var scope = new SubgraphLowering(module, into, other, inner, false, depth + 1, through);
    var nodes = IntStream.range(0, callee.nodes().size()).boxed().toList();
    scope.lower(nodes, callee.outputs());
    boolean mayEnd = scope.goesOn.isPresent();
    calleeMayEnd |= mayEnd;
    calleeMayEndHere |= mayEnd && into == b;
    return scope;
  }
}
