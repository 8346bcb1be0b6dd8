package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The energy of each frequency in windows of an audio signal, by a Hann window and a transform of
 * the next power of two; or its root. Computed in {@code f64} and rounded once.
 */
public final class AudioSpectrogram implements Operator.Single<AudioSpectrogram.Options> {
  private static final int LONGEST = 1 << 20;

  /**
   * @param window samples of a window, at least 2
   * @param stride samples from a window to the next, at least 1
   * @param squared whether energies are given, not their roots
   */
  public record Options(int window, int stride, boolean squared) {
    public Options {
      if (window < 2 || window > LONGEST)
        throw new IllegalArgumentException(
            "window_size is %d, must be in [2, %d]".formatted(window, LONGEST));
      if (stride < 1)
        throw new IllegalArgumentException("stride is %d, must be at least 1".formatted(stride));
    }
  }

  @Override
  public Signature signature() {
    return Signature.custom("AudioSpectrogram").operand("samples", Types.F32).result("spectrogram");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        Math.toIntExact(raw.integer("window_size", 0)),
        Math.toIntExact(raw.integer("stride", 0)),
        raw.flag("magnitude_squared", false));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var samples = call.operand("samples");
    if (samples.type().rank() != 2)
      throw call.refuse("samples are %s, must be [samples, channels]", samples.type());
    int window = call.attributes().window();
    int length = Integer.highestOneBit(window - 1) * 2;
    int channels = samples.type().extent(1);
    var wide = b.convert(b.permute(samples, List.of(1, 0)), DType.F64);
    if (samples.type().extent(0) < window) {
      var none = Shape.of(channels, 0, length / 2 + 1);
      return b.broadcast(b.constant(DType.F32, 0.0), none);
    }
    var frames = b.window(wide, 1, window, call.attributes().stride(), 1);
    var zero = b.constant(DType.F64, 0.0);
    var weighted = b.mul(frames, hann(window, b));
    var padded = b.pad(weighted, List.of(0, 0, 0), List.of(0, 0, length - window), zero);
    var spectrum = Fourier.ofReal(padded, b);
    var energy =
        b.convert(
            b.add(
                b.mul(spectrum.real(), spectrum.real()),
                b.mul(spectrum.imaginary(), spectrum.imaginary())),
            DType.F32);
    return call.attributes().squared() ? energy : b.unary(Fn1.SQRT, energy);
  }

  /** Periodic: the weight behind the last one would be 0 again. */
  private static Value hann(int window, ProgramBuilder b) {
    var type = TensorType.of(DType.F64, window);
    var segment = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (int i = 0; i < window; i++) {
      Literal.write(segment, DType.F64, i, 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / window), 0);
    }
    return b.constant(new Literal(type, segment));
  }
}
