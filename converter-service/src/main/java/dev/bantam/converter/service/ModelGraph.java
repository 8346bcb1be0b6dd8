package dev.bantam.converter.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A graph for the eye: what the file says, without the values of its weights.
 *
 * @param subgraphs the main one first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelGraph(List<GraphPart> subgraphs) {

  /** A subgraph; inputs and outputs are indices of tensors. */
  public record GraphPart(
      String name,
      List<TensorDescription> tensors,
      List<OperatorDescription> operators,
      List<Integer> inputs,
      List<Integer> outputs) {}

  /** A tensor; {@code constant} if its value is in the file. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TensorDescription(
      String name,
      String type,
      List<Integer> shape,
      boolean constant,
      @Nullable Long sizeBytes,
      @Nullable QuantizationDescription quantization) {}

  /** {@code real = scale * (integer - zero point)}, along an axis where there are several. */
  public record QuantizationDescription(
      List<Float> scales, List<Long> zeroPoints, @Nullable Integer axis) {}

  /** An operator; an operand that is left out has the index -1. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OperatorDescription(
      String operator,
      List<Integer> inputs,
      List<Integer> outputs,
      Map<String, Object> attributes,
      @Nullable Long macs) {}

  static ModelGraph of(Graph graph) {
    return new ModelGraph(graph.subgraphs().stream().map(ModelGraph::part).toList());
  }

  private static GraphPart part(Subgraph subgraph) {
    return new GraphPart(
        subgraph.name(),
        subgraph.tensors().stream().map(ModelGraph::tensor).toList(),
        subgraph.nodes().stream().map(node -> operator(subgraph, node)).toList(),
        subgraph.inputs(),
        subgraph.outputs());
  }

  private static TensorDescription tensor(GraphTensor tensor) {
    return new TensorDescription(
        tensor.name(),
        TensorPort.typeName(tensor.type().dtype()),
        tensor.type().shape().extents(),
        tensor.constant().isPresent(),
        tensor.constant().map(value -> value.bytes().byteSize()).orElse(null),
        tensor
            .quantization()
            .map(
                it ->
                    new QuantizationDescription(
                        it.scales(), it.zeroPoints(), it.isPerAxis() ? it.axis() : null))
            .orElse(null));
  }

  private static OperatorDescription operator(Subgraph subgraph, Node node) {
    var macs = Work.macs(subgraph, node);
    return new OperatorDescription(
        node.operator(),
        node.inputs(),
        node.outputs(),
        attributes(node.attributes()),
        macs.isPresent() ? macs.getAsLong() : null);
  }

  /** Numbers, texts, flags and lists of these; byte strings only tell that they are there. */
  private static Map<String, Object> attributes(Attributes attributes) {
    var shown = new TreeMap<String, Object>();
    attributes.values().forEach((name, value) -> shown.put(name, shown(value)));
    return shown;
  }

  private static Object shown(Object value) {
    return switch (value) {
      case Long number -> number;
      case Double number -> number;
      case Boolean flag -> flag;
      case String text -> text;
      case List<?> list -> list.stream().map(ModelGraph::shown).toList();
      default -> value.toString();
    };
  }
}
