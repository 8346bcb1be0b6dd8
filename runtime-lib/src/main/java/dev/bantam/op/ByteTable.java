package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.function.UnaryOperator;

/** Functions of one 8-bit integer, computed once for all 256. */
final class ByteTable {
  private ByteTable() {}

  /** {@code fn} of each element; {@code fn} may be composed of anything that is elementwise. */
  static Value of(Value x, ProgramBuilder b, UnaryOperator<Value> fn) {
    var dtype = x.type().dtype();
    var index = b.iota(256, DType.I32);
    var all = b.convert(b.add(index, b.like(index, dtype.lowest())), dtype);
    var place = b.convert(x, DType.I32);
    return b.gather(fn.apply(all), b.add(place, b.like(place, -dtype.lowest())), 0);
  }

  /** Dequantizes, applies a function of reals, quantizes. */
  static Value ofReal(Call<?> call, String operand, ProgramBuilder b, UnaryOperator<Value> fn) {
    var from = call.quantization(operand);
    var to = call.resultQuantization(0);
    var dtype = call.resultType(0).dtype();
    return of(
        call.operand(operand),
        b,
        all -> Reals.quantize(fn.apply(Reals.dequantize(all, from, b)), to, dtype, b));
  }
}
