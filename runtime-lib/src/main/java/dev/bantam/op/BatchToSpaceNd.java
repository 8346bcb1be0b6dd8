package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;

/** Batches as blocks of inner axes, which are cropped then. */
public final class BatchToSpaceNd implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("BATCH_TO_SPACE_ND")
        .operand("x", Types.ANY)
        .operand("block", Types.I32)
        .operand("crops", Types.I32)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    int[] block = call.constant("block").toInts();
    int[] crops = call.constant("crops").toInts();
    int rank = x.type().rank();
    int inner = block.length;
    if (crops.length != 2 * inner || rank < inner + 1)
      throw call.refuse("%d blocks and %d crops of %s", inner, crops.length, x.type());
    int batch = x.type().extent(0);
    for (int size : block) {
      if (size < 1 || batch % size != 0)
        throw call.refuse("%d batches, must be a multiple of the blocks' size", batch);
      batch /= size;
    }
    var split = new ArrayList<Integer>();
    for (int size : block) split.add(size);
    split.add(batch);
    var order = new ArrayList<Integer>();
    order.add(inner);
    var joined = new ArrayList<Integer>();
    joined.add(batch);
    for (int axis = 1; axis < rank; axis++) split.add(x.type().extent(axis));
    for (int i = 0; i < inner; i++) {
      order.add(inner + 1 + i);
      order.add(i);
      joined.add(Math.multiplyExact(x.type().extent(1 + i), block[i]));
    }
    for (int axis = 1 + inner; axis < rank; axis++) {
      order.add(inner + axis);
      joined.add(x.type().extent(axis));
    }
    var moved = b.reshape(b.permute(b.reshape(x, new Shape(split)), order), new Shape(joined));
    return cropped(moved, crops, b);
  }

  private static Value cropped(Value x, int[] crops, ProgramBuilder b) {
    var start = new ArrayList<>(Collections.nCopies(x.type().rank(), 0));
    var stop = new ArrayList<>(x.type().shape().extents());
    for (int i = 0; i < crops.length / 2; i++) {
      start.set(1 + i, crops[2 * i]);
      stop.set(1 + i, stop.get(1 + i) - crops[2 * i + 1]);
    }
    return b.slice(x, start, stop, Collections.nCopies(x.type().rank(), 1));
  }
}
