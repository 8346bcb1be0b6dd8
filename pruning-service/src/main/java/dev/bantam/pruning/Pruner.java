package dev.bantam.pruning;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Graph;
import dev.bantam.graph.Subgraph;
import dev.bantam.op.Operators;
import dev.bantam.op.Signature;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One-shot pruning: the weights with the lowest scores become 0, at once and for good. */
public final class Pruner {
  /** Operators with prunable weights, and where their definitions have these. */
  private static final Map<String, Signature.Weights> WEIGHTS =
      Stream.of("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "TRANSPOSE_CONV")
          .collect(Collectors.toUnmodifiableMap(name -> name, Pruner::weights));

  private static Signature.Weights weights(String operator) {
    return Operators.standard().signature(operator).weights().getFirst();
  }

  private Pruner() {}

  /**
   * The same graph with weights set to 0. Ties are cut in the order of the file, so a recipe always
   * makes the same model.
   */
  public static Pruned prune(Graph graph, Recipe recipe) {
    var layers = layers(graph.main());
    if (layers.isEmpty()) {
      throw new BantamException(
          ErrorCode.UNSUPPORTED,
          "the model has no constant float weights to prune (of %s): prune before quantizing"
              .formatted(WEIGHTS.keySet().stream().sorted().toList()));
    }
    var cut =
        switch (recipe.scope()) {
          case LAYER ->
              layers.stream().map(layer -> lowest(List.of(layer), recipe).getFirst()).toList();
          case GLOBAL -> lowest(layers, recipe);
        };
    return apply(graph, layers, cut);
  }

  private static List<Layer> layers(Subgraph subgraph) {
    var layers = new ArrayList<Layer>();
    var seen = new HashSet<Integer>();
    for (var node : subgraph.nodes()) {
      var weights = WEIGHTS.get(node.operator());
      if (weights == null || node.custom() || node.inputs().size() <= weights.place()) continue;
      int tensor = node.inputs().get(weights.place());
      var constant = subgraph.tensor(tensor);
      if (constant.constant().isEmpty()
          || constant.type().dtype() != DType.F32
          || !seen.add(tensor)) continue;
      layers.add(
          new Layer(
              tensor,
              constant.name(),
              node.operator(),
              constant.type().shape(),
              weights.axis(),
              constant.constant().get().toFloats()));
    }
    return layers;
  }

  /** For each layer, which weights are among the lowest of all layers together. */
  private static List<boolean[]> lowest(List<Layer> layers, Recipe recipe) {
    int total = layers.stream().mapToInt(layer -> layer.values().length).sum();
    var scores = new float[total];
    int at = 0;
    for (var layer : layers) {
      var own = recipe.score().of(layer);
      System.arraycopy(own, 0, scores, at, own.length);
      at += own.length;
    }
    int wanted = (int) Math.round(recipe.sparsity() * total);
    var sorted = scores.clone();
    Arrays.sort(sorted);
    float threshold = wanted == 0 ? Float.NEGATIVE_INFINITY : sorted[wanted - 1];
    int ties = wanted;
    for (float score : scores) if (score < threshold) ties--;
    var cut = new ArrayList<boolean[]>();
    at = 0;
    for (var layer : layers) {
      var ofLayer = new boolean[layer.values().length];
      for (int i = 0; i < ofLayer.length; i++, at++) {
        ofLayer[i] = scores[at] < threshold || (scores[at] == threshold && ties-- > 0);
      }
      cut.add(ofLayer);
    }
    return cut;
  }

  private static Pruned apply(Graph graph, List<Layer> layers, List<boolean[]> cut) {
    var tensors = new ArrayList<>(graph.main().tensors());
    var reached = new ArrayList<Pruned.LayerSparsity>();
    for (int l = 0; l < layers.size(); l++) {
      var layer = layers.get(l);
      var values = layer.values().clone();
      long zeros = 0;
      for (int i = 0; i < values.length; i++) {
        if (cut.get(l)[i]) values[i] = 0;
        if (values[i] == 0) zeros++;
      }
      tensors.set(
          layer.tensor(), tensors.get(layer.tensor()).with(Literal.of(layer.shape(), values)));
      reached.add(new Pruned.LayerSparsity(layer.name(), layer.operator(), values.length, zeros));
    }
    var main = graph.main();
    var changed = new Subgraph(main.name(), tensors, main.inputs(), main.outputs(), main.nodes());
    return new Pruned(graph.withMain(changed), reached);
  }
}
