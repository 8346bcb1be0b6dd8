package dev.bantam.converter.tensorflow;

import com.google.protobuf.ByteString;
import dev.bantam.converter.ConstantFolder;
import dev.bantam.converter.Conversion;
import dev.bantam.converter.ConversionOptions;
import dev.bantam.converter.Limits;
import dev.bantam.interp.Interpreter;
import dev.bantam.op.Entry;
import dev.bantam.op.Lowering;
import dev.bantam.op.Operators;
import dev.bantam.type.Literal;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** A frozen graph of one node and its inputs, which a test writes, converts and runs. */
final class OneNode {
  private static final String NAME = "node";

  private final GraphDef.Builder graph = GraphDef.newBuilder();
  private final NodeDef.Builder node;
  private final List<String> names = new ArrayList<>();
  private final List<Literal> values = new ArrayList<>();

  private OneNode(String operator) {
    node = NodeDef.newBuilder().setName(NAME).setOp(operator);
  }

  static OneNode of(String operator) {
    return new OneNode(operator);
  }

  /** A further input, known only when the model runs. */
  OneNode input(Literal value) {
    var name = "input" + node.getInputCount();
    names.add(name);
    values.add(value);
    var shape = AttrValue.newBuilder().setShape(shape(value)).build();
    return add(name, "Placeholder", value, "shape", shape);
  }

  /** A further input, known when the model is converted. */
  OneNode constant(Literal value) {
    var bytes = ByteString.copyFrom(value.bytes().toArray(ValueLayout.JAVA_BYTE));
    var tensor =
        TensorProto.newBuilder()
            .setDtype(dtype(value))
            .setTensorShape(shape(value))
            .setTensorContent(bytes);
    var attribute = AttrValue.newBuilder().setTensor(tensor).build();
    return add("constant" + node.getInputCount(), "Const", value, "value", attribute);
  }

  private OneNode add(String name, String operator, Literal value, String key, AttrValue attr) {
    graph.addNode(
        NodeDef.newBuilder()
            .setName(name)
            .setOp(operator)
            .putAttr("dtype", AttrValue.newBuilder().setType(dtype(value)).build())
            .putAttr(key, attr));
    node.addInput(name);
    return this;
  }

  OneNode with(String attribute, String text) {
    return with(attribute, AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)));
  }

  OneNode with(String attribute, long number) {
    return with(attribute, AttrValue.newBuilder().setI(number));
  }

  OneNode with(String attribute, boolean flag) {
    return with(attribute, AttrValue.newBuilder().setB(flag));
  }

  OneNode with(String attribute, List<Long> numbers) {
    return with(
        attribute,
        AttrValue.newBuilder().setList(AttrValue.ListValue.newBuilder().addAllI(numbers)));
  }

  private OneNode with(String attribute, AttrValue.Builder value) {
    node.putAttr(attribute, value.build());
    return this;
  }

  private static TensorShapeProto shape(Literal value) {
    var shape = TensorShapeProto.newBuilder();
    for (int extent : value.type().shape().toArray())
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(extent));
    return shape.build();
  }

  private static DataType dtype(Literal value) {
    return switch (value.type().dtype()) {
      case F32 -> DataType.DT_FLOAT;
      case I32 -> DataType.DT_INT32;
      case I64 -> DataType.DT_INT64;
      case U8 -> DataType.DT_UINT8;
      default -> throw new IllegalArgumentException("no test has inputs of " + value.type());
    };
  }

  Conversion convert(int outputs) {
    var results = IntStream.range(0, outputs).mapToObj(i -> NAME + ":" + i).toList();
    return new TensorFlowFrontEnd(Limits.STANDARD, new ConstantFolder())
        .frozenGraph(
            graph.clone().addNode(node).build().toByteArray(),
            ConversionOptions.NONE.withEnds(names, results));
  }

  /** The values of its first outputs. */
  List<Literal> run(int outputs) {
    var interpreter = new Interpreter();
    var lowering = new Lowering(Operators.load(), interpreter);
    var program = lowering.lower(Entry.main(convert(outputs).graph()));
    return interpreter.instance(program).run(values);
  }

  @Override
  public String toString() {
    return node.getOp() + " " + node.getAttrMap().keySet();
  }
}
