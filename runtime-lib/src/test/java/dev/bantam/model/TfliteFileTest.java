package dev.bantam.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.testing.Fixtures;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TfliteFileTest {
  @Test
  void readsEveryFixture() throws IOException {
    var models = Fixtures.models("");
    assertThat(models).hasSizeGreaterThan(1000);
    for (var model : models) {
      assertThat(TfliteFile.read(model).main().outputs()).as(model.toString()).isNotEmpty();
    }
  }

  @Test
  void readsOptionsByTheNamesOfTheSchema() throws IOException {
    var graph = TfliteFile.read(Fixtures.file("models/person_detect_int8.tflite"));
    var convolution =
        graph.main().nodes().stream()
            .filter(node -> node.operator().equals("DEPTHWISE_CONV_2D"))
            .findFirst()
            .orElseThrow();
    assertThat(convolution.attributes().table()).isEqualTo("DepthwiseConv2DOptions");
    assertThat(convolution.attributes().values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "padding",
                "SAME",
                "stride_w",
                2L,
                "stride_h",
                2L,
                "depth_multiplier",
                8L,
                "fused_activation_function",
                "RELU6",
                "dilation_w_factor",
                1L,
                "dilation_h_factor",
                1L));
  }

  @Test
  void readsQuantizationPerChannel() throws IOException {
    var graph = TfliteFile.read(Fixtures.file("models/person_detect_int8.tflite"));
    var bias =
        graph.main().tensors().stream()
            .filter(tensor -> tensor.name().endsWith("Conv2d_0/Conv2D_bias"))
            .findFirst()
            .orElseThrow();
    assertThat(bias.type()).hasToString("i32[8]");
    assertThat(bias.quantization().orElseThrow().scales()).hasSize(8);
    assertThat(bias.quantization().orElseThrow().axis()).isZero();
    assertThat(bias.constant()).isPresent();
  }
}
