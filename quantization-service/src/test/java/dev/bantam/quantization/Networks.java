package dev.bantam.quantization;

import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Small float networks with random weights. */
final class Networks {
  private final Random random = new Random(3);
  private final List<GraphTensor> tensors = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  static Graph convolutions() {
    var made = new Networks();
    int x = made.tensor("x", 1, 8, 8, 4);
    var relu =
        options(
            "Conv2DOptions",
            Map.of(
                "padding",
                "SAME",
                "stride_w",
                1L,
                "stride_h",
                1L,
                "fused_activation_function",
                "RELU"));
    int a =
        made.apply(
            "CONV_2D",
            "relu",
            relu,
            new int[] {1, 8, 8, 6},
            x,
            made.weights(6, 3, 3, 4),
            made.weights(6));
    var relu6 =
        options(
            "DepthwiseConv2DOptions",
            Map.of(
                "padding",
                "SAME",
                "stride_w",
                1L,
                "stride_h",
                1L,
                "depth_multiplier",
                1L,
                "fused_activation_function",
                "RELU6"));
    int b =
        made.apply(
            "DEPTHWISE_CONV_2D",
            "depthwise",
            relu6,
            new int[] {1, 8, 8, 6},
            a,
            made.weights(1, 3, 3, 6),
            made.weights(6));
    int sum =
        made.apply("ADD", "sum", options("AddOptions", Map.of()), new int[] {1, 8, 8, 6}, a, b);
    var pool =
        options(
            "Pool2DOptions",
            Map.of(
                "filter_width",
                8L,
                "filter_height",
                8L,
                "stride_w",
                8L,
                "stride_h",
                8L,
                "padding",
                "VALID"));
    int pooled = made.apply("AVERAGE_POOL_2D", "pooled", pool, new int[] {1, 1, 1, 6}, sum);
    int shape = made.add(GraphTensor.constant("shape", Literal.of(Shape.of(2), 1, 6)));
    int flat = made.apply("RESHAPE", "flat", Attributes.NONE, new int[] {1, 6}, pooled, shape);
    int logits =
        made.apply(
            "FULLY_CONNECTED",
            "logits",
            Attributes.NONE,
            new int[] {1, 5},
            flat,
            made.weights(5, 6),
            made.weights(5));
    int answer =
        made.apply(
            "SOFTMAX",
            "answer",
            options("SoftmaxOptions", Map.of("beta", 1.0)),
            new int[] {1, 5},
            logits);
    return made.build(x, answer);
  }

  /** An operator that has no integer kernel between two that have. */
  static Graph withSine() {
    var made = new Networks();
    int x = made.tensor("x", 1, 4);
    int a =
        made.apply(
            "FULLY_CONNECTED",
            "a",
            Attributes.NONE,
            new int[] {1, 4},
            x,
            made.weights(4, 4),
            made.weights(4));
    int b = made.apply("SIN", "b", Attributes.NONE, new int[] {1, 4}, a);
    int c =
        made.apply(
            "FULLY_CONNECTED",
            "c",
            Attributes.NONE,
            new int[] {1, 2},
            b,
            made.weights(2, 4),
            made.weights(2));
    return made.build(x, c);
  }

  /** One layer with weights large enough for a dynamic range. */
  static Graph wide() {
    var made = new Networks();
    int x = made.tensor("x", 1, 64);
    int a =
        made.apply(
            "FULLY_CONNECTED",
            "a",
            Attributes.NONE,
            new int[] {1, 32},
            x,
            made.weights(32, 64),
            made.weights(32));
    return made.build(x, a);
  }

  private static Attributes options(String table, Map<String, Object> values) {
    return Attributes.of(table, new TreeMap<>(values));
  }

  private int tensor(String name, int... extents) {
    return add(GraphTensor.of(name, TensorType.of(DType.F32, extents)));
  }

  private int weights(int... extents) {
    var shape = Shape.of(extents);
    var values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian() * 0.3f;
    return add(GraphTensor.constant("w" + tensors.size(), Literal.of(shape, values)));
  }

  private int add(GraphTensor tensor) {
    tensors.add(tensor);
    return tensors.size() - 1;
  }

  private int apply(
      String operator, String name, Attributes attributes, int[] extents, Integer... inputs) {
    int output = tensor(name, extents);
    nodes.add(Node.builtin(operator, List.of(inputs), List.of(output), attributes));
    return output;
  }

  private Graph build(int input, int output) {
    var main = new Subgraph("main", tensors, List.of(input), List.of(output), nodes);
    return new Graph(List.of(main), List.of(), List.of(), "");
  }
}
