package dev.bantam.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.device.Device;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Signature;
import dev.bantam.graph.Subgraph;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final Device device = Devices.load().device("interp", DeviceOptions.DEFAULT);

  /** {@code y = transpose(x)}. */
  private static Graph transposition() {
    var x = GraphTensor.of("x", TensorType.parse("f32[2,3]"));
    var order = GraphTensor.constant("order", Literal.of(Shape.of(2), 1, 0));
    var y = GraphTensor.of("y", TensorType.parse("f32[3,2]"));
    var node = Node.builtin("TRANSPOSE", List.of(0, 1), List.of(2), Attributes.NONE);
    return graph(List.of(x, order, y), List.of(0), List.of(2), List.of(node));
  }

  /** {@code y = reshape(x, shape)}, where the shape is an input. */
  private static Graph reshape() {
    var x = GraphTensor.of("x", TensorType.parse("f32[6]"));
    var shape = GraphTensor.of("shape", TensorType.parse("i32[2]"));
    var y = GraphTensor.of("y", TensorType.parse("f32[6,1]"));
    var node = Node.builtin("RESHAPE", List.of(0, 1), List.of(2), Attributes.NONE);
    return graph(List.of(x, shape, y), List.of(0, 1), List.of(2), List.of(node));
  }

  /** Gives back what was assigned in the run before. */
  private static Graph memory() {
    var handle = GraphTensor.of("handle", TensorType.parse("resource[]"));
    var x = GraphTensor.of("x", TensorType.parse("f32[2]"));
    var before = x.named("before");
    var options = Attributes.of("VarHandleOptions", new TreeMap<>(Map.of("shared_name", "v")));
    var nodes =
        List.of(
            Node.builtin("VAR_HANDLE", List.of(), List.of(0), options),
            Node.builtin("READ_VARIABLE", List.of(0), List.of(2), Attributes.NONE),
            Node.builtin("ASSIGN_VARIABLE", List.of(0, 1), List.of(), Attributes.NONE));
    return graph(List.of(handle, x, before), List.of(1), List.of(2), nodes);
  }

  private static Graph graph(
      List<GraphTensor> tensors, List<Integer> inputs, List<Integer> outputs, List<Node> nodes) {
    var main = new Subgraph("main", tensors, inputs, outputs, nodes);
    var names = new TreeMap<String, Integer>();
    for (int input : inputs) names.put("in_" + tensors.get(input).name(), input);
    var results = new TreeMap<String, Integer>();
    for (int output : outputs) results.put("out_" + tensors.get(output).name(), output);
    var signature = new Signature("serve", 0, names, results);
    return new Graph(List.of(main), List.of(signature), List.of(), "");
  }

  @Test
  void runsTheMainSubgraph() {
    try (var model = Model.of(transposition());
        var session = model.session(device)) {
      session.input(0).setFloats(1, 2, 3, 4, 5, 6);
      session.run();
      assertThat(session.output(0).shape()).isEqualTo(Shape.of(3, 2));
      assertThat(session.output(0).floats()).containsExactly(1, 4, 2, 5, 3, 6);
    }
  }

  @Test
  void runsASignatureByNames() {
    try (var model = Model.of(transposition());
        var session = model.session(device, "serve")) {
      session.input("in_x").setFloats(1, 2, 3, 4, 5, 6);
      session.run();
      assertThat(session.output("out_y").floats()).containsExactly(1, 4, 2, 5, 3, 6);
      assertThatThrownBy(() -> session.input("x"))
          .hasMessage("input \"x\" is not there, must be one of [in_x]");
    }
  }

  @Test
  void takesInputsOfOtherExtents() {
    try (var model = Model.of(transposition());
        var session = model.session(device)) {
      session.input(0).setFloats(1, 2, 3, 4, 5, 6);
      session.run();
      session.input(0).set(Literal.of(Shape.of(1, 2), 7f, 8f));
      session.run();
      assertThat(session.output(0).value()).isEqualTo(Literal.of(Shape.of(2, 1), 7f, 8f));
      session.input(0).resize(Shape.of(2, 3));
      session.run();
      assertThat(session.output(0).floats()).containsExactly(0, 0, 0, 0, 0, 0);
    }
  }

  @Test
  void keepsInputsFromRunToRun() {
    try (var model = Model.of(transposition());
        var session = model.session(device)) {
      session.input(0).setFloats(1, 2, 3, 4, 5, 6);
      session.run();
      session.run();
      assertThat(session.output(0).floats()).containsExactly(1, 4, 2, 5, 3, 6);
    }
  }

  @Test
  void computesTheValuesThatShapesDependOn() {
    try (var model = Model.of(reshape());
        var session = model.session(device)) {
      session.input(0).setFloats(1, 2, 3, 4, 5, 6);
      session.input(1).setLongs(2, 3);
      session.run();
      assertThat(session.output(0).shape()).isEqualTo(Shape.of(2, 3));
      session.input(1).setLongs(3, 2);
      session.run();
      assertThat(session.output(0).value())
          .isEqualTo(Literal.of(Shape.of(3, 2), 1f, 2f, 3f, 4f, 5f, 6f));
    }
  }

  @Test
  void keepsStateForEachSessionUntilItIsReset() {
    try (var model = Model.of(memory());
        var one = model.session(device);
        var other = model.session(device)) {
      one.input(0).setFloats(1, 2);
      one.run();
      assertThat(one.output(0).floats()).containsExactly(0, 0);
      one.input(0).setFloats(3, 4);
      one.run();
      assertThat(one.output(0).floats()).containsExactly(1, 2);
      other.run();
      assertThat(other.output(0).floats()).containsExactly(0, 0);
      one.reset();
      one.run();
      assertThat(one.output(0).floats()).containsExactly(0, 0);
    }
  }

  @Test
  void quantizesAndDequantizesAtTheBorder() {
    var x = GraphTensor.of("x", TensorType.parse("i8[2,3]")).with(Quantization.perTensor(0.5f, 10));
    var order = GraphTensor.constant("order", Literal.of(Shape.of(2), 1, 0));
    var y = GraphTensor.of("y", TensorType.parse("i8[3,2]")).with(Quantization.perTensor(0.5f, 10));
    var node = Node.builtin("TRANSPOSE", List.of(0, 1), List.of(2), Attributes.NONE);
    var graph = graph(List.of(x, order, y), List.of(0), List.of(2), List.of(node));
    try (var model = Model.of(graph);
        var session = model.session(device)) {
      session.input(0).setFloats(0, 0.5f, 1000, -1000, -1, 0.2f);
      assertThat(session.input(0).longs()).containsExactly(10, 11, 127, -128, 8, 10);
      session.run();
      assertThat(session.output(0).floats()).containsExactly(0, -69, 0.5f, -1, 58.5f, 0);
    }
  }

  @Test
  void isSafeToCloseTwiceAndRefusesUseAfterwards() {
    var model = Model.of(transposition());
    var session = model.session(device);
    session.run();
    var input = session.input(0);
    var output = session.output(0);
    session.close();
    session.close();
    assertThatThrownBy(session::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the session is closed");
    assertThatThrownBy(input::bytes).hasMessage("the session is closed");
    assertThatThrownBy(output::floats).hasMessage("the session is closed");
    model.close();
    model.close();
    assertThatThrownBy(() -> model.session(device))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model is closed");
  }

  @Test
  void leavesOpenSessionsUsableWhenTheModelIsClosed() {
    var model = Model.of(transposition());
    try (var session = model.session(device)) {
      session.run();
      model.close();
      session.input(0).setFloats(1, 2, 3, 4, 5, 6);
      session.run();
      assertThat(session.output(0).floats()).containsExactly(1, 4, 2, 5, 3, 6);
    }
  }

  @Test
  void refusesAWrongNumberOfElements() {
    try (var model = Model.of(transposition());
        var session = model.session(device)) {
      assertThatThrownBy(() -> session.input(0).setFloats(1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("input \"x\" is given 1 elements, must be 6 for f32[2,3]");
    }
  }

  @Test
  void hasNoOutputBeforeARun() {
    try (var model = Model.of(transposition());
        var session = model.session(device)) {
      assertThatThrownBy(() -> session.output(0).floats())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("there is no output before a run");
    }
  }
}
