package dev.bantam.converter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.graph.Graph;
import dev.bantam.testing.Fixtures;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What became of each node of a source. */
class NodeReportTest {
  private static Conversion convert(String source) {
    return new Converter().convert(Fixtures.file(source), ConversionOptions.NONE);
  }

  private static NodeReport of(Conversion conversion, String node) {
    return conversion.nodes().stream()
        .filter(line -> line.node().equals(node))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysWhatWasFusedFoldedOrPassedOn() {
    var conversion = convert("mlperf-tiny/kws_saved_model");
    var source = of(conversion, "functional_1/conv2d/Conv2D").source();
    assertThat(of(conversion, "functional_1/conv2d/Conv2D"))
        .isEqualTo(
            new NodeReport(
                "functional_1/conv2d/Conv2D", source, "Conv2D", "CONV_2D", "operator 0 of main"));
    for (var fused :
        List.of(
            "functional_1/conv2d/BiasAdd",
            "functional_1/batch_normalization/FusedBatchNormV3",
            "functional_1/activation/Relu")) {
      assertThat(of(conversion, fused).to()).isEqualTo("CONV_2D");
      assertThat(of(conversion, fused).notes())
          .isEqualTo("fused into operator 0 of main, with functional_1/conv2d/Conv2D");
    }
    assertThat(of(conversion, "functional_1/dropout/Identity").to()).isNull();
    assertThat(of(conversion, "functional_1/dropout/Identity").notes())
        .isEqualTo("passes its input on");
    assertThat(of(conversion, "functional_1/flatten/Const").notes())
        .isEqualTo("computed when the model was converted");
    assertThat(of(conversion, "conv2d/kernel").notes()).isEqualTo("gives no tensor");
    assertThat(conversion.nodes())
        .anySatisfy(
            line -> {
              assertThat(line.from()).isEqualTo("StatefulPartitionedCall");
              assertThat(line.notes()).isEqualTo("the nodes that it calls stand for it");
            });
  }

  @Test
  void saysWhereTheOperatorsOfOneNodeAre() {
    var conversion = convert("sources/onnx/networks/conv3d_video.onnx");
    assertThat(of(conversion, "/maxpool_6/MaxPool"))
        .isEqualTo(
            new NodeReport(
                "/maxpool_6/MaxPool",
                "graph \"main_graph\"",
                "MaxPool",
                "STRIDED_SLICE, MAXIMUM",
                "operators 3-8 of main"));
  }

  /** Each operator came from some node, but for those that fit inputs and outputs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlperf-tiny/kws_saved_model",
        "sources/onnx/networks/conv3d_video.onnx",
        "sources/onnx/networks/lstm_bidirectional.onnx",
        "sources/onnx/networks/residual.onnx",
        "sources/saved_model/keras_mlp_sequential"
      })
  void namesEveryOperatorOfTheResult(String source) {
    var conversion = convert(source);
    var reported =
        conversion.nodes().stream()
            .map(NodeReport::to)
            .filter(Objects::nonNull)
            .flatMap(to -> List.of(to.split(", ")).stream())
            .collect(Collectors.toSet());
    assertThat(reported).containsExactlyInAnyOrderElementsOf(operators(conversion.graph()));
  }

  private static Set<String> operators(Graph graph) {
    return graph.subgraphs().stream()
        .flatMap(subgraph -> subgraph.nodes().stream())
        .map(node -> node.operator())
        .collect(Collectors.toSet());
  }
}
