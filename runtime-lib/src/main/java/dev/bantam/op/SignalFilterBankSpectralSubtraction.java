package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.List;

/**
 * Channels without their noise, which is estimated from run to run; and the estimate. Even and odd
 * channels are smoothed differently.
 */
public final class SignalFilterBankSpectralSubtraction
    implements Operator<SignalFilterBankSpectralSubtraction.Options> {
  /**
   * @param smoothing of even channels, and of odd ones; likewise what is left of one
   * @param bits of the fractions
   * @param smoothingBits that the signal is moved up while it is compared with the estimate
   * @param clamping whether the estimate stays below the signal
   */
  public record Options(
      List<Long> smoothing,
      List<Long> oneMinusSmoothing,
      int bits,
      int smoothingBits,
      long minSignalRemaining,
      boolean clamping,
      int channels) {
    public Options {
      smoothing = List.copyOf(smoothing);
      oneMinusSmoothing = List.copyOf(oneMinusSmoothing);
    }
  }

  @Override
  public Signature signature() {
    return Signature.custom("SignalFilterBankSpectralSubtraction")
        .operand("x", Types.of(DType.U32))
        .result("signal")
        .result("noise");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        List.of(raw.integer("smoothing", 0), raw.integer("alternate_smoothing", 0)),
        List.of(
            raw.integer("one_minus_smoothing", 0), raw.integer("alternate_one_minus_smoothing", 0)),
        SignalBits.of(raw, "spectral_subtraction_bits", 63),
        SignalBits.of(raw, "smoothing_bits", 31),
        raw.integer("min_signal_remaining", 0),
        raw.flag("clamping", false),
        SignalBits.count(raw, "num_channels"));
  }

  @Override
  public List<Value> results(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    var options = call.attributes();
    if (x.type().rank() != 1 || x.type().extent(0) != options.channels())
      throw call.refuse("x is %s, must be [%d]", x.type(), options.channels());
    var noise = call.variable("noise", Literal.zeros(x.type()));
    var up = b.binary(Fn2.SHL, x, b.constant(DType.U32, (long) options.smoothingBits()));
    var before = b.read(noise);
    var mixed =
        b.add(
            b.mul(wide(up, b), alternating(options.smoothing(), options.channels(), b)),
            b.mul(
                wide(before, b), alternating(options.oneMinusSmoothing(), options.channels(), b)));
    var estimate = shifted(mixed, options, b);
    var bounded = b.min(estimate, up);
    var kept = options.clamping() ? bounded : estimate;
    b.write(noise, kept);
    var share =
        b.mul(wide(x, b), b.constant(DType.U64, options.minSignalRemaining() & 0xFFFFFFFFL));
    var left =
        b.binary(
            Fn2.SHR, b.sub(up, bounded), b.constant(DType.U32, (long) options.smoothingBits()));
    return List.of(b.max(left, shifted(share, options, b)), kept);
  }

  private static Value wide(Value x, ProgramBuilder b) {
    return b.convert(x, DType.U64);
  }

  private static Value shifted(Value x, Options options, ProgramBuilder b) {
    return b.convert(b.binary(Fn2.SHR, x, b.constant(DType.U64, (long) options.bits())), DType.U32);
  }

  private static Value alternating(List<Long> factors, int channels, ProgramBuilder b) {
    var all = new int[channels];
    for (int i = 0; i < channels; i++) all[i] = factors.get(i % 2).intValue();
    return wide(SignalBits.unsigned(b, all), b);
  }
}
