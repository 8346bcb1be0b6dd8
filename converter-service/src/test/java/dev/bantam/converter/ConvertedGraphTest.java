package dev.bantam.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.graph.Graph;
import dev.bantam.graph.Node;
import dev.bantam.testing.Fixtures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What converted graphs look like: folded, fused, and in one layout. */
class ConvertedGraphTest {
  private static List<String> operators(Graph graph) {
    return graph.main().nodes().stream().map(Node::operator).toList();
  }

  private static Graph convert(String source) {
    return new Converter().convert(Fixtures.file(source), ConversionOptions.NONE).graph();
  }

  @Test
  void foldsBatchNormalizationAndActivationsIntoConvolutions() {
    var graph = convert("mlperf-tiny/kws_saved_model");
    assertThat(operators(graph))
        .containsExactly(
            "CONV_2D",
            "DEPTHWISE_CONV_2D",
            "CONV_2D",
            "DEPTHWISE_CONV_2D",
            "CONV_2D",
            "DEPTHWISE_CONV_2D",
            "CONV_2D",
            "DEPTHWISE_CONV_2D",
            "CONV_2D",
            "AVERAGE_POOL_2D",
            "RESHAPE",
            "FULLY_CONNECTED",
            "SOFTMAX");
    assertThat(graph.main().nodes().getFirst().attributes().text("fused_activation_function", ""))
        .isEqualTo("RELU");
  }

  @Test
  void keepsAnOpenBatch() {
    var graph = convert("training/mobilenet_tiny_saved_model");
    var input = graph.main().tensor(graph.main().inputs().getFirst());
    assertThat(input.signature()).containsExactly(-1, 32, 32, 3);
    assertThat(operators(graph)).doesNotContain("MUL", "ADD", "SHAPE");
  }

  @Test
  void transposesOnlyAtTheBorderOfAnImageNetwork() {
    var graph = convert("sources/onnx/networks/residual.onnx");
    assertThat(operators(graph).stream().filter("TRANSPOSE"::equals)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void takesStatedExtents() {
    var options = ConversionOptions.NONE.withShapes(Map.of("image", List.of(4L, 32L, 32L, 3L)));
    var source = Fixtures.file("training/mobilenet_tiny_saved_model");
    var graph = new Converter().convert(source, options).graph();
    var input = graph.main().tensor(graph.main().inputs().getFirst());
    assertThat(input.type()).hasToString("f32[4,32,32,3]");
    assertThat(input.signature()).isEmpty();
  }

  @Test
  void refusesAShapeForWhatIsNoInput() {
    var options = ConversionOptions.NONE.withShapes(Map.of("picture", List.of(1L)));
    var source = Fixtures.file("training/mobilenet_tiny_saved_model");
    assertThatThrownBy(() -> new Converter().convert(source, options))
        .isInstanceOf(ConversionException.class)
        .hasMessage("invalid option: a shape for \"picture\", must be one of the inputs [image]");
  }

  @Test
  void refusesASignatureThatIsNotThere() {
    var options = ConversionOptions.NONE.withSignature("predict");
    var source = Fixtures.file("sources/saved_model/keras_mlp_sequential");
    assertThatThrownBy(() -> new Converter().convert(source, options))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("no signature: \"predict\" is none of the model's signatures [");
  }
}
