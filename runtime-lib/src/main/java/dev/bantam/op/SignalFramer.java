package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Overlapping frames of a signal that comes in piece by piece, and whether all of them are whole.
 * Without zeros before the beginning, the first frames are not; they are 0.
 */
public final class SignalFramer implements Operator<SignalFramer.Options> {
  /** A frame begins each {@code step} samples; {@code prefill} puts zeros before the first. */
  public record Options(int size, int step, boolean prefill) {
    public Options {
      if (prefill && step > size)
        throw new IllegalArgumentException(
            "frame_step is %d, must be at most frame_size, %d".formatted(step, size));
    }
  }

  @Override
  public Signature signature() {
    return Signature.custom("SignalFramer")
        .operand("x", Types.Q16)
        .result("frames")
        .result("valid");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        SignalBits.within(raw, "frame_size", 1, 1 << 24),
        SignalBits.within(raw, "frame_step", 1, 1 << 24),
        raw.flag("prefill", false));
  }

  @Override
  public List<Value> results(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    var options = call.attributes();
    int axis = x.type().rank() - 1;
    if (axis < 0 || x.type().extent(axis) == 0 || x.type().extent(axis) % options.step() != 0)
      throw call.refuse("x is %s, must have a multiple of %d samples", x.type(), options.step());
    int samples = x.type().extent(axis);
    int steps = Math.ceilDiv(options.size(), options.step());
    int kept = options.prefill() ? options.size() - options.step() : (steps - 1) * options.step();
    var extents = new ArrayList<>(x.type().shape().extents());
    extents.set(axis, kept);
    var past = call.variable("past", Literal.zeros(x.type().with(new Shape(extents))));
    var all = b.concat(List.of(b.read(past), x), axis);
    b.write(past, b.slice(all, axis, samples, samples + kept));
    int frames = samples / options.step();
    int used = (frames - 1) * options.step() + options.size();
    var views = b.window(b.slice(all, axis, 0, used), axis, options.size(), options.step(), 1);
    if (options.prefill()) return List.of(views, b.constant(truth()));
    return partly(call, views, frames, steps, b);
  }

  private static Literal truth() {
    return new Literal(
        dev.bantam.type.TensorType.of(DType.BOOL),
        java.lang.foreign.MemorySegment.ofArray(new byte[] {1}));
  }

  /** Counts the steps until the first frame is whole. */
  private static List<Value> partly(
      Call<Options> call, Value views, int frames, int steps, ProgramBuilder b) {
    var taken = call.variable("steps", Literal.scalar(DType.I32, 0L));
    var before = b.read(taken);
    var most = b.constant(DType.I32, (long) steps);
    b.write(taken, b.min(b.add(before, b.constant(DType.I32, (long) frames)), most));
    var after = b.add(b.add(b.iota(frames, DType.I32), before), b.constant(DType.I32, 1L));
    var whole = Derived.greaterOrEqual(b, after, most);
    var shown = b.select(b.reshape(whole, frames, 1), views, b.like(views, 0L));
    var first = b.reshape(b.slice(whole, 0, 0, 1), Shape.SCALAR);
    return List.of(shown, first);
  }
}
