package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;

/** Blocks of inner axes as further batches, after padding. */
public final class SpaceToBatchNd implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("SPACE_TO_BATCH_ND")
        .operand("x", Types.ANY)
        .operand("block", Types.I32)
        .operand("padding", Types.I32)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    int[] block = call.constant("block").toInts();
    int[] amounts = call.constant("padding").toInts();
    int rank = x.type().rank();
    int inner = block.length;
    if (amounts.length != 2 * inner || rank < inner + 1)
      throw call.refuse("%d blocks and %d paddings of %s", inner, amounts.length, x.type());
    var low = new ArrayList<>(Collections.nCopies(rank, 0));
    var high = new ArrayList<>(Collections.nCopies(rank, 0));
    for (int i = 0; i < inner; i++) {
      low.set(1 + i, amounts[2 * i]);
      high.set(1 + i, amounts[2 * i + 1]);
    }
    var padded = b.pad(x, low, high, outside(call, x, b));
    var split = new ArrayList<Integer>();
    var order = new ArrayList<Integer>();
    var joined = new ArrayList<Integer>();
    int batch = padded.type().extent(0);
    split.add(batch);
    for (int i = 0; i < inner; i++) {
      int extent = padded.type().extent(1 + i);
      if (block[i] < 1 || extent % block[i] != 0)
        throw call.refuse("axis %d of extent %d, must be in blocks of %d", 1 + i, extent, block[i]);
      split.add(extent / block[i]);
      split.add(block[i]);
      order.add(2 + 2 * i);
      joined.add(extent / block[i]);
      batch = Math.multiplyExact(batch, block[i]);
    }
    order.add(0);
    joined.addFirst(batch);
    for (int i = 0; i < inner; i++) order.add(1 + 2 * i);
    for (int axis = 1 + inner; axis < rank; axis++) {
      order.add(split.size());
      split.add(padded.type().extent(axis));
      joined.add(padded.type().extent(axis));
    }
    var moved = b.permute(b.reshape(padded, new Shape(split)), order);
    return b.reshape(moved, new Shape(joined));
  }

  private static Value outside(Call<None> call, Value x, ProgramBuilder b) {
    if (call.isResultQuantized(0)) return b.like(x, call.resultQuantization(0).zeroPoint());
    return b.constant(Literal.zeros(x.type().with(Shape.SCALAR)));
  }
}
