package dev.bantam.op;

import dev.bantam.prim.Indexed;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * The part that begins at {@code begin} and has {@code size} elements; -1 for all that follow. A
 * begin that is known only when the model runs is clamped so that the part fits.
 */
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
    var begin = new IndexVector(call, "begin", b);
    var size = new IndexVector(call, "size", b);
    if (begin.length() != rank || size.length() != rank)
      throw call.refuse("%d begins and %d sizes, must be %d", begin.length(), size.length(), rank);
    var starts = new ArrayList<Integer>();
    var stops = new ArrayList<Integer>();
    var moving = new TreeMap<Integer, Integer>();
    for (int axis = 0; axis < rank; axis++) {
      int extent = x.type().extent(axis);
      // How many all that follow are is known only with the begin.
      boolean moves = begin.known(axis).isEmpty() && size.at(axis) != -1;
      int start = moves ? 0 : begin.at(axis);
      int count = size.at(axis) == -1 ? extent - start : size.at(axis);
      if (start < 0 || count < 0 || count > extent - start) {
        throw call.refuse(
            "begin %d and size %d of axis %d, must lie in [0, %d]",
            start, size.at(axis), axis, extent);
      }
      if (moves) moving.put(axis, count);
      starts.add(start);
      stops.add(moves ? extent : start + count);
    }
    var part = b.slice(x, starts, stops, Collections.nCopies(rank, 1));
    return moved(part, moving, begin::scalar, b);
  }

  /**
   * The part of {@code x} that has so many elements along some axes.
   *
   * @param counts by axis
   * @param begin where the part begins on such an axis, known only when the model runs; clamped
   */
  static Value moved(
      Value x, SortedMap<Integer, Integer> counts, IntFunction<Value> begin, ProgramBuilder b) {
    if (counts.isEmpty()) return x;
    var starts = new ArrayList<Value>();
    var shape = x.type().shape();
    for (int axis = 0; axis < shape.rank(); axis++) {
      Integer count = counts.get(axis);
      starts.add(count == null ? b.constant(DType.I32, 0L) : begin.apply(axis));
      if (count != null) shape = shape.with(axis, count);
    }
    return b.one(new Indexed.DynamicSlice(x, starts, shape));
  }
}
