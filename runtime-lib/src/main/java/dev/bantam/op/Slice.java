package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.ArrayList;
import java.util.Collections;

/** The part that begins at {@code begin} and has {@code size} elements; -1 for all that follow. */
public final class Slice implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("SLICE")
        .operand("x", Types.MOVED)
        .operand("begin", Types.INDEX)
        .operand("size", Types.INDEX)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    int rank = x.type().rank();
    int[] begin = call.constant("begin").toInts();
    int[] size = call.constant("size").toInts();
    if (begin.length != rank || size.length != rank)
      throw call.refuse("%d begins and %d sizes, must be %d", begin.length, size.length, rank);
    var starts = new ArrayList<Integer>();
    var stops = new ArrayList<Integer>();
    for (int axis = 0; axis < rank; axis++) {
      int extent = x.type().extent(axis);
      int stop = size[axis] == -1 ? extent : Math.addExact(begin[axis], size[axis]);
      if (begin[axis] < 0 || stop < begin[axis] || stop > extent) {
        throw call.refuse(
            "begin %d and size %d of axis %d, must lie in [0, %d]",
            begin[axis], size[axis], axis, extent);
      }
      starts.add(begin[axis]);
      stops.add(stop);
    }
    return b.slice(x, starts, stops, Collections.nCopies(rank, 1));
  }
}
