package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/**
 * Per-channel amplitude normalization: each channel times a gain, which is a function of its noise
 * given by a table of parabolas, and then compressed.
 */
public final class SignalPcan implements Operator.Single<Integer> {
  /** Bits of a parabola's argument; smaller noise is moved up to them. */
  private static final int ARGUMENT_BITS = 11;

  private static final int SNR_BITS = 12;
  private static final int OUTPUT_BITS = 6;

  @Override
  public Signature signature() {
    return Signature.custom("SignalPCAN")
        .operand("x", Types.of(DType.U32))
        .operand("noise", Types.of(DType.U32))
        .operand("gains", Types.Q16)
        .result("y");
  }

  /** How many bits the product with the gain is shifted down. */
  @Override
  public Integer attributes(Attributes raw) {
    return SignalBits.of(raw, "snr_shift", 63);
  }

  @Override
  public Value lower(Call<Integer> call, ProgramBuilder b) {
    var x = call.operand("x");
    var noise = call.operand("noise");
    var gains = call.operand("gains");
    if (!x.type().equals(noise.type()) || gains.type().rank() != 1)
      throw call.refuse(
          "x is %s, noise %s and gains %s, must be of one shape and a table",
          x.type(), noise.type(), gains.type());
    var gain = b.convert(b.bitcast(gain(noise, gains, b), DType.U32), DType.U64);
    var product = b.mul(b.convert(x, DType.U64), gain);
    var shift = b.constant(DType.U64, (long) call.attributes());
    return compressed(b.convert(b.binary(Fn2.SHR, product, shift), DType.U32), b);
  }

  /**
   * The number of bits of the noise chooses the parabola, the bits behind the first its argument.
   */
  private static Value gain(Value noise, Value gains, ProgramBuilder b) {
    var bits = SignalBits.length(noise, b);
    var few = b.sub(b.constant(DType.I32, (long) ARGUMENT_BITS), bits);
    var up = b.binary(Fn2.SHL, noise, b.bitcast(few, DType.U32));
    var down = b.binary(Fn2.SHR, noise, b.bitcast(b.neg(few), DType.U32));
    var zero = b.constant(DType.I32, 0L);
    var argument =
        b.bitcast(
            b.binary(Fn2.AND, b.select(b.lt(zero, few), up, down), b.constant(DType.U32, 0x3FFL)),
            DType.I32);
    var first = b.add(b.mul(bits, b.constant(DType.I32, 4L)), b.constant(DType.I32, -6L));
    var square =
        b.binary(Fn2.SHR, b.mul(at(gains, first, 2, b), argument), b.constant(DType.I32, 5L));
    var slope = b.binary(Fn2.SHL, at(gains, first, 1, b), b.constant(DType.I32, 5L));
    var risen = b.mul(b.add(square, slope), argument);
    var rounded =
        b.binary(
            Fn2.SHR, b.add(risen, b.constant(DType.I32, 1L << 14)), b.constant(DType.I32, 15L));
    var curve = b.convert(b.add(rounded, at(gains, first, 0, b)), DType.I16);
    var exact = b.convert(at(gains, b.bitcast(noise, DType.I32), 0, b), DType.I16);
    var isSmall = b.lt(noise, b.constant(DType.U32, 3L));
    return b.convert(b.select(isSmall, exact, curve), DType.I32);
  }

  private static Value at(Value gains, Value place, long offset, ProgramBuilder b) {
    var taken = b.gather(gains, b.add(place, b.constant(DType.I32, offset)), 0);
    return b.convert(taken, DType.I32);
  }

  /** {@code x^2 / 4} below 2, {@code x - 1} from there on. */
  private static Value compressed(Value x, ProgramBuilder b) {
    long toSquare = 2 + 2 * SNR_BITS - OUTPUT_BITS;
    var parabola = b.binary(Fn2.SHR, b.mul(x, x), b.constant(DType.U32, toSquare));
    var moved = b.binary(Fn2.SHR, x, b.constant(DType.U32, (long) (SNR_BITS - OUTPUT_BITS)));
    var line = b.sub(moved, b.constant(DType.U32, 1L << OUTPUT_BITS));
    return b.select(b.lt(x, b.constant(DType.U32, 2L << SNR_BITS)), parabola, line);
  }
}
