package dev.bantam.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bantam.error.BantamException;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrunerTest {
  @Test
  void cutsTheSmallestOfEachLayer() {
    var pruned = Pruner.prune(twoLayers(), new Recipe(0.5, Scope.LAYER, Score.MAGNITUDE));
    assertThat(weights(pruned.graph(), 1)).containsExactly(0, 0, 3, -4);
    assertThat(weights(pruned.graph(), 2)).containsExactly(0, 20, 0, -40);
  }

  @Test
  void cutsTheSmallestOfAll() {
    var pruned = Pruner.prune(twoLayers(), new Recipe(0.5, Scope.GLOBAL, Score.MAGNITUDE));
    assertThat(weights(pruned.graph(), 1)).containsExactly(0, 0, 0, 0);
    assertThat(weights(pruned.graph(), 2)).containsExactly(10, 20, -15, -40);
  }

  @Test
  void looksPastTheScaleOfAChannel() {
    var pruned = Pruner.prune(twoLayers(), new Recipe(0.5, Scope.GLOBAL, Score.RELATIVE));
    assertThat(weights(pruned.graph(), 1)).containsExactly(0, 2, 0, -4);
    assertThat(weights(pruned.graph(), 2)).containsExactly(0, 20, 0, -40);
  }

  @ParameterizedTest
  @CsvSource({"0", "0.1", "0.25", "0.9"})
  void reachesTheSparsityThatWasAskedFor(double wanted) {
    for (var scope : Scope.values()) {
      for (var score : Score.values()) {
        var pruned = Pruner.prune(random(new Random(7), 8, 16), new Recipe(wanted, scope, score));
        assertThat(pruned.sparsity()).as("%s %s", scope, score).isEqualTo(wanted, within(1.0 / 64));
      }
    }
  }

  @Test
  void equalWeightsAreCutInTheOrderOfTheFile() {
    var pruned =
        Pruner.prune(
            network(new float[] {1, 1, 1, 1}, new float[] {1, 1, 1, 1}),
            new Recipe(0.25, Scope.GLOBAL, Score.MAGNITUDE));
    assertThat(weights(pruned.graph(), 1)).containsExactly(0, 0, 1, 1);
    assertThat(weights(pruned.graph(), 2)).containsExactly(1, 1, 1, 1);
  }

  @ParameterizedTest
  @CsvSource({"-0.1", "1", "NaN"})
  void refusesASparsityThatHasNoMeaning(double sparsity) {
    assertThatThrownBy(() -> new Recipe(sparsity, Scope.GLOBAL, Score.MAGNITUDE))
        .isInstanceOf(BantamException.class)
        .hasMessage("sparsity is " + sparsity + ", must be at least 0 and below 1");
  }

  @Test
  void refusesAModelWithoutFloatWeights() {
    var input = GraphTensor.of("x", TensorType.of(DType.F32, 1, 2));
    var graph =
        new Graph(
            List.of(new Subgraph("main", List.of(input), List.of(0), List.of(0), List.of())),
            List.of(),
            List.of(),
            "");
    assertThatThrownBy(() -> Pruner.prune(graph, new Recipe(0.5, Scope.GLOBAL, Score.MAGNITUDE)))
        .hasMessage(
            "the model has no constant float weights to prune (of [CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED, TRANSPOSE_CONV]): prune before quantizing");
  }

  private static float[] weights(Graph graph, int tensor) {
    return graph.main().tensor(tensor).constant().orElseThrow().toFloats();
  }

  /**
   * The second layer's weights are ten times the first's; in each output channel one weight is
   * larger.
   */
  private static Graph twoLayers() {
    return network(new float[] {1, 2, 3, -4}, new float[] {10, 20, -15, -40});
  }

  private static Graph random(Random random, int... sizes) {
    var first = new float[sizes[0] * 2];
    var second = new float[sizes[1] * 2];
    for (int i = 0; i < first.length; i++) first[i] = (float) random.nextGaussian();
    for (int i = 0; i < second.length; i++) second[i] = (float) random.nextGaussian();
    return network(first, second);
  }

  private static Graph network(float[] first, float[] second) {
    var tensors =
        List.of(
            GraphTensor.of("x", TensorType.of(DType.F32, 1, 2)),
            GraphTensor.constant("w1", Literal.of(Shape.of(first.length / 2, 2), first)),
            GraphTensor.constant("w2", Literal.of(Shape.of(second.length / 2, 2), second)),
            GraphTensor.of("a", TensorType.of(DType.F32, 1, first.length / 2)),
            GraphTensor.of("b", TensorType.of(DType.F32, 1, second.length / 2)));
    var nodes =
        List.of(
            Node.builtin("FULLY_CONNECTED", List.of(0, 1, -1), List.of(3), Attributes.NONE),
            Node.builtin("FULLY_CONNECTED", List.of(0, 2, -1), List.of(4), Attributes.NONE));
    var main = new Subgraph("main", tensors, List.of(0), List.of(3, 4), nodes);
    return new Graph(List.of(main), List.of(), List.of(), "");
  }
}
