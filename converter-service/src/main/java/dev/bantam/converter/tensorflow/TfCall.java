package dev.bantam.converter.tensorflow;

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
import java.util.Optional;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/** One node, as a rule sees it. An attribute that is missing has the operator's default. */
final class TfCall {
  private final NodeDef node;
  private final List<TfValue> inputs;
  private final TfLowering lowering;
  private final TfScope scope;

  TfCall(NodeDef node, List<TfValue> inputs, TfLowering lowering, TfScope scope) {
    this.node = node;
    this.inputs = inputs;
    this.lowering = lowering;
    this.scope = scope;
  }

  /** The same node with other inputs. */
  TfCall with(List<TfValue> others) {
    return new TfCall(node, others, lowering, scope);
  }

  Builder b() {
    return scope.builder();
  }

  TfLowering lowering() {
    return lowering;
  }

  TfScope scope() {
    return scope;
  }

  String operator() {
    return node.getOp();
  }

  String name() {
    return node.getName();
  }

  /** What an input refers to. */
  String reference(int index) {
    return node.getInput(index);
  }

  int inputCount() {
    return inputs.size();
  }

  List<TfValue> values() {
    return inputs;
  }

  TfValue value(int index) {
    if (index >= inputs.size()) throw invalid("input %d is missing", index);
    return inputs.get(index);
  }

  Edge in(int index) {
    return switch (value(index)) {
      case TfValue.Tensor(var edge) -> edge;
      case TfValue.Variable(var handle) -> lowering.read(handle, b());
      case TfValue.Text _ ->
          throw unsupported(
              "input %d is a string".formatted(index), "keep strings out of the model");
      case TfValue other ->
          throw unsupported("input %d is %s".formatted(index, kind(other)), "feed a tensor");
    };
  }

  private static String kind(TfValue value) {
    return switch (value) {
      case TfValue.Variable _ -> "a variable";
      case TfValue.Table _ -> "a table";
      case TfValue.TensorList _ -> "a list";
      case TfValue.Tensor _ -> "a tensor";
      case TfValue.Complex _ -> "complex";
      case TfValue.Text _ -> "a string";
      case TfValue.Unknown _, TfValue.Nothing _ -> "nothing";
    };
  }

  /** All inputs but the last {@code rest}, as tensors. */
  List<Edge> tensors(int rest) {
    var edges = new java.util.ArrayList<Edge>();
    for (int i = 0; i < inputs.size() - rest; i++) edges.add(in(i));
    return edges;
  }

  // Attributes

  Optional<AttrValue> attribute(String name) {
    return Optional.ofNullable(node.getAttrMap().get(name));
  }

  long integer(String name, long otherwise) {
    return attribute(name).map(AttrValue::getI).orElse(otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return attribute(name).map(AttrValue::getB).orElse(otherwise);
  }

  float real(String name, double otherwise) {
    return attribute(name).map(AttrValue::getF).orElse((float) otherwise);
  }

  String text(String name, String otherwise) {
    return attribute(name).map(value -> value.getS().toStringUtf8()).orElse(otherwise);
  }

  List<Long> integers(String name, List<Long> otherwise) {
    return attribute(name).map(value -> value.getList().getIList()).orElse(otherwise);
  }

  DType dtype(String name, DType otherwise) {
    return attribute(name)
        .map(
            value ->
                Widening.of(TfTensors.requireDtype(value.getType(), "attribute \"" + name + "\"")))
        .orElse(otherwise);
  }

  /** The name of a function. */
  String function(String name) {
    return attribute(name)
        .map(value -> value.getFunc().getName())
        .orElseThrow(() -> invalid("attribute \"%s\" is missing, must name a function", name));
  }

  int axis(long axis, int rank) {
    return Builder.axis(axis, rank);
  }

  // Inputs whose values have to be known

  Literal constant(int index, String what) {
    return in(index)
        .constant()
        .orElseThrow(
            () ->
                unsupported(
                    "its %s (input %d) is known only when the model runs".formatted(what, index),
                    "make it a constant"));
  }

  List<Integer> constants(int index, String what) {
    return Arrays.stream(constant(index, what).toInts()).boxed().toList();
  }

  /** A shape that an input gives. */
  List<Dim> shape(int index, String what) {
    return in(index)
        .content()
        .orElseThrow(
            () ->
                unsupported(
                    "its %s (input %d) is known only when the model runs".formatted(what, index),
                    "make it a constant, or compute it from the shapes of tensors"));
  }

  ConversionException invalid(String problem, Object... details) {
    return new ConversionException(Kind.INVALID_GRAPH, problem, details);
  }

  UnsupportedNodeException unsupported(String problem, String fix) {
    return new UnsupportedNodeException(problem, fix);
  }
}
