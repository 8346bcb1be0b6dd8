package dev.bantam.converter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.bantam.converter.ConversionOptions;
import dev.bantam.converter.Converter;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.run.Model;
import dev.bantam.type.Literal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;

/**
 * A model of one node, written as text.
 *
 * @param operator with its operator set, such as {@code Pad 13}; with a domain in front if it is
 *     not ONNX's own
 * @param inputs tensors, see {@link TextTensor}, parted by semicolons; one with {@code const} in
 *     front is an initializer, and one that is {@code -} is left out
 * @param attributes such as {@code axis=1 scale=0.5f mode=edge sizes=[1,2]}
 * @param outputs tensors as they have to be; one that is {@code -} is left out
 */
record OneNode(String operator, String inputs, String attributes, String outputs) {
  private static final String ABSENT = "-";

  private static List<String> parts(String text) {
    return List.of(text.strip().split("\\s*;\\s*"));
  }

  private static boolean isConstant(String input) {
    return input.startsWith("const ");
  }

  private static TextTensor tensor(String text) {
    return TextTensor.parse(text.replaceFirst("^const ", ""));
  }

  private ModelProto model() {
    var words = operator.strip().split("\\s+");
    int colon = words[0].indexOf(':');
    var domain = colon < 0 ? "" : words[0].substring(0, colon);
    var node = NodeProto.newBuilder().setDomain(domain).setOpType(words[0].substring(colon + 1));
    var graph = GraphProto.newBuilder().setName("test");
    int index = 0;
    for (var text : parts(inputs)) {
      var name = "x" + index++;
      node.addInput(text.equals(ABSENT) ? "" : name);
      if (text.equals(ABSENT)) continue;
      if (isConstant(text)) graph.addInitializer(tensor(text).initializer(name));
      else graph.addInput(tensor(text).input(name));
    }
    index = 0;
    for (var text : parts(outputs)) {
      var name = "y" + index++;
      node.addOutput(text.equals(ABSENT) ? "" : name);
      if (!text.equals(ABSENT)) graph.addOutput(tensor(text).output(name));
    }
    if (!attributes.isBlank())
      for (var attribute : attributes.strip().split("\\s+"))
        node.addAttribute(attribute(attribute));
    var model = ModelProto.newBuilder().setIrVersion(8).setGraph(graph.addNode(node));
    model.addOpsetImportBuilder().setDomain("").setVersion(Integer.parseInt(words[1]));
    if (!domain.isEmpty()) model.addOpsetImportBuilder().setDomain(domain).setVersion(1);
    return model.build();
  }

  private static AttributeProto attribute(String text) {
    int at = text.indexOf('=');
    var attribute = AttributeProto.newBuilder().setName(text.substring(0, at));
    var value = text.substring(at + 1);
    if (value.startsWith("[")) {
      attribute.setType(AttributeType.INTS);
      for (var number : value.substring(1, value.length() - 1).split(","))
        attribute.addInts(Long.parseLong(number));
    } else if (value.matches("-?\\d+")) {
      attribute.setType(AttributeType.INT).setI(Long.parseLong(value));
    } else if (value.matches("-?[0-9.e]+f")) {
      attribute.setType(AttributeType.FLOAT).setF(Float.parseFloat(value));
    } else {
      attribute.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
    }
    return attribute.build();
  }

  /** Converts it, runs it on the interpreter, and compares all outputs. */
  void check(Path folder) throws IOException {
    var file = Files.write(folder.resolve("model.onnx"), model().toByteArray());
    var conversion = new Converter().convert(file, ConversionOptions.NONE);
    var device = Devices.load().device("interp", DeviceOptions.DEFAULT);
    try (var model = Model.of(conversion.graph());
        var session = model.session(device)) {
      int index = 0;
      for (var text : parts(inputs))
        if (!isConstant(text) && !text.equals(ABSENT))
          session.input(index++).set(tensor(text).value());
      session.run();
      index = 0;
      for (var text : parts(outputs)) {
        if (text.equals(ABSENT)) continue;
        var output = session.output(index++);
        compare(new Literal(output.type(), output.bytes()), tensor(text).value());
      }
    }
  }

  private static void compare(Literal actual, Literal expected) {
    assertThat(actual.type()).isEqualTo(expected.type());
    var wrong = new ArrayList<String>();
    for (long i = 0; i < expected.elements(); i++) {
      double wanted = expected.real(i);
      double got = actual.real(i);
      boolean equal =
          expected.type().dtype().isFloat()
              ? got == wanted || Math.abs(got - wanted) <= 1e-5 + 1e-4 * Math.abs(wanted)
              : actual.integer(i) == expected.integer(i);
      if (!equal) wrong.add("element %d is %s, must be %s".formatted(i, got, wanted));
    }
    assertThat(wrong).isEmpty();
  }
}
