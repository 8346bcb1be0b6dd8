package dev.bantam.testing;

import dev.bantam.graph.Graph;
import dev.bantam.type.DType;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Graphs of operators that stock TensorFlow Lite has too, each made from its seed alone: images of
 * {@code f32} or {@code i8} through a few operators, every result of which is an output.
 */
public final class RandomGraphs {
  private static final int MOST_OPERATORS = 10;

  private RandomGraphs() {}

  /** The graph of that seed: always the same one. */
  public static Graph graph(long seed) {
    var random = new SplittableRandom(seed);
    var sketch = new GraphSketch(random, seed % 2 == 0 ? DType.F32 : DType.I8);
    int operators = 1 + random.nextInt(MOST_OPERATORS);
    var steps = List.of(GraphStep.values());
    while (sketch.operators() < operators) {
      steps.get(random.nextInt(steps.size())).add(sketch);
    }
    return sketch.graph();
  }
}
