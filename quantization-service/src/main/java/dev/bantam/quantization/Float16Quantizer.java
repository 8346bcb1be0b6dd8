package dev.bantam.quantization;

import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;

/** Float constants stored in 16 bits, each behind a DEQUANTIZE that devices fold or fuse. */
final class Float16Quantizer {
  private Float16Quantizer() {}

  static Graph quantize(Graph graph) {
    var edit = new GraphEdit(graph);
    var widened = new HashMap<Integer, Integer>();
    for (var node : graph.main().nodes()) {
      var inputs = new ArrayList<Integer>();
      for (int tensor : node.inputs()) {
        inputs.add(
            isFloatConstant(graph, tensor)
                ? widened.computeIfAbsent(tensor, index -> widen(edit, graph.main().tensor(index)))
                : tensor);
      }
      edit.add(node.with(inputs, node.outputs()));
    }
    return edit.build();
  }

  private static boolean isFloatConstant(Graph graph, int tensor) {
    return tensor >= 0
        && graph.main().tensor(tensor).constant().isPresent()
        && graph.main().tensor(tensor).type().dtype() == DType.F32;
  }

  private static int widen(GraphEdit edit, GraphTensor constant) {
    var type = constant.type().with(DType.F16);
    var values = constant.constant().orElseThrow().toFloats();
    var halves = new short[values.length];
    for (int i = 0; i < halves.length; i++)
      halves[i] = Float.floatToFloat16(Math.clamp(values[i], -65504f, 65504f));
    int half =
        edit.add(
            constant
                .named(constant.name() + "_fp16")
                .with(new Literal(type, MemorySegment.ofArray(halves))));
    int whole = edit.add(GraphTensor.of(constant.name() + "_fp32", constant.type()));
    edit.add("DEQUANTIZE", half, whole);
    return whole;
  }
}
