package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The last slices along axis 1, the newest last: what a convolution over time still needs of the
 * runs before. Before the first run they stood for 0.
 *
 * <p>In TensorFlow Lite Micro a buffer with {@code cycles_max} above 1 ends most runs where it
 * stands, and all operators behind it keep what they had. A run of a program is one of all its
 * operators, so such a buffer is refused rather than computed at another pace.
 */
public final class CircularBuffer implements Operator.Single<Long> {
  /**
   * Slots of the buffers that let every run through where a file does not say so, as the kernel of
   * origin has it.
   */
  private static final Set<Integer> EVERY_RUN = Set.of(5, 13, 25);

  private static final int SLOTS = 1;

  @Override
  public Signature signature() {
    return Signature.custom("CIRCULAR_BUFFER").operand("x", DType.I8).result("slots");
  }

  /** Each how many runs the operators behind it are to run; 0 if the file does not say. */
  @Override
  public Long attributes(Attributes raw) {
    return Math.max(raw.integer("cycles_max", 0), 0);
  }

  @Override
  public Value lower(Call<Long> call, ProgramBuilder b) {
    var newest = call.operand("x");
    var type = type(call, newest.type());
    int slots = type.extent(SLOTS);
    requireEveryRun(call, slots);
    var past = call.variable("slots", before(call, type));
    var rest = b.slice(b.read(past), SLOTS, 1, slots);
    var all = b.concat(List.of(rest, newest), SLOTS);
    b.write(past, all);
    return all;
  }

  private static TensorType type(Call<Long> call, TensorType newest) {
    var result = call.resultType(0);
    if (newest.rank() == 4 && result.rank() == 4 && result.extent(SLOTS) > 0) {
      var extents = new ArrayList<>(newest.shape().extents());
      if (extents.set(SLOTS, result.extent(SLOTS)) == 1 && result.shape().extents().equals(extents))
        return newest.with(result.shape());
    }
    throw call.refuse(
        "x is %s and the slots are %s, must be [n,1,w,c] and [n,slots,w,c]", newest, result);
  }

  private static void requireEveryRun(Call<Long> call, int slots) {
    long cycles = call.attributes();
    if (cycles == 1 || cycles == 0 && EVERY_RUN.contains(slots)) return;
    throw call.refuse(
        "cycles_max is %d with %d slots, must be 1: a buffer that ends runs early is not supported",
        cycles, slots);
  }

  /** Zeros: the integer that stands for 0, where the file says which. */
  private static Literal before(Call<Long> call, TensorType type) {
    var bytes = new byte[Math.toIntExact(type.bytes())];
    if (call.isResultQuantized(0))
      Arrays.fill(bytes, (byte) call.resultQuantization(0).zeroPoint());
    return new Literal(type, MemorySegment.ofArray(bytes));
  }
}
