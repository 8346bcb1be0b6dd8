package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.GraphText;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Evaluator;
import dev.bantam.prim.State;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoweringTest {
  /** These graphs have nothing to fold. */
  private static final Evaluator NONE =
      (prim, operands) -> {
        throw new AssertionError("folds " + prim);
      };

  private final Lowering lowering = new Lowering(Operators.standard(), NONE);

  @Test
  void bindsOperandsAndNotesTheOriginOfEachValue() {
    var program =
        lowering.lower(
            Entry.main(
                graph(
                    List.of(
                        GraphTensor.of("x", TensorType.of(DType.F32, 2, 3)),
                        GraphTensor.constant("order", Literal.of(Shape.of(2), 1, 0)),
                        GraphTensor.of("t", TensorType.of(DType.F32, 3, 2)),
                        GraphTensor.constant("shape", Literal.of(Shape.of(1), -1)),
                        GraphTensor.of("y", TensorType.of(DType.F32, 6))),
                    Node.builtin("TRANSPOSE", List.of(0, 1), List.of(2), Attributes.NONE),
                    Node.builtin("RESHAPE", List.of(2, 3), List.of(4), Attributes.NONE))));
    assertThat(program.main().resultTypes()).containsExactly(TensorType.of(DType.F32, 6));
    assertThat(program.main().body())
        .extracting(instruction -> instruction.origin().toString())
        .containsExactly("0 TRANSPOSE", "1 RESHAPE");
  }

  @Test
  void lowersAgainForOtherShapesAndReturnsObservedTensors() {
    var entry = Entry.main(transposed()).with(List.of(Shape.of(5, 7))).observing(List.of(0));
    assertThat(lowering.lower(entry).main().resultTypes())
        .containsExactly(TensorType.of(DType.F32, 7, 5), TensorType.of(DType.F32, 5, 7));
  }

  @Test
  void tellsTheTypesOfTheResultsOfASingleNode() {
    var tensors =
        List.of(
            GraphTensor.of("x", TensorType.of(DType.I8, 4, 2)),
            GraphTensor.constant("order", Literal.of(Shape.of(2), 1, 0)),
            GraphTensor.of("y", TensorType.of(DType.I8)));
    var node = Node.builtin("TRANSPOSE", List.of(0, 1), List.of(2), Attributes.NONE);
    assertThat(lowering.resultTypes(node, tensors, Optional.empty()))
        .containsExactly(TensorType.of(DType.I8, 2, 4));
  }

  @Test
  void namesAllOperatorsThatAreNotDefinedAtOnce() {
    var graph =
        graph(
            List.of(
                GraphTensor.of("x", TensorType.of(DType.F32, 1)),
                GraphTensor.of("y", TensorType.of(DType.F32, 1))),
            Node.builtin("FROBNICATE", List.of(0), List.of(1), Attributes.NONE),
            new Node("Wobble", true, 1, List.of(1), List.of(1), List.of(), Attributes.NONE),
            Node.builtin("FROBNICATE", List.of(1), List.of(1), Attributes.NONE));
    assertThatThrownBy(() -> lowering.lower(Entry.main(graph)))
        .isInstanceOf(OperatorException.class)
        .hasMessage(
            "the model needs 2 operators that are not defined: FROBNICATE (first in subgraph 0"
                + " \"main\", operator 0), custom Wobble (first in subgraph 0 \"main\", operator"
                + " 1)")
        .extracting(thrown -> ((OperatorException) thrown).code())
        .isEqualTo(ErrorCode.UNSUPPORTED);
  }

  @Test
  void refusesAnOperandOfAnotherType() {
    var graph =
        graph(
            List.of(
                GraphTensor.of("x", TensorType.of(DType.F32, 1)),
                GraphTensor.of("order", TensorType.of(DType.F32, 1)),
                GraphTensor.of("y", TensorType.of(DType.F32, 1))),
            Node.builtin("TRANSPOSE", List.of(0, 1), List.of(2), Attributes.NONE));
    assertThatThrownBy(() -> lowering.lower(Entry.main(graph)))
        .hasMessage(
            "subgraph 0 \"main\", operator 0 TRANSPOSE: operand \"order\" is f32, must be one of"
                + " i32, i64");
  }

  @Test
  void refusesAnOperandThatIsMissing() {
    var graph =
        graph(
            List.of(
                GraphTensor.of("x", TensorType.of(DType.F32, 1)),
                GraphTensor.of("y", TensorType.of(DType.F32, 1))),
            Node.builtin("TRANSPOSE", List.of(0), List.of(1), Attributes.NONE));
    assertThatThrownBy(() -> lowering.lower(Entry.main(graph)))
        .hasMessage(
            "subgraph 0 \"main\", operator 0 TRANSPOSE: operand \"order\" is missing, must be"
                + " input 1");
  }

  @Test
  void namesTheTensorWhoseValueItHasToKnow() {
    var graph =
        graph(
            List.of(
                GraphTensor.of("x", TensorType.of(DType.F32, 6)),
                GraphTensor.of("shape", TensorType.of(DType.I32, 2)),
                GraphTensor.of("y", TensorType.of(DType.F32, 1))),
            List.of(0, 1),
            Node.builtin("RESHAPE", List.of(0, 1), List.of(2), Attributes.NONE));
    var entry = Entry.main(graph);
    assertThatThrownBy(() -> lowering.lower(entry))
        .isInstanceOf(UnknownValueException.class)
        .hasMessage(
            "subgraph 0 \"main\", operator 0 RESHAPE: operand \"shape\" is known only when the"
                + " model runs, must be a constant, or follow from the shapes of the inputs")
        .extracting(thrown -> ((UnknownValueException) thrown).tensor())
        .isEqualTo(1);
    var known = entry.knowing(1, Literal.of(Shape.of(2), 2, 3));
    assertThat(lowering.lower(known).main().resultTypes())
        .containsExactly(TensorType.of(DType.F32, 2, 3));
  }

  @Test
  void keepsVariablesByContainerAndName() {
    var handle = new TreeMap<String, Object>();
    handle.put("shared_name", "count");
    var options = Attributes.of("VarHandleOptions", handle);
    var graph =
        graph(
            List.of(
                GraphTensor.of("x", TensorType.of(DType.F32, 2)),
                GraphTensor.of("v", TensorType.of(DType.RESOURCE)),
                GraphTensor.of("w", TensorType.of(DType.RESOURCE)),
                GraphTensor.of("y", TensorType.of(DType.F32, 2))),
            Node.builtin("VAR_HANDLE", List.of(), List.of(1), options),
            Node.builtin("VAR_HANDLE", List.of(), List.of(2), options),
            Node.builtin("READ_VARIABLE", List.of(1), List.of(3), Attributes.NONE),
            Node.builtin("ASSIGN_VARIABLE", List.of(2, 0), List.of(), Attributes.NONE));
    var program = lowering.lower(Entry.main(graph));
    assertThat(program.variables()).hasSize(1);
    var variable = program.variables().getFirst();
    assertThat(variable.initial()).isEqualTo(Literal.zeros(TensorType.of(DType.F32, 2)));
    assertThat(program.main().body())
        .extracting(instruction -> instruction.prim())
        .containsExactly(
            new State.Read(variable),
            new State.Write(variable, program.main().parameters().getFirst()));
  }

  private static Graph transposed() {
    return graph(
        List.of(
            GraphTensor.of("x", TensorType.of(DType.F32, 2, 3)),
            GraphTensor.constant("order", Literal.of(Shape.of(2), 1, 0)),
            GraphTensor.of("y", TensorType.of(DType.F32, 3, 2))),
        Node.builtin("TRANSPOSE", List.of(0, 1), List.of(2), Attributes.NONE));
  }

  private static Graph graph(List<GraphTensor> tensors, Node... nodes) {
    return graph(tensors, List.of(0), nodes);
  }

  /** A graph whose output is its last tensor. */
  private static Graph graph(List<GraphTensor> tensors, List<Integer> inputs, Node... nodes) {
    var main = new Subgraph("main", tensors, inputs, List.of(tensors.size() - 1), List.of(nodes));
    return new Graph(List.of(main), List.of(), List.of(), "");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sumsOfNothingAreZeroInHybridProducts(boolean asymmetric) {
    var graph =
        """
        graph ""
        subgraph "main" (0, 1) -> (2)
          %%0 "x": f32[2,3,0]
          %%1 "y": i8[2,0,1] scale [0.5] zero [0] axis 0
          %%2 "z": f32[2,3,1]
          BATCH_MATMUL 1 (0, 1) -> (2) BatchMatMulOptions {asymmetric_quantize_inputs: %s}
        """
            .formatted(asymmetric);
    var interpreter = new Interpreter();
    var program =
        new Lowering(Operators.standard(), interpreter).lower(Entry.main(GraphText.parse(graph)));
    var empty = program.main().parameters().stream().map(x -> Literal.zeros(x.type())).toList();
    var z = interpreter.instance(program).run(empty).getFirst();
    assertThat(z.toFloats()).containsOnly(0).hasSize(6);
  }
}
