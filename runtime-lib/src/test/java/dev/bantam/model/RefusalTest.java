package dev.bantam.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.GraphText;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files whose structure is sound and whose meaning is not: the whole message of each refusal. */
class RefusalTest {
  private static Graph read(Graph graph, Limits limits) {
    return TfliteFile.read(MemorySegment.ofArray(TfliteFile.bytes(graph)), limits);
  }

  static Stream<Arguments> wrongGraphs() {
    return Stream.of(
        wrong(
            "an input that is no tensor",
            "RELU 1 (7) -> (1)",
            "subgraph 0 \"main\", operator 0 RELU, input 0: tensor 7, must be in [0, 3),"
                + " or -1 for none"),
        wrong(
            "an output that is left out",
            "RELU 1 (0) -> (-)",
            "subgraph 0 \"main\", operator 0 RELU, output 0: tensor -1, must be in [0, 3)"),
        wrong(
            "a tensor that is read before it is written",
            "RELU 1 (2) -> (1)",
            "subgraph 0 \"main\", operator 0 RELU, input 0: tensor 2 \"z\" is read before it is"
                + " written, must be written before"),
        wrong(
            "a cycle",
            "ADD 1 (0, 2) -> (1) RELU 1 (1) -> (2)",
            "subgraph 0 \"main\", operator 0 ADD, input 1: tensor 2 \"z\" is read before it is"
                + " written, must be written before"),
        wrong(
            "an operator that reads what it writes, CVE-2020-15210",
            "RELU 1 (1) -> (1)",
            "subgraph 0 \"main\", operator 0 RELU, input 0: tensor 1 \"y\" is read before it is"
                + " written, must be written before"),
        wrong(
            "a tensor that is written twice",
            "RELU 1 (0) -> (1) RELU 1 (0) -> (1)",
            "subgraph 0 \"main\", operator 1 RELU, output 0: tensor 1 \"y\" is written twice,"
                + " must be written once"),
        wrong(
            "an input that is written",
            "RELU 1 (0) -> (0)",
            "subgraph 0 \"main\", operator 0 RELU, output 0: tensor 0 \"x\" is written twice,"
                + " must be written once"),
        wrong(
            "an output that nobody writes",
            "",
            "subgraph 0 \"main\", output 0: tensor 1 \"y\" is read before it is written, must be"
                + " written before"),
        wrong(
            "options of another operator",
            "CONV_2D 1 (0) -> (1) Pool2DOptions {}",
            "subgraph 0 \"main\", operator 0 CONV_2D: its options are Pool2DOptions, must be"
                + " Conv2DOptions or none"),
        wrong(
            "a subgraph that is not there",
            "CALL_ONCE 1 () -> () CallOnceOptions {init_subgraph_index: 5} RELU 1 (0) -> (1)",
            "subgraph 0 \"main\", operator 0 CALL_ONCE: it calls subgraph 5, must be in [0, 1)"),
        wrong(
            "a loop that calls itself",
            "WHILE 1 (0) -> (1) WhileOptions {cond_subgraph_index: 0, body_subgraph_index: 0}",
            "subgraph 0 \"main\": it calls itself, directly or by way of others, must not"));
  }

  private static Arguments wrong(String what, String operators, String message) {
    var text =
        """
        graph ""
        subgraph "main" (0) -> (1)
          %0 "x": f32[2]
          %1 "y": f32[2]
          %2 "z": f32[2]
        """;
    return Arguments.of(what, text + operators, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongGraphs")
  void refuses(String what, String text, String message) {
    var graph = GraphText.parse(text);
    assertThatThrownBy(() -> read(graph, Limits.DEFAULT))
        .isInstanceOf(ModelException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> wrongTensors() {
    return Stream.of(
        Arguments.of(
            "i8[2,3] scale [1.0, 2.0] zero [0, 0] axis 1",
            "quantization: it has 2 scales for dimension 1 of i8[2,3], must have 3"),
        Arguments.of(
            "i8[2,3] scale [1.0, 2.0] zero [0, 0] axis 2",
            "quantization: its dimension is 2, must be in [0, 2)"),
        Arguments.of(
            "i8[2,3] scale [1.0] zero [128] axis 0",
            "quantization, zero point 0: it is 128, must be in [-128, 127] for i8"),
        Arguments.of(
            "f32[2147483647,2147483647,2147483647]",
            "f32[2147483647,2147483647,2147483647] has more bytes than can be counted"),
        Arguments.of(
            "i8[1073741824,1073741824]",
            "i8[1073741824,1073741824] has more bytes than can be counted"));
  }

  @ParameterizedTest
  @MethodSource("wrongTensors")
  void refusesATensor(String tensor, String message) {
    var text = "graph \"\"\nsubgraph \"\" () -> ()\n  %0 \"t\": " + tensor;
    var graph = GraphText.parse(text);
    assertThatThrownBy(() -> read(graph, Limits.DEFAULT))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "subgraph 0 \"\", tensor 0 \"t\"" + (message.startsWith("q") ? ", " : ": ") + message);
  }

  /** What has the most elements that can be counted takes no memory until someone asks for it. */
  @Test
  void readsTensorsOfAnySizeThatCanBeCounted() {
    var types = List.of("i8[2147483647]", "i8[65536,32768]", "i8[1073741824,1073741823]");
    for (var type : types) {
      var graph = GraphText.parse("graph \"\" subgraph \"\" (0) -> (0) %0 \"t\": " + type);
      assertThat(read(graph, Limits.DEFAULT)).isEqualTo(graph);
    }
  }

  @Test
  void refusesAConstantOfAnotherSize() {
    var bytes =
        TfliteFile.bytes(
            GraphText.parse("graph \"\" subgraph \"\" () -> (0) %0 \"t\": i32[3] = [1, 2, 3]"));
    // The extent is the only 3 that stands alone in its word beside the length of the shape.
    int at = indexOfShape(bytes);
    bytes[at] = 4;
    assertThatThrownBy(() -> TfliteFile.read(MemorySegment.ofArray(bytes), Limits.DEFAULT))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "subgraph 0 \"\", tensor 0 \"t\": its value has 12 bytes for i32[4], must be 16");
  }

  private static int indexOfShape(byte[] bytes) {
    var shape =
        dev.bantam.model.fbs.tflite.Model.getRootAsModel(java.nio.ByteBuffer.wrap(bytes.clone()))
            .subgraphs(0)
            .tensors(0)
            .shapeAsByteBuffer();
    return shape.position();
  }

  /** Each subgraph calls the next one. */
  private static Graph chain(int length) {
    var subgraphs = new ArrayList<Subgraph>();
    for (int i = 0; i < length; i++) {
      var x = GraphTensor.of("x", TensorType.parse("f32[1]"));
      var options = new TreeMap<String, Object>(Map.of("init_subgraph_index", (long) i + 1));
      var call =
          Node.builtin(
              "CALL_ONCE", List.of(), List.of(), Attributes.of("CallOnceOptions", options));
      var nodes = i + 1 < length ? List.of(call) : List.<Node>of();
      subgraphs.add(new Subgraph("s" + i, List.of(x), List.of(0), List.of(0), nodes));
    }
    return new Graph(subgraphs, List.of(), List.of(), "");
  }

  @Test
  void boundsHowDeepSubgraphsCallEachOther() {
    assertThatCode(() -> read(chain(64), Limits.DEFAULT)).doesNotThrowAnyException();
    assertThatThrownBy(() -> read(chain(65), Limits.DEFAULT))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "subgraph 64 \"s64\": 65 subgraphs call each other down to it, must be at most 64")
        .extracting(e -> ((ModelException) e).code())
        .isEqualTo(ErrorCode.TOO_LARGE);
    assertThatThrownBy(() -> read(chain(10_000), Limits.DEFAULT))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void boundsTheNumberOfSubgraphs() {
    var limits = Limits.DEFAULT.withSubgraphs(5);
    assertThatCode(() -> read(chain(5), limits)).doesNotThrowAnyException();
    assertThatThrownBy(() -> read(chain(6), limits))
        .hasMessage("model: it has 6 subgraphs, must have at most 5");
  }

  @Test
  void boundsTheNumberOfTables() {
    // Model, an operator code, a buffer, and for each subgraph itself, a tensor, and a call with
    // its options, which the last one lacks.
    int tables = 3 + 4 * 3 - 2;
    assertThatCode(() -> read(chain(3), Limits.DEFAULT.withTables(tables)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> read(chain(3), Limits.DEFAULT.withTables(tables - 1)))
        .isInstanceOf(ModelException.class)
        .hasMessageEndingWith("is table %d, must be at most %d".formatted(tables, tables - 1));
  }

  @Test
  void boundsHowDeepTablesLie() {
    assertThatCode(() -> read(chain(2), Limits.DEFAULT.withDepth(4))).doesNotThrowAnyException();
    assertThatThrownBy(() -> read(chain(2), Limits.DEFAULT.withDepth(3)))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "model, subgraphs 0, operators 0, builtin_options: lies 4 tables deep, must be at"
                + " most 3");
  }

  @Test
  void boundsTheRank() {
    var graph = GraphText.parse("graph \"\" subgraph \"\" (0) -> (0) %0 \"t\": i8[1,1,1]");
    assertThatCode(() -> read(graph, Limits.DEFAULT.withRank(3))).doesNotThrowAnyException();
    assertThatThrownBy(() -> read(graph, Limits.DEFAULT.withRank(2)))
        .hasMessage(
            "subgraph 0 \"\", tensor 0 \"t\", shape: it has 3 extents, must have at most 2");
  }

  @Test
  void boundsTheSizeOfTheFile() {
    long size = TfliteFile.bytes(chain(2)).length;
    assertThatCode(() -> read(chain(2), Limits.DEFAULT.withFileBytes(size)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> read(chain(2), Limits.DEFAULT.withFileBytes(size - 1)))
        .hasMessage("file: it has %d bytes, must have at most %d".formatted(size, size - 1));
  }

  @Test
  void boundsWhatSparseConstantsGrowTo() throws java.io.IOException {
    var file =
        dev.bantam.testing.Fixtures.file(
            "tflite-ops/FULLY_CONNECTED/float32_sparse_blocks_1x16.tflite");
    long most =
        TfliteFile.read(file).main().tensors().stream()
            .filter(tensor -> tensor.constant().isPresent() && tensor.type().rank() == 2)
            .mapToLong(tensor -> tensor.type().bytes())
            .sum();
    assertThat(most).isPositive();
    assertThatCode(() -> TfliteFile.read(file, Limits.DEFAULT.withDenseBytes(most)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> TfliteFile.read(file, Limits.DEFAULT.withDenseBytes(most - 1)))
        .isInstanceOf(ModelException.class)
        .hasMessageEndingWith(
            "sparse constants grow to %d bytes, must grow to at most %d".formatted(most, most - 1));
  }
}
