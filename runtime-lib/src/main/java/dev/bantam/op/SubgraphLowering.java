package dev.bantam.op;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.prim.Origin;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;
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

  SubgraphLowering(
      ModuleState module,
      ProgramBuilder b,
      int index,
      @Nullable Value[] values,
      boolean outermost) {
    this(module, b, index, values, outermost, 0);
  }

  private SubgraphLowering(
      ModuleState module,
      ProgramBuilder b,
      int index,
      @Nullable Value[] values,
      boolean outermost,
      int depth) {
    this.module = module;
    this.b = b;
    this.index = index;
    this.subgraph = module.graph().subgraphs().get(index);
    this.values = values;
    this.outermost = outermost;
    this.depth = depth;
  }

  ModuleState module() {
    return module;
  }

  int subgraphIndex() {
    return index;
  }

  boolean isOutermost() {
    return outermost;
  }

  GraphTensor tensor(int tensor) {
    return subgraph.tensor(tensor);
  }

  void pin(int tensor, Value value) {
    values[tensor] = value;
  }

  void lower(List<Integer> nodes) {
    for (int i : nodes) lower(i, subgraph.nodes().get(i));
  }

  private void lower(int i, Node node) {
    var place = new Place(index, subgraph.name(), i, node.operator());
    if (outermost) b.at(new Origin(i, node.operator()));
    try {
      var operator = module.operators().find(node).orElseThrow();
      bind(place, node, call(operator, place, node));
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
    if (depth == DEEPEST) {
      throw new OperatorException(
          ErrorCode.TOO_LARGE,
          "%s: subgraphs within subgraphs %d deep, must be at most that".formatted(place, DEEPEST));
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
    var scope = new SubgraphLowering(module, into, other, inner, false, depth + 1);
    scope.lower(java.util.stream.IntStream.range(0, callee.nodes().size()).boxed().toList());
    return callee.outputs().stream().map(scope::value).toList();
  }
}
