package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/**
 * The basic kernel: x and the output before, one behind the other, times one matrix; its gates are
 * input, new value, forget, output. Results are the output, the state, and what the kernel keeps
 * between: the operands joined, and the gates.
 */
final class BasicLstmStep {
  private BasicLstmStep() {}

  static List<Value> of(Call<?> call, ProgramBuilder b) {
    var x = call.operand("x");
    var joined = b.concat(List.of(x, call.operand("x_to_input")), x.type().rank() - 1);
    return x.type().dtype().isFloat() ? real(call, joined, b) : quantized(call, joined, b);
  }

  private static Value product(Value x, Value weights, DType accumulator, ProgramBuilder b) {
    return b.contract(x, weights, List.of(1), List.of(1), List.of(), List.of(), accumulator);
  }

  private static Value gate(Value gates, int index, ProgramBuilder b) {
    int depth = gates.type().extent(1) / 4;
    return b.slice(gates, 1, index * depth, (index + 1) * depth);
  }

  private static List<Value> real(Call<?> call, Value joined, ProgramBuilder b) {
    var sum = product(joined, call.operand("x_to_forget"), DType.F32, b);
    var gates = b.add(sum, call.operand("x_to_cell"));
    var added =
        b.mul(b.unary(Fn1.LOGISTIC, gate(gates, 0, b)), b.unary(Fn1.TANH, gate(gates, 1, b)));
    var kept = b.mul(b.unary(Fn1.LOGISTIC, gate(gates, 2, b)), call.operand("x_to_output"));
    var state = b.add(added, kept);
    var output = b.mul(b.unary(Fn1.TANH, state), b.unary(Fn1.LOGISTIC, gate(gates, 3, b)));
    return List.of(output, state, joined, gates);
  }

  /** {@code u8} rows and weights; gates in Q3.12 and the state in Q4.11, both {@code i16}. */
  private static List<Value> quantized(Call<?> call, Value joined, ProgramBuilder b) {
    var weights =
        Rescaling.centred(call.operand("x_to_forget"), call.quantization("x_to_forget"), b);
    var rows = Rescaling.centred(joined, call.quantization("x"), b);
    var sum = b.add(product(rows, weights, DType.I32, b), call.operand("x_to_cell"));
    var gates = saturated(scaled(sum, 4096.0 * call.quantization("x_to_cell").scale(), b), b);
    var input = ShortGates.logistic(gate(gates, 0, b), b);
    var update = ShortGates.tanh(gate(gates, 1, b), 3, b);
    var forget = ShortGates.logistic(gate(gates, 2, b), b);
    var open = ShortGates.logistic(gate(gates, 3, b), b);
    var added = Rescaling.shifted(high(input, update, b), 4, b);
    var kept = high(forget, call.operand("x_to_output"), b);
    var state = saturated(b.add(added, kept), b);
    var wide = b.convert(state, DType.I32);
    var narrow = saturated(b.mul(wide, b.like(wide, 2L)), b);
    var output = Rescaling.shifted(high(open, ShortGates.tanh(narrow, 3, b), b), 8, b);
    var bounded = b.min(b.max(output, b.like(output, -128L)), b.like(output, 127L));
    var y = b.convert(b.add(bounded, b.like(bounded, 128L)), DType.U8);
    return List.of(y, state, joined, gates);
  }

  /** By a multiplier below 1; the second rounding takes ties up. */
  private static Value scaled(Value x, double multiplier, ProgramBuilder b) {
    var exact = Multiplier.of(multiplier);
    var product =
        FixedPoint.srdhm(b, x, b.broadcast(b.like(x, (long) exact.value()), x.type().shape()));
    int bits = -exact.shift();
    if (bits <= 0) return b.mul(product, b.like(product, 1L << -bits));
    var moved = b.add(product, b.like(product, 1L << (bits - 1)));
    return b.binary(Fn2.SHR, moved, b.like(moved, (long) bits));
  }

  /** The high half of twice the product of {@code i16}, rounded, in {@code i32}. */
  private static Value high(Value x, Value y, ProgramBuilder b) {
    var product = b.mul(b.convert(x, DType.I32), b.convert(y, DType.I32));
    var moved = b.add(product, b.like(product, 1L << 14));
    return b.binary(Fn2.SHR, moved, b.like(moved, 15L));
  }

  private static Value saturated(Value x, ProgramBuilder b) {
    var above = b.max(x, b.like(x, (long) Short.MIN_VALUE));
    return b.convert(b.min(above, b.like(x, (long) Short.MAX_VALUE)), DType.I16);
  }
}
