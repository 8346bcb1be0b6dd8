package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Each element scaled by the squares of the channels around it. */
public final class LocalResponseNormalization
    implements Operator.Single<LocalResponseNormalization.Options> {
  /** {@code x * (bias + alpha * squares)^-beta}, over {@code radius} channels to both sides. */
  public record Options(int radius, double bias, double alpha, double beta) {
    public Options {
      if (radius < 0)
        throw new IllegalArgumentException("radius is %d, must be at least 0".formatted(radius));
    }
  }

  @Override
  public Signature signature() {
    return Signature.of("LOCAL_RESPONSE_NORMALIZATION").operand("x", Types.F32).result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        Math.toIntExact(raw.integer("radius", 0)),
        raw.real("bias", 0),
        raw.real("alpha", 0),
        raw.real("beta", 0));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    var options = call.attributes();
    int last = x.type().rank() - 1;
    var around = new ArrayList<>(Collections.nCopies(last + 1, 0));
    around.set(last, options.radius());
    var squares = b.pad(b.mul(x, x), around, around, b.like(x, 0.0));
    var windows = b.window(squares, last, 2 * options.radius() + 1, 1, 1);
    var sum = b.reduce(Fold.ADD, windows, List.of(last + 1));
    var base = b.add(b.mul(sum, options.alpha()), options.bias());
    return b.mul(x, b.binary(Fn2.POW, base, b.like(base, -options.beta())));
  }
}
