package dev.bantam.op;

import dev.bantam.graph.GraphTensor;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** What variable tensors hold before the first run. */
final class VariableTensors {
  private VariableTensors() {}

  /** Zero, but for {@code i8} ones, which start at their zero point. */
  static Literal initial(GraphTensor tensor) {
    if (tensor.constant().isPresent()) return tensor.constant().orElseThrow();
    if (tensor.type().dtype() != DType.I8 || tensor.quantization().isEmpty())
      return Literal.zeros(tensor.type());
    var bytes = new byte[Math.toIntExact(tensor.type().bytes())];
    Arrays.fill(bytes, (byte) tensor.quantization().orElseThrow().zeroPoint());
    return new Literal(tensor.type(), MemorySegment.ofArray(bytes));
  }
}
