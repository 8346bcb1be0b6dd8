package dev.bantam.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.model.TfliteFile;
import dev.bantam.testing.Fixtures;
import dev.bantam.type.Bytes;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphTextTest {
  private static Graph small() {
    var x = GraphTensor.of("x", TensorType.parse("f32[1,3]"));
    var weights = IntStream.range(0, 60).mapToDouble(i -> i / 7.0).toArray();
    var floats = new float[60];
    for (int i = 0; i < 60; i++) floats[i] = (float) weights[i];
    var w = GraphTensor.constant("w \"\\\n", Literal.of(Shape.of(20, 3), floats));
    var b =
        GraphTensor.constant("b", Literal.of(Shape.of(3), 1, -2, 3))
            .with(Quantization.perAxis(List.of(0.5f, 1e-9f, 2f), 0));
    var y = x.named("y");
    var values = new TreeMap<String, Object>();
    values.put("fused_activation_function", "RELU6");
    values.put("keep_num_dims", true);
    values.put("real", 1.5);
    values.put("whole", 2.0);
    values.put("count", -3L);
    values.put("text", "a b");
    values.put("list", List.of(1L, 2L));
    values.put("bytes", Bytes.of(new byte[] {1, 2, 3}));
    var dense =
        new Node(
            "FULLY_CONNECTED",
            false,
            4,
            List.of(0, 1, Node.ABSENT),
            List.of(3),
            List.of(2),
            Attributes.of("FullyConnectedOptions", values));
    var custom =
        new Node(
            "My op",
            true,
            1,
            List.of(3),
            List.of(),
            List.of(),
            Attributes.NONE.with(Bytes.of(new byte[40])));
    var main =
        new Subgraph("main", List.of(x, w, b, y), List.of(0), List.of(3), List.of(dense, custom));
    var signature =
        new Signature("serve", 0, new TreeMap<>(Map.of("in", 0)), new TreeMap<>(Map.of("out", 3)));
    var metadata = new Metadata("min_runtime_version", Bytes.of("1.5.0".getBytes()));
    return new Graph(List.of(main), List.of(signature), List.of(metadata), "a description");
  }

  @Test
  void showsAGraph() {
    assertThat(GraphText.show(small()))
        .isEqualTo(
            """
            graph "a description"
            metadata "min_runtime_version" base64 "MS41LjA="
            signature "serve" 0 {"in": 0} -> {"out": 3}
            subgraph "main" (0) -> (3)
              %0 "x": f32[1,3]
              %1 "w \\"\\\\\\u000a": f32[20,3] = [0.0, 0.14285715, 0.2857143, 0.42857143, \
            0.5714286, 0.71428573, 0.85714287, 1.0, ... 52 more]
              %2 "b": i32[3] scale [0.5, 1.0E-9, 2.0] zero [0, 0, 0] axis 0 = [1, -2, 3]
              %3 "y": f32[1,3]
              FULLY_CONNECTED 4 (0, 1, -) -> (3) inner (2) FullyConnectedOptions \
            {bytes: base64 "AQID", count: -3, fused_activation_function: RELU6, keep_num_dims: true, \
            list: [1, 2], real: 1.5, text: "a b", whole: 2.0}
              custom "My op" 1 (3) -> () options 40 bytes
            """);
  }

  @Test
  void parsesWhatItPrints() {
    assertThat(GraphText.parse(GraphText.print(small()))).isEqualTo(small());
  }

  @Test
  void parsesWhatItPrintsOfEveryFixture() throws IOException {
    for (var file : Fixtures.models("")) {
      var graph = TfliteFile.read(file);
      assertThat(GraphText.parse(GraphText.print(graph))).as(file.toString()).isEqualTo(graph);
    }
  }

  @Test
  void saysInWhichLineTheTextIsWrong() {
    assertThatThrownBy(() -> GraphText.parse("graph \"\"\nsubgraph \"main\" (0 -> (1)\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 2: \"->\", must be \",\"");
    assertThatThrownBy(() -> GraphText.parse("graph \"\"\n;"))
        .hasMessage("line 2: \";\" means nothing here");
    assertThatThrownBy(() -> GraphText.parse("graph"))
        .hasMessage("line 1: the text ends, must be more");
  }
}
