package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.List;

/**
 * The last frames as one, each {@code step} frames, and whether this is such a run; else 0. The
 * first frame stands for those before it too.
 */
public final class SignalStacker implements Operator<SignalStacker.Options> {
  private static final int MOST = 1 << 16;

  /** How many frames before and behind one are stacked with it. */
  public record Options(int channels, int left, int right, int step) {
    public Options {
      if (step > left + right + 1)
        throw new IllegalArgumentException(
            "stacker_step is %d, must be at most %d".formatted(step, left + right + 1));
    }

    int frames() {
      return left + right + 1;
    }
  }

  @Override
  public Signature signature() {
    return Signature.custom("SignalStacker")
        .operand("x", Types.Q16)
        .result("stack")
        .result("valid");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        SignalBits.count(raw, "num_channels"),
        SignalBits.of(raw, "stacker_left_context", MOST),
        SignalBits.of(raw, "stacker_right_context", MOST),
        SignalBits.within(raw, "stacker_step", 1, MOST));
  }

  @Override
  public List<Value> results(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    var options = call.attributes();
    if (!x.type().shape().equals(Shape.of(options.channels())))
      throw call.refuse("x is %s, must be [%d]", x.type(), options.channels());
    int frames = options.frames();
    var shape = Shape.of(frames, options.channels());
    var past = call.variable("frames", Literal.zeros(x.type().with(shape)));
    var held = call.variable("held", Literal.scalar(DType.I32, -1L));
    var count = b.read(held);
    var newest = b.reshape(x, 1, options.channels());
    var none = b.lt(count, b.constant(DType.I32, 0L));
    var moved = b.concat(List.of(b.slice(b.read(past), 0, 1, frames), newest), 0);
    var all = b.select(none, newest, moved);
    b.write(past, all);
    var first = b.constant(DType.I32, options.left() + 1L);
    var now = b.select(none, first, b.add(count, b.constant(DType.I32, 1L)));
    var valid = Derived.greaterOrEqual(b, now, b.constant(DType.I32, (long) frames));
    var rest = b.sub(now, b.constant(DType.I32, (long) options.step()));
    b.write(held, b.select(valid, rest, now));
    var stack = b.reshape(b.select(valid, all, b.like(all, 0L)), frames * options.channels());
    return List.of(stack, valid);
  }
}
