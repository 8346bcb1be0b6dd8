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
 * <p>A buffer with {@code cycles_max} above 1 ends all runs where it stands but each {@code
 * cycles_max}-th: the operators behind it compute over strides in time, and a model's outputs stay
 * what they were in between. TensorFlow Lite Micro tells its caller of such a run by a status.
 */
public final class CircularBuffer implements Operator.Single<Long> {
  /**
   * Slots of the buffers that let every run through where a file does not say so, as the kernel of
   * origin has it; others let every second one.
   */
  private static final Set<Integer> EVERY_RUN = Set.of(5, 13, 25);

  /** Width and depth of the buffer that does so too, if it is the fifth that a file leaves open. */
  private static final List<Integer> LAST = List.of(2, 96);

  private static final int FIFTH = 5;

  private static final int SLOTS = 1;

  @Override
  public Signature signature() {
    return Signature.custom("CIRCULAR_BUFFER").operand("x", DType.I8).result("slots");
  }

  /** In each how many runs the operators behind it run; 0 if the file does not say. */
  @Override
  public Long attributes(Attributes raw) {
    return Math.clamp(raw.integer("cycles_max", 0), 0L, Integer.MAX_VALUE);
  }

  @Override
  public Value lower(Call<Long> call, ProgramBuilder b) {
    var newest = call.operand("x");
    var type = type(call, newest.type());
    int slots = type.extent(SLOTS);
    var past = call.variable("slots", before(call, type));
    var rest = b.slice(b.read(past), SLOTS, 1, slots);
    var all = b.concat(List.of(rest, newest), SLOTS);
    b.write(past, all);
    long cycles = cycles(call, type);
    if (cycles > 1) call.goOnIf(isTurn(call, cycles, b));
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

  private long cycles(Call<Long> call, TensorType slots) {
    long given = call.attributes();
    if (given > 0) return given;
    int open = 1;
    for (var use : call.earlier()) {
      if (attributes(use.options()) > 0) continue;
      open = letsEveryRunThrough(use.result(), open) ? 1 : open + 1;
    }
    return letsEveryRunThrough(slots, open) ? 1 : 2;
  }

  /**
   * @param open which one it is of those without {@code cycles_max}, since the last for which this
   *     holds
   */
  private static boolean letsEveryRunThrough(TensorType slots, int open) {
    if (slots.rank() != 4) return false;
    var behind = slots.shape().extents().subList(2, 4);
    return EVERY_RUN.contains(slots.extent(SLOTS)) || open == FIFTH && behind.equals(LAST);
  }

  /** Counts the runs down, and begins again when they have come. */
  private static Value isTurn(Call<Long> call, long cycles, ProgramBuilder b) {
    var left = call.variable("cycles", Literal.scalar(DType.I32, cycles));
    var now = b.add(b.read(left), b.constant(DType.I32, -1L));
    var turn = b.eq(now, b.constant(DType.I32, 0L));
    b.write(left, b.select(turn, b.constant(DType.I32, cycles), now));
    return turn;
  }

  /** Zeros: the integer that stands for 0, where the file says which. */
  private static Literal before(Call<Long> call, TensorType type) {
    var bytes = new byte[Math.toIntExact(type.bytes())];
    if (call.isResultQuantized(0))
      Arrays.fill(bytes, (byte) call.resultQuantization(0).zeroPoint());
    return new Literal(type, MemorySegment.ofArray(bytes));
  }
}
