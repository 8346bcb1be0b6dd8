package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** The natural logarithm of integers times a scale, by a table of 128 segments; 0 up to 1. */
public final class SignalFilterBankLog implements Operator.Single<SignalFilterBankLog.Options> {
  private static final int SCALE_BITS = 16;
  private static final int SEGMENT_BITS = 7;

  /** {@code 2^16 log 2}. */
  private static final long LOG_2 = 45426;

  /** How many bits the operand is moved up, and what the logarithm is multiplied by. */
  public record Options(int bits, long scale) {}

  @Override
  public Signature signature() {
    return Signature.custom("SignalFilterBankLog").operand("x", Types.of(DType.U32)).result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        SignalBits.of(raw, "input_correction_bits", 31), raw.integer("output_scale", 0));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var options = call.attributes();
    var x = b.binary(Fn2.SHL, call.operand("x"), b.constant(DType.U32, (long) options.bits()));
    var logarithm = b.convert(log2(x, b), DType.U64);
    var half = b.constant(DType.U64, 1L << (SCALE_BITS - 1));
    var natural = down(b.add(b.mul(logarithm, b.constant(DType.U64, LOG_2)), half), b);
    // The last product is one of 32 bits, as files expect it.
    var scale = b.constant(DType.U32, options.scale());
    var product = b.mul(b.convert(natural, DType.U32), scale);
    var scaled = down(b.add(product, b.convert(half, DType.U32)), b);
    var bounded = b.convert(b.min(scaled, b.constant(DType.U32, DType.I16.highest())), DType.I16);
    return b.select(b.lt(b.constant(DType.U32, 1L), x), bounded, b.constant(DType.I16, 0L));
  }

  private static Value down(Value x, ProgramBuilder b) {
    return b.binary(Fn2.SHR, x, b.constant(x.type().dtype(), (long) SCALE_BITS));
  }

  /** With 16 bits behind the point. */
  private static Value log2(Value x, ProgramBuilder b) {
    var whole = b.add(SignalBits.length(x, b), b.constant(DType.I32, -1L));
    var first = b.binary(Fn2.SHL, b.constant(DType.U32, 1L), b.bitcast(whole, DType.U32));
    var rest = b.sub(x, first);
    var missing = b.sub(b.constant(DType.I32, (long) SCALE_BITS), whole);
    var up = b.binary(Fn2.SHL, rest, b.bitcast(missing, DType.U32));
    // Bits of a number as wide as this one are a number below 2^31.
    var down = b.binary(Fn2.SHR, rest, b.bitcast(b.neg(missing), DType.U32));
    var isShort = b.lt(b.constant(DType.I32, 0L), missing);
    var fraction = b.bitcast(b.select(isShort, up, down), DType.I32);
    var segmentBits = b.constant(DType.I32, (long) (SCALE_BITS - SEGMENT_BITS));
    var segment = b.binary(Fn2.SHR, fraction, segmentBits);
    var table = SignalBits.table(b, corrections());
    var low = b.gather(table, segment, 0);
    var high = b.gather(table, b.add(segment, b.constant(DType.I32, 1L)), 0);
    var inside = b.sub(fraction, b.binary(Fn2.SHL, segment, segmentBits));
    var between = down(b.mul(b.sub(high, low), inside), b);
    var corrected = b.add(b.add(fraction, low), between);
    var scaled = b.binary(Fn2.SHL, whole, b.constant(DType.I32, (long) SCALE_BITS));
    return b.bitcast(b.add(scaled, corrected), DType.U32);
  }

  /** What {@code log2(1 + f)} has more than f, at the ends of the segments. */
  private static int[] corrections() {
    int segments = 1 << SEGMENT_BITS;
    var corrections = new int[segments + 2];
    for (int i = 0; i < segments; i++) {
      double f = (double) i / segments;
      double more = StrictMath.log1p(f) / StrictMath.log(2) - f;
      corrections[i] = (int) Math.round((1 << SCALE_BITS) * more);
    }
    return corrections;
  }
}
