package dev.bantam.graph;

/**
 * The text form of a graph.
 *
 * <pre>
 * graph ""
 * signature "serve" 0 {"x": 0} -&gt; {"y": 2}
 * subgraph "main" (0) -&gt; (2)
 *   %0 "x": f32[1,3] open [-1,3]
 *   %1 "w": i8[2,3] scale [0.5] zero [0] axis 0 = [1, 2, 3, 4, 5, 6]
 *   %2 "y": f32[1,2]
 *   FULLY_CONNECTED 1 (0, 1, -) -&gt; (2) FullyConnectedOptions {keep_num_dims: false}
 * </pre>
 */
public final class GraphText {
  private GraphText() {}

  /** The whole graph, to be parsed again: longer constants in base 64. */
  public static String print(Graph graph) {
    return new GraphPrinter(true).print(graph);
  }

  /** The graph for the eye: of longer constants only the first elements. */
  public static String show(Graph graph) {
    return new GraphPrinter(false).print(graph);
  }

  /**
   * Reads what {@link #print} wrote.
   *
   * @throws IllegalArgumentException if it is no graph; the message says in which line
   */
  public static Graph parse(String text) {
    return new GraphParser(text).parse();
  }
}
