package dev.bantam.quantization;

import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.op.Operators;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Makes a float graph an integer one, where its operators have integer kernels; the others stay in
 * float between QUANTIZE and DEQUANTIZE. A tensor keeps its name in the form in which it is
 * computed, so that two models can be compared tensor by tensor.
 */
final class IntegerQuantizer {
  private final Graph graph;
  private final DType dtype;
  private final boolean floatInterface;
  private final IntegerPlan plan;
  private final GraphEdit edit;
  private final Map<Integer, Integer> floats = new HashMap<>();
  private final Map<Integer, Integer> integers = new HashMap<>();

  private IntegerQuantizer(
      Graph graph,
      DType dtype,
      Map<Integer, Range> ranges,
      boolean floatInterface,
      Operators operators) {
    this.graph = graph;
    this.dtype = dtype;
    this.floatInterface = floatInterface;
    plan = new IntegerPlan(graph, dtype, ranges, operators);
    edit = new GraphEdit(graph);
  }

  /**
   * @param dtype of activations, {@code i8} or {@code i16}
   * @param ranges of activations, by tensor index of the main subgraph
   * @param floatInterface whether inputs and outputs stay in float
   */
  static Graph quantize(
      Graph graph,
      DType dtype,
      Map<Integer, Range> ranges,
      boolean floatInterface,
      Operators operators) {
    return new IntegerQuantizer(graph, dtype, ranges, floatInterface, operators).run();
  }

  private Graph run() {
    var main = graph.main();
    for (int i = 0; i < main.tensors().size(); i++)
      if (main.tensor(i).constant().isPresent()) floats.put(i, i);
    for (int input : main.inputs()) {
      if (!floatInterface && plan.isQuantized(input)) becomeInteger(input);
      else floats.put(input, input);
    }
    for (var node : main.nodes()) {
      var rule = plan.rule(node);
      if (rule.isPresent()) integer(node, rule.get());
      else untouched(node);
    }
    if (floatInterface) edit.setOutputs(main.outputs().stream().map(this::floatForm).toList());
    return edit.build();
  }

  private void becomeInteger(int tensor) {
    edit.replace(tensor, typed(edit.tensor(tensor), plan.quantization(tensor)));
    integers.put(tensor, tensor);
  }

  private GraphTensor typed(GraphTensor tensor, Quantization quantization) {
    return tensor.with(tensor.type().with(dtype)).with(quantization);
  }

  private void untouched(Node node) {
    edit.add(node.with(node.inputs().stream().map(this::floatForm).toList(), node.outputs()));
    for (int output : node.outputs()) floats.put(output, output);
  }

  private void integer(Node node, OperatorRule rule) {
    var inputs = new ArrayList<>(node.inputs());
    for (int i = 0; i < inputs.size(); i++) {
      int tensor = inputs.get(i);
      if (plan.data(node, rule).contains(tensor)) inputs.set(i, operand(tensor, node, rule));
    }
    if (rule instanceof OperatorRule.Weighted weighted) weigh(node, weighted, inputs);
    for (int output : node.outputs()) becomeInteger(output);
    edit.add(withOptions(node).with(inputs, node.outputs()));
  }

  private int operand(int tensor, Node node, OperatorRule rule) {
    int form = integerForm(tensor);
    if (!(rule instanceof OperatorRule.Shared)) return form;
    var wanted = plan.quantization(node.outputs().getFirst());
    if (Objects.equals(edit.tensor(form).quantization().orElse(null), wanted)) return form;
    return converted(
        form,
        "QUANTIZE",
        typed(edit.tensor(form).named(edit.tensor(form).name() + "_requantized"), wanted));
  }

  private int integerForm(int tensor) {
    var known = integers.get(tensor);
    if (known != null) return known;
    var quantization = plan.quantization(tensor);
    var original = graph.main().tensor(tensor);
    int form =
        original.constant().isPresent()
            ? edit.add(
                WeightQuantizer.asActivation(
                    original.named(original.name() + "_quantized"), dtype, quantization))
            : converted(
                tensor,
                "QUANTIZE",
                typed(original.named(original.name() + "_quantized"), quantization));
    integers.put(tensor, form);
    return form;
  }

  private int floatForm(int tensor) {
    if (tensor == Node.ABSENT) return tensor;
    var known = floats.get(tensor);
    if (known != null) return known;
    if (!integers.containsKey(tensor)) return tensor;
    var original = graph.main().tensor(tensor);
    int form =
        converted(
            integers.get(tensor), "DEQUANTIZE", original.named(original.name() + "_dequantized"));
    floats.put(tensor, form);
    return form;
  }

  private int converted(int from, String operator, GraphTensor to) {
    int added = edit.add(to);
    edit.add(operator, from, added);
    return added;
  }

  private void weigh(Node node, OperatorRule.Weighted rule, List<Integer> inputs) {
    var weights = graph.main().tensor(node.inputs().get(rule.weights()));
    int data = plan.data(node, rule).getFirst();
    float inputScale = edit.tensor(integerForm(data)).quantization().orElseThrow().scale();
    var scales = WeightQuantizer.scales(weights, rule.axis());
    int bias = IntegerPlan.bias(node, rule);
    if (bias != Node.ABSENT) {
      var values = graph.main().tensor(bias).constant().orElseThrow().toFloats();
      if (dtype == DType.I8) scales = WeightQuantizer.widenedForBias(scales, inputScale, values);
      var integer =
          WeightQuantizer.bias(
              graph.main().tensor(bias),
              inputScale,
              scales,
              dtype == DType.I8 ? DType.I32 : DType.I64);
      inputs.set(rule.bias(), edit.add(integer.named(integer.name() + "_quantized")));
    }
    var quantized = WeightQuantizer.symmetric(weights, rule.axis(), scales);
    inputs.set(rule.weights(), edit.add(quantized.named(quantized.name() + "_quantized")));
  }

  /** 16-bit ADD and SUB take the path for powers of two unless told otherwise. */
  private Node withOptions(Node node) {
    boolean additive = node.operator().equals("ADD") || node.operator().equals("SUB");
    if (dtype != DType.I16 || !additive) return node;
    var values = new TreeMap<>(node.attributes().values());
    values.put("pot_scale_int16", false);
    var options =
        Attributes.of(node.operator().equals("ADD") ? "AddOptions" : "SubOptions", values);
    return new Node(
        node.operator(),
        false,
        node.version(),
        node.inputs(),
        node.outputs(),
        node.intermediates(),
        options);
  }
}
