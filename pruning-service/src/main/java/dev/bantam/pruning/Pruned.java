package dev.bantam.pruning;

import dev.bantam.graph.Graph;
import java.util.List;

/** A pruned model, and what each of its layers lost. */
public record Pruned(Graph graph, List<LayerSparsity> layers) {
  /**
   * @param weights how many the layer has
   * @param zeros how many of them are 0 now
   */
  public record LayerSparsity(String tensor, String operator, long weights, long zeros) {
    public double share() {
      return share(List.of(this));
    }

    /** Share of zeros over layers. */
    public static double share(List<LayerSparsity> layers) {
      long weights = layers.stream().mapToLong(LayerSparsity::weights).sum();
      long zeros = layers.stream().mapToLong(LayerSparsity::zeros).sum();
      return weights == 0 ? 0 : (double) zeros / weights;
    }
  }

  public Pruned {
    layers = List.copyOf(layers);
  }

  /** Share of zeros over all layers. */
  public double sparsity() {
    return LayerSparsity.share(layers);
  }
}
