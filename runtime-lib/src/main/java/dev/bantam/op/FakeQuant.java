package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** Reals as they come out of a quantization: the range is nudged so that 0 is one of its steps. */
public final class FakeQuant implements Operator.Single<FakeQuant.Range> {
  /** The reals, and in how many bits. */
  public record Range(float low, float high, int bits) {
    public Range {
      if (bits < 2 || bits > 16)
        throw new IllegalArgumentException("num_bits is %d, must be in [2, 16]".formatted(bits));
      if (!(low < high))
        throw new IllegalArgumentException(
            "range [%s, %s], must begin below its end".formatted(low, high));
    }
  }

  @Override
  public Signature signature() {
    return Signature.of("FAKE_QUANT").operand("x", Types.F32).result("y");
  }

  @Override
  public Range attributes(Attributes raw) {
    if (raw.flag("narrow_range", false))
      throw new IllegalArgumentException("narrow_range is true, must be false");
    return new Range(
        (float) raw.real("min", 0),
        (float) raw.real("max", 0),
        Math.toIntExact(raw.integer("num_bits", 0)));
  }

  @Override
  public Value lower(Call<Range> call, ProgramBuilder b) {
    var range = call.attributes();
    float most = (1 << range.bits()) - 1;
    float scale = (range.high() - range.low()) / most;
    float point = Math.clamp((float) Multiplier.roundHalfAway(-range.low() / scale), 0f, most);
    float low = -point * scale;
    float high = (most - point) * scale;
    var x = call.operand("x");
    // What is no number is taken for the least, as stock kernels do.
    var least = b.like(x, (double) low);
    var clamped = b.min(b.select(b.lt(least, x), x, least), high);
    var steps = Derived.roundHalfAway(b, b.mul(b.add(clamped, -low), 1 / scale));
    return b.add(b.mul(steps, scale), low);
  }
}
