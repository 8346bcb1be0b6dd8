package dev.bantam.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.model.TfliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources of some hundred bytes that ask for constants, or results, of gigabytes. */
class HungrySourcesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "EyeLike;            100000x100000; ;             such constants",
        "HannWindow;         ;              2147483647;   such constants",
        "HannWindow;         ;              -1;           window of -1",
        "Split;              100000000;     ;             num_outputs is 90000000 for 1",
      })
  void areRefused(String operator, String input, Long size, String reason) throws IOException {
    var file = Files.write(folder.resolve("hungry.onnx"), model(operator, input, size));
    var refusal =
        catchThrowableOfType(
            ConversionException.class, () -> new Converter().convert(file, ConversionOptions.NONE));
    assertThat(refusal).isNotNull();
    assertThat(refusal.getMessage()).containsPattern(reason);
    assertThat(refusal.kind()).isIn(Kind.TOO_LARGE, Kind.INVALID_GRAPH);
  }

  @Test
  void aMaskOfPlacesIsComputedAndNoConstant() throws IOException {
    var source = Files.write(folder.resolve("trilu.onnx"), model("Trilu", "100000x100000", null));
    var graph = new Converter().convert(source, ConversionOptions.NONE).graph();
    var target = folder.resolve("trilu.tflite");
    TfliteFile.write(graph, target);
    assertThat(target).exists();
    assertThat(Files.size(target)).isLessThan(1 << 20);
  }

  private static byte[] model(String operator, String input, @Nullable Long size) {
    var node = NodeProto.newBuilder().setOpType(operator).setName("n").addInput("x").addOutput("y");
    if (operator.equals("Split")) node.addAttribute(integer("num_outputs", 90_000_000));
    var graph = GraphProto.newBuilder().setName("g").addNode(node).addOutput(value("y", ""));
    if (size == null) graph.addInput(value("x", input));
    else graph.addInitializer(scalar(size));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  private static TensorProto scalar(long value) {
    return TensorProto.newBuilder()
        .setName("x")
        .setDataType(TensorProto.DataType.INT64_VALUE)
        .addInt64Data(value)
        .build();
  }

  private static ValueInfoProto value(String name, String extents) {
    var type = TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE);
    if (!extents.isEmpty()) {
      for (var extent : extents.split("x")) {
        type.getShapeBuilder().addDimBuilder().setDimValue(Long.parseLong(extent));
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
