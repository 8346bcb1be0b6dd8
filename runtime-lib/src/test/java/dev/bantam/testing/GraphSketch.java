package dev.bantam.testing;

import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.interp.Interpreter;
import dev.bantam.op.Lowering;
import dev.bantam.op.OperatorException;
import dev.bantam.op.Operators;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A graph that grows by one operator at a time, with random values where any would do. */
final class GraphSketch {
  private static final int MOST_ELEMENTS = 4000;

  private final SplittableRandom random;
  private final DType dtype;
  private final List<GraphTensor> tensors = new ArrayList<>();
  private final List<Integer> images = new ArrayList<>();
  private final List<Integer> inputs = new ArrayList<>();
  private final List<Integer> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Lowering lowering = new Lowering(Operators.standard(), new Interpreter());

  GraphSketch(SplittableRandom random, DType dtype) {
    this.random = random;
    this.dtype = dtype;
    for (int i = 0; i < 2; i++) {
      var shape = Shape.of(1, between(3, 9), between(3, 9), between(1, 9));
      inputs.add(tensors.size());
      images.add(tensors.size());
      tensors.add(value("input" + i, shape, anyScale()));
    }
  }

  boolean isQuantized() {
    return dtype == DType.I8;
  }

  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  boolean onceIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  int operators() {
    return nodes.size();
  }

  GraphTensor tensor(int index) {
    return tensors.get(index);
  }

  /** A tensor of rank 4 that the graph computes or is given. */
  int image() {
    return pick(images);
  }

  int extent(int tensor, int axis) {
    return tensor(tensor).type().extent(axis);
  }

  /** A scale as calibration may find it. */
  Optional<Quantization> anyScale() {
    if (!isQuantized()) return Optional.empty();
    return scale((float) random.nextDouble(0.01, 0.1), between(-30, 30));
  }

  Optional<Quantization> scale(float scale, long zeroPoint) {
    return isQuantized() ? Optional.of(Quantization.perTensor(scale, zeroPoint)) : Optional.empty();
  }

  Optional<Quantization> scaleOf(int tensor) {
    return tensor(tensor).quantization();
  }

  private GraphTensor value(String name, Shape shape, Optional<Quantization> quantization) {
    var tensor = GraphTensor.of(name, new TensorType(dtype, shape));
    return quantization.map(tensor::with).orElse(tensor);
  }

  int constant(Literal value, Optional<Quantization> quantization) {
    var tensor = GraphTensor.constant("constant" + tensors.size(), value);
    tensors.add(quantization.map(tensor::with).orElse(tensor));
    return tensors.size() - 1;
  }

  int integers(int... values) {
    return constant(Literal.of(Shape.of(values.length), values), Optional.empty());
  }

  /** Weights with a scale for each index of {@code axis}, symmetric as stock demands it. */
  int weights(Shape shape, int axis) {
    var type = new TensorType(dtype, shape);
    if (!isQuantized()) return constant(literal(type, 0.5), Optional.empty());
    var scales = new ArrayList<Float>();
    for (int i = 0; i < shape.extent(axis); i++) scales.add((float) random.nextDouble(1e-3, 2e-2));
    return constant(literal(type, 127), Optional.of(Quantization.perAxis(scales, axis)));
  }

  /** One number for each output channel, in the scale of the products. */
  int bias(int input, int weights, int channels) {
    var type = TensorType.of(isQuantized() ? DType.I32 : DType.F32, channels);
    if (!isQuantized()) return constant(literal(type, 0.5), Optional.empty());
    float scale = tensor(input).quantization().orElseThrow().scale();
    var scales =
        tensor(weights).quantization().orElseThrow().scales().stream()
            .map(each -> each * scale)
            .toList();
    return constant(literal(type, 2000), Optional.of(Quantization.perAxis(scales, 0)));
  }

  /** Values of either sign, of at most that size. */
  Literal literal(TensorType type, double most) {
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (long i = 0; i < type.elements(); i++) {
      double value = random.nextDouble(-most, most);
      Literal.write(bytes, type.dtype(), i, value, Math.round(value));
    }
    return new Literal(type, bytes);
  }

  Attributes attributes(String table, Map<String, Object> values) {
    return Attributes.of(table, new TreeMap<>(values));
  }

  Object activation() {
    return pick(List.<Object>of("NONE", "NONE", "RELU", "RELU6"));
  }

  /**
   * Applies an operator, unless it does not fit its operands, or its result would be large or
   * nothing at all.
   *
   * @param scales of the results, one for each
   */
  void add(
      String operator,
      List<Integer> operands,
      Attributes attributes,
      List<Optional<Quantization>> scales) {
    var results = new ArrayList<Integer>();
    var known = new ArrayList<>(tensors);
    for (var scale : scales) {
      results.add(known.size());
      known.add(value("value" + known.size(), Shape.SCALAR, scale));
    }
    var node = Node.builtin(operator, operands, results, attributes);
    List<TensorType> types;
    try {
      types = lowering.resultTypes(node, known, Optional.empty());
    } catch (OperatorException windowLargerThanTheImage) {
      return;
    }
    for (var type : types) {
      if (type.elements() == 0 || type.elements() > MOST_ELEMENTS) return;
    }
    nodes.add(node);
    for (int i = 0; i < results.size(); i++) {
      tensors.add(value("value" + tensors.size(), types.get(i).shape(), scales.get(i)));
      outputs.add(results.get(i));
      if (types.get(i).rank() == 4) images.add(results.get(i));
    }
  }

  Graph graph() {
    var main = new Subgraph("main", tensors, inputs, outputs, nodes);
    return new Graph(List.of(main), List.of(), List.of(), "");
  }
}
