package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Mel-frequency cepstral coefficients of a spectrogram: magnitudes summed under triangles on the
 * mel scale, their logarithms, and a cosine transform. Computed in {@code f64} and rounded once.
 */
public final class Mfcc implements Operator.Single<Mfcc.Options> {
  /** Below it, energy has no logarithm worth telling apart. */
  private static final double FLOOR = 1e-12;

  /**
   * @param highest frequency in hertz
   * @param lowest frequency in hertz
   * @param channels triangles between the two, at least 1
   * @param coefficients results, at most as many
   */
  public record Options(double highest, double lowest, int channels, int coefficients) {
    public Options {
      if (lowest < 0 || !(highest > lowest)) {
        throw new IllegalArgumentException(
            "frequencies are in [%s, %s], must be a range from 0 on".formatted(lowest, highest));
      }
      if (channels < 1 || coefficients < 1 || coefficients > channels) {
        throw new IllegalArgumentException(
            "%d coefficients of %d channels, must be in [1, channels]"
                .formatted(coefficients, channels));
      }
    }
  }

  @Override
  public Signature signature() {
    return Signature.custom("Mfcc")
        .operand("spectrogram", Types.F32)
        .operand("sample_rate", Types.I32)
        .result("coefficients");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        raw.real("upper_frequency_limit", 0),
        raw.real("lower_frequency_limit", 0),
        Math.toIntExact(raw.integer("filterbank_channel_count", 0)),
        Math.toIntExact(raw.integer("dct_coefficient_count", 0)));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var spectrogram = call.operand("spectrogram");
    if (spectrogram.type().rank() != 3 || spectrogram.type().extent(2) < 2)
      throw call.refuse(
          "spectrogram is %s, must be [channels, frames, frequencies], at least 2 of these",
          spectrogram.type());
    var rate = call.constant("sample_rate");
    if (rate.elements() < 1 || rate.integer(0) < 1)
      throw call.refuse("sample_rate is not positive, must be at least 1");
    var bank = triangles(call, spectrogram.type().extent(2), rate.integer(0), b);
    var magnitudes = b.unary(Fn1.SQRT, b.convert(spectrogram, DType.F64));
    var energies = contracted(magnitudes, bank, b);
    var logarithms = b.unary(Fn1.LOG, b.max(energies, FLOOR));
    return b.convert(contracted(logarithms, cosines(call.attributes(), b), b), DType.F32);
  }

  private static Value contracted(Value x, Value table, ProgramBuilder b) {
    return b.contract(x, table, List.of(2), List.of(0), List.of(), List.of(), DType.F64);
  }

  private static double mel(double hertz) {
    return 1127 * StrictMath.log1p(hertz / 700);
  }

  /** {@code [frequencies, channels]}: how much of each frequency goes into each channel. */
  private static Value triangles(Call<Options> call, int frequencies, long rate, ProgramBuilder b) {
    var options = call.attributes();
    int channels = options.channels();
    double low = mel(options.lowest());
    double spacing = (mel(options.highest()) - low) / (channels + 1);
    double perBin = 0.5 * rate / (frequencies - 1);
    // The constant one is never in it.
    int first = (int) (1.5 + options.lowest() / perBin);
    int last = (int) (options.highest() / perBin);
    if (last >= frequencies) {
      throw call.refuse(
          "%d frequencies up to %s Hz, must reach %s Hz",
          frequencies, rate / 2.0, options.highest());
    }
    var table = new double[frequencies * channels];
    for (int i = Math.max(first, 0); i <= last; i++) {
      double position = (mel(i * perBin) - low) / spacing;
      // The centre of channel c lies at c + 1; a frequency lies between two of them.
      int right = Math.min(Math.max((int) StrictMath.ceil(position) - 1, 0), channels);
      double weight = right + 1 - position;
      if (right > 0) table[i * channels + right - 1] = weight;
      if (right < channels) table[i * channels + right] = 1 - weight;
    }
    return constant(table, frequencies, channels, b);
  }

  /** {@code [channels, coefficients]}: the second kind of cosine transform, orthogonal. */
  private static Value cosines(Options options, ProgramBuilder b) {
    int channels = options.channels();
    int coefficients = options.coefficients();
    double norm = StrictMath.sqrt(2.0 / channels);
    var table = new double[channels * coefficients];
    for (int j = 0; j < channels; j++) {
      for (int i = 0; i < coefficients; i++) {
        table[j * coefficients + i] = norm * StrictMath.cos(i * Math.PI / channels * (j + 0.5));
      }
    }
    return constant(table, channels, coefficients, b);
  }

  private static Value constant(double[] values, int rows, int columns, ProgramBuilder b) {
    return b.constant(
        new Literal(TensorType.of(DType.F64, rows, columns), MemorySegment.ofArray(values)));
  }
}
