package dev.bantam.converter.onnx;

import com.google.protobuf.ByteString;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** A tensor written as {@code f32[2,2] 1 2 3 4}; an extent such as {@code n=2} is open. */
record TextTensor(Literal value, String[] extents) {
  private static final Pattern FORM = Pattern.compile("(\\w+)\\[([^\\]]*)\\]\\s*(.*)");

  static TextTensor parse(String text) {
    var match = FORM.matcher(text.strip());
    if (!match.matches()) throw new IllegalArgumentException("not a tensor: " + text);
    var dtype = DType.valueOf(match.group(1).toUpperCase(Locale.ROOT));
    var extents = match.group(2).isBlank() ? new String[0] : match.group(2).split(",");
    var shape =
        Shape.of(
            Arrays.stream(extents)
                .mapToInt(e -> Integer.parseInt(e.substring(e.indexOf('=') + 1)))
                .toArray());
    var words = match.group(3).isBlank() ? new String[0] : match.group(3).split("\\s+");
    var type = new TensorType(dtype, shape);
    if (words.length != type.elements())
      throw new IllegalArgumentException(words.length + " values for " + text);
    var bytes = MemorySegment.ofArray(new byte[(int) type.bytes()]);
    for (int i = 0; i < words.length; i++) write(bytes, dtype, i, words[i]);
    return new TextTensor(new Literal(type, bytes), extents);
  }

  private static void write(MemorySegment bytes, DType dtype, int i, String word) {
    if (dtype.isFloat()) {
      double value = word.equals("-inf") ? Double.NEGATIVE_INFINITY : Double.parseDouble(word);
      Literal.write(bytes, dtype, i, value, (long) value);
    } else {
      Literal.write(bytes, dtype, i, 0, Long.parseLong(word));
    }
  }

  private DataType type() {
    return switch (value.type().dtype()) {
      case F32 -> DataType.FLOAT;
      case F16 -> DataType.FLOAT16;
      case I32 -> DataType.INT32;
      case I64 -> DataType.INT64;
      case I8 -> DataType.INT8;
      case U8 -> DataType.UINT8;
      case U64 -> DataType.UINT64;
      case BOOL -> DataType.BOOL;
      default -> throw new IllegalArgumentException("no tensors of " + value.type().dtype());
    };
  }

  TensorProto initializer(String name) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type().getNumber())
        .addAllDims(value.type().shape().extents().stream().map(Integer::longValue).toList())
        .setRawData(ByteString.copyFrom(value.bytes().toArray(ValueLayout.JAVA_BYTE)))
        .build();
  }

  ValueInfoProto input(String name) {
    var shape = TensorShapeProto.newBuilder();
    for (var extent : extents) {
      int open = extent.indexOf('=');
      if (open < 0) shape.addDimBuilder().setDimValue(Integer.parseInt(extent));
      else shape.addDimBuilder().setDimParam(extent.substring(0, open));
    }
    var tensor = TypeProto.Tensor.newBuilder().setElemType(type().getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  ValueInfoProto output(String name) {
    var tensor = TypeProto.Tensor.newBuilder().setElemType(type().getNumber());
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
