package dev.bantam.converter.onnx;

import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.converter.UnsupportedNodeException;
import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Widening;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import org.jspecify.annotations.Nullable;

/** One node, as a rule sees it: its inputs as edges, its attributes by type, and where to emit. */
final class OnnxCall {
  private final NodeProto node;
  private final int opset;
  private final List<Edge> inputs;
  private final Map<String, AttributeProto> attributes;
  private final OnnxLowering lowering;
  private final OnnxScope scope;

  OnnxCall(
      NodeProto node,
      int opset,
      List<Edge> inputs,
      Map<String, AttributeProto> attributes,
      OnnxLowering lowering,
      OnnxScope scope) {
    this.node = node;
    this.opset = opset;
    this.inputs = inputs;
    this.attributes = attributes;
    this.lowering = lowering;
    this.scope = scope;
  }

  Builder b() {
    return scope.builder();
  }

  OnnxLowering lowering() {
    return lowering;
  }

  OnnxScope scope() {
    return scope;
  }

  String operator() {
    return node.getOpType();
  }

  /** The version of the operator set that the node is written in. */
  int opset() {
    return opset;
  }

  int inputCount() {
    return inputs.size();
  }

  int outputCount() {
    return node.getOutputCount();
  }

  boolean hasOutput(int index) {
    return index < node.getOutputCount() && !node.getOutput(index).isEmpty();
  }

  boolean has(int index) {
    return index < inputs.size() && !inputs.get(index).isAbsent();
  }

  /** An input that has to be there. */
  Edge in(int index) {
    if (!has(index)) throw invalid("input %d is missing", index);
    return inputs.get(index);
  }

  /** An input that may be left out. */
  Edge optional(int index) {
    return has(index) ? inputs.get(index) : Edge.ABSENT;
  }

  List<Edge> inputs() {
    return inputs;
  }

  /** The type of packed integers that an input was stored in, if it was. */
  Optional<DType> packed(int index) {
    return index < node.getInputCount() ? lowering.packed(node.getInput(index)) : Optional.empty();
  }

  // Attributes

  boolean hasAttribute(String name) {
    return attributes.containsKey(name);
  }

  private @Nullable AttributeProto attribute(String name, AttributeProto.AttributeType type) {
    var attribute = attributes.get(name);
    if (attribute == null || attribute.getType() == type) return attribute;
    throw invalid("attribute \"%s\" is of type %s, must be %s", name, attribute.getType(), type);
  }

  long integer(String name, long otherwise) {
    var attribute = attribute(name, AttributeProto.AttributeType.INT);
    return attribute == null ? otherwise : attribute.getI();
  }

  boolean flag(String name, boolean otherwise) {
    return integer(name, otherwise ? 1 : 0) != 0;
  }

  float real(String name, double otherwise) {
    var attribute = attribute(name, AttributeProto.AttributeType.FLOAT);
    return attribute == null ? (float) otherwise : attribute.getF();
  }

  String text(String name, String otherwise) {
    var attribute = attribute(name, AttributeProto.AttributeType.STRING);
    return attribute == null ? otherwise : attribute.getS().toStringUtf8();
  }

  /** One of some words. */
  String word(String name, String otherwise, String... words) {
    var text = text(name, otherwise);
    if (!Arrays.asList(words).contains(text))
      throw invalid(
          "attribute \"%s\" is \"%s\", must be one of %s", name, text, String.join(", ", words));
    return text;
  }

  Optional<List<Long>> integers(String name) {
    var attribute = attribute(name, AttributeProto.AttributeType.INTS);
    return attribute == null ? Optional.empty() : Optional.of(attribute.getIntsList());
  }

  Optional<List<Float>> reals(String name) {
    var attribute = attribute(name, AttributeProto.AttributeType.FLOATS);
    return attribute == null ? Optional.empty() : Optional.of(attribute.getFloatsList());
  }

  List<String> texts(String name) {
    var attribute = attribute(name, AttributeProto.AttributeType.STRINGS);
    return attribute == null
        ? List.of()
        : attribute.getStringsList().stream().map(bytes -> bytes.toStringUtf8()).toList();
  }

  Optional<Literal> tensor(String name) {
    var attribute = attribute(name, AttributeProto.AttributeType.TENSOR);
    return attribute == null
        ? Optional.empty()
        : Optional.of(lowering.tensors().read(attribute.getT()));
  }

  GraphProto graph(String name) {
    var attribute = attribute(name, AttributeProto.AttributeType.GRAPH);
    if (attribute == null) throw invalid("attribute \"%s\" is missing, must be a graph", name);
    return attribute.getG();
  }

  /** The element type that an attribute names by its number. */
  DType dtype(String name, DType otherwise) {
    if (!hasAttribute(name)) return otherwise;
    int number = (int) integer(name, 0);
    return OnnxTensors.dtype(number)
        .filter(dtype -> dtype.kind() != DType.Kind.PACKED)
        .map(Widening::of)
        .orElseThrow(
            () ->
                unsupported(
                    "the element type " + OnnxTensors.typeName(number) + " has no counterpart",
                    "use a type such as float32, int32 or int8"));
  }

  // Inputs whose values have to be known

  Literal constant(int index, String what) {
    return in(index)
        .constant()
        .orElseThrow(
            () ->
                unsupported(
                    "its %s (input %d) is known only when the model runs".formatted(what, index),
                    "make it an initializer or a constant"));
  }

  List<Long> constants(int index, String what) {
    var value = constant(index, what);
    return Arrays.stream(value.toLongs()).boxed().toList();
  }

  /** The integers of an attribute in old opsets, of an input in new ones. */
  Optional<List<Long>> integersOf(String attribute, int input) {
    if (has(input)) return Optional.of(constants(input, attribute));
    return integers(attribute);
  }

  /** A shape that an input gives, with symbols for what is known only when the model runs. */
  List<Dim> shape(int index, String what) {
    return in(index)
        .content()
        .orElseThrow(
            () ->
                unsupported(
                    "its %s (input %d) is known only when the model runs".formatted(what, index),
                    "make it an initializer, or compute it from the shapes of tensors"));
  }

  // Refusals

  ConversionException invalid(String problem, Object... details) {
    return new ConversionException(Kind.INVALID_GRAPH, problem, details);
  }

  ConversionException shapeMismatch(String problem, Object... details) {
    return new ConversionException(Kind.SHAPE_MISMATCH, problem, details);
  }

  UnsupportedNodeException unsupported(String problem, String fix) {
    return new UnsupportedNodeException(problem, fix);
  }
}
