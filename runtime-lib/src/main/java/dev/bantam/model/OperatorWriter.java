package dev.bantam.model;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.bantam.graph.Node;
import dev.bantam.model.fbs.tflite.Operator;

/** One operator. */
final class OperatorWriter {
  private final FlatBufferBuilder builder;
  private final OptionsWriter options;

  OperatorWriter(FlatBufferBuilder builder) {
    this.builder = builder;
    options = new OptionsWriter(builder, Schema.TFLITE);
  }

  /** Where the operator came to lie, given the index of its code. */
  int write(Node node, int code) {
    int inputs = GraphWriter.integers(builder, node.inputs());
    int outputs = GraphWriter.integers(builder, node.outputs());
    int intermediates =
        node.intermediates().isEmpty() ? 0 : GraphWriter.integers(builder, node.intermediates());
    var attributes = node.attributes();
    int custom =
        attributes.custom().isEmpty()
            ? 0
            : OptionsWriter.bytes(builder, attributes.custom().segment(), 1);
    boolean none = attributes.table().isEmpty();
    int table = none ? 0 : options.write(attributes);
    Operator.startOperator(builder);
    Operator.addOpcodeIndex(builder, code);
    Operator.addInputs(builder, inputs);
    Operator.addOutputs(builder, outputs);
    if (intermediates != 0) Operator.addIntermediates(builder, intermediates);
    if (custom != 0) Operator.addCustomOptions(builder, custom);
    if (!none) options(attributes.table(), table);
    return Operator.endOperator(builder);
  }

  private void options(String name, int table) {
    int older = Schema.TFLITE.union("BuiltinOptions").members().indexOf(name) + 1;
    int newer = Schema.TFLITE.union("BuiltinOptions2").members().indexOf(name) + 1;
    if (older > 0) {
      Operator.addBuiltinOptionsType(builder, (byte) older);
      Operator.addBuiltinOptions(builder, table);
    } else if (newer > 0) {
      Operator.addBuiltinOptions2Type(builder, (byte) newer);
      Operator.addBuiltinOptions2(builder, table);
    } else {
      throw new IllegalArgumentException("%s are no operator's options".formatted(name));
    }
  }
}
