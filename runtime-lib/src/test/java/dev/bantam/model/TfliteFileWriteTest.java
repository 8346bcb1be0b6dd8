package dev.bantam.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.testing.Fixtures;
import dev.bantam.testing.StockTflite;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TfliteFileWriteTest {
  @TempDir Path folder;

  @Test
  void writesEveryFixtureSoThatItReadsBackEqual() throws IOException {
    for (var file : Fixtures.models("")) {
      var graph = TfliteFile.read(file);
      var written = MemorySegment.ofArray(TfliteFile.bytes(graph));
      assertThat(TfliteFile.read(written, Limits.DEFAULT)).as(file.toString()).isEqualTo(graph);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models/ad01_f32.tflite",
        "models/ad01_int8.tflite",
        "models/ic_resnet8_f32.tflite",
        "models/ic_resnet8_int8.tflite",
        "models/kws_ref_int8.tflite",
        "models/hello_world_int8.tflite",
        "models/mediapipe_face_detection_short_range.tflite",
        "mlperf-tiny/kws_f32.tflite"
      })
  void writesWhatStockTensorFlowLiteRunsWithTheSameResult(String name) throws IOException {
    var original = Fixtures.file(name);
    var graph = TfliteFile.read(original);
    var written = folder.resolve("written.tflite");
    TfliteFile.write(graph, written);
    var inputs = inputs(graph);
    assertThat(StockTflite.run(written, inputs))
        .usingElementComparator(java.util.Arrays::compare)
        .isEqualTo(StockTflite.run(original, inputs));
  }

  @Test
  void writesWeightsBehindTheFlatBufferWhereTheyAreMany() throws IOException {
    var original = Fixtures.file("models/ic_resnet8_f32.tflite");
    var graph = TfliteFile.read(original);
    var out = new ByteArrayOutputStream();
    TfliteFile.write(graph, Channels.newChannel(out), 1000);
    var written = Files.write(folder.resolve("behind.tflite"), out.toByteArray());

    assertThat(TfliteFile.read(written)).isEqualTo(graph);
    var inputs = inputs(graph);
    assertThat(StockTflite.run(written, inputs))
        .usingElementComparator(java.util.Arrays::compare)
        .isEqualTo(StockTflite.run(original, inputs));
  }

  @Test
  void keepsACustomOperatorThatNobodyKnows() {
    var options = dev.bantam.type.Bytes.of(new byte[] {1, 2, 3});
    var node =
        new Node(
            "Frobnicate",
            true,
            7,
            List.of(0, Node.ABSENT),
            List.of(1),
            List.of(),
            Attributes.NONE.with(options));
    var graph = graph(node);
    assertThat(read(TfliteFile.bytes(graph))).isEqualTo(graph);
  }

  @Test
  void writesEqualContentOnce() {
    var value = Literal.zeros(TensorType.of(DType.F32, 10_000));
    var tensors = new ArrayList<GraphTensor>();
    for (int i = 0; i < 20; i++) tensors.add(GraphTensor.constant("c" + i, value));
    var main = new Subgraph("main", tensors, List.of(), List.of(0), List.of());
    var graph = new Graph(List.of(main), List.of(), List.of(), "");
    assertThat(TfliteFile.bytes(graph)).hasSizeLessThan(50_000);
  }

  @Test
  void alignsWeightsTo16Bytes() throws IOException {
    var graph = TfliteFile.read(Fixtures.file("models/kws_ref_int8.tflite"));
    var bytes = MemorySegment.ofArray(TfliteFile.bytes(graph));
    for (var tensor : TfliteFile.read(bytes, Limits.DEFAULT).main().tensors()) {
      tensor.constant().ifPresent(value -> assertThat(value.bytes().address() % 16).isZero());
    }
  }

  @Test
  void refusesOptionsThatTheSchemaDoesNotHave() {
    var options = Attributes.of("Pool2DOptions", new TreeMap<>(Map.of("stride", 2L)));
    var graph = graph(Node.builtin("MAX_POOL_2D", List.of(0), List.of(1), options));
    assertThatThrownBy(() -> TfliteFile.bytes(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Pool2DOptions have no field \"stride\"");
  }

  @Test
  void refusesAnEnumValueThatTheSchemaDoesNotHave() {
    var options = Attributes.of("Pool2DOptions", new TreeMap<>(Map.of("padding", "FULL")));
    var graph = graph(Node.builtin("MAX_POOL_2D", List.of(0), List.of(1), options));
    assertThatThrownBy(() -> TfliteFile.bytes(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("field \"padding\" is \"FULL\", must be one of [SAME, VALID]");
  }

  @Test
  void refusesABuiltinOperatorThatTheSchemaDoesNotHave() {
    var graph = graph(Node.builtin("CONV_9D", List.of(0), List.of(1), Attributes.NONE));
    assertThatThrownBy(() -> TfliteFile.bytes(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"CONV_9D\" is no builtin operator");
  }

  private static Graph read(byte[] bytes) {
    return TfliteFile.read(MemorySegment.ofArray(bytes), Limits.DEFAULT);
  }

  private static Graph graph(Node node) {
    var x = GraphTensor.of("x", new TensorType(DType.F32, Shape.of(1, 4, 4, 1)));
    var main =
        new Subgraph("main", List.of(x, x.named("y")), List.of(0), List.of(1), List.of(node));
    return new Graph(List.of(main), List.of(), List.of(), "");
  }

  /** Small positive numbers of each input's type. */
  private static List<byte[]> inputs(Graph graph) {
    var random = new Random(1);
    var inputs = new ArrayList<byte[]>();
    for (int index : graph.main().inputs()) {
      var type = graph.main().tensor(index).type();
      var segment = MemorySegment.ofArray(new byte[(int) type.bytes()]);
      for (long i = 0; i < type.elements(); i++) {
        Literal.write(segment, type.dtype(), i, random.nextDouble(), random.nextInt(100));
      }
      inputs.add(segment.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
    }
    return inputs;
  }
}
