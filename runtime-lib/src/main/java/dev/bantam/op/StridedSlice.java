package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A part of a tensor as NumPy's index expressions name it. The masks' bits stand for the entries of
 * {@code begin}, {@code end} and {@code strides}. A begin that is known only when the model runs,
 * of one element or of as many as the end says, is clamped so that they fit.
 */
public final class StridedSlice implements Operator.Single<StridedSlice.Masks> {
  /**
   * @param begin entries without a begin
   * @param end entries without an end
   * @param ellipsis the entry that stands for all axes which no other names
   * @param newAxis entries that put in an axis of extent 1
   * @param shrink entries whose axis goes
   * @param offset whether ends are counted from the begins
   */
  public record Masks(
      long begin, long end, long ellipsis, long newAxis, long shrink, boolean offset) {}

  @Override
  public Signature signature() {
    return Signature.of("STRIDED_SLICE")
        .operand("x", Types.MOVED)
        .operand("begin", Types.INDEX)
        .operand("end", Types.INDEX)
        .operand("strides", Types.INDEX)
        .result("y");
  }

  @Override
  public Masks attributes(Attributes raw) {
    return new Masks(
        raw.integer("begin_mask", 0),
        raw.integer("end_mask", 0),
        raw.integer("ellipsis_mask", 0),
        raw.integer("new_axis_mask", 0),
        raw.integer("shrink_axis_mask", 0),
        raw.flag("offset", false));
  }

  /** What one axis of the operand gives. */
  private record Range(int start, int stop, int step, boolean flipped) {}

  @Override
  public Value lower(Call<Masks> call, ProgramBuilder b) {
    var entries = new Entries(call, b);
    var x = Slice.moved(call.operand("x"), entries.moving, entries::start, b);
    var starts = new ArrayList<Integer>();
    var stops = new ArrayList<Integer>();
    var steps = new ArrayList<Integer>();
    var flipped = new ArrayList<Integer>();
    for (var range : entries.ranges) {
      if (range.flipped()) flipped.add(starts.size());
      starts.add(range.start());
      stops.add(range.stop());
      steps.add(range.step());
    }
    var part = b.slice(b.flip(x, flipped), starts, stops, steps);
    var extents = new ArrayList<Integer>();
    for (int axis : entries.result) extents.add(axis == Entries.NEW ? 1 : part.type().extent(axis));
    return b.reshape(part, new Shape(extents));
  }

  /** The entries, read against the shape of the operand. */
  private static final class Entries {
    static final int NEW = -1;

    private final Call<Masks> call;
    private final ProgramBuilder b;
    private final Masks masks;
    private final IndexVector begin;
    private final IndexVector end;
    private final IndexVector strides;
    final List<Range> ranges = new ArrayList<>();

    /** How many elements are taken along axes where it is known only when the model runs which. */
    final SortedMap<Integer, Integer> moving = new TreeMap<>();

    private final Map<Integer, Value> startOf = new HashMap<>();

    /** For each axis of the result, the axis of the operand, or {@link #NEW}. */
    final List<Integer> result = new ArrayList<>();

    Entries(Call<Masks> call, ProgramBuilder b) {
      this.call = call;
      this.b = b;
      this.masks = call.attributes();
      begin = new IndexVector(call, "begin", b);
      end = new IndexVector(call, "end", b);
      strides = new IndexVector(call, "strides", b);
      if (end.length() != begin.length() || strides.length() != begin.length()) {
        throw call.refuse(
            "%d begins, %d ends, %d strides, must be as many",
            begin.length(), end.length(), strides.length());
      }
      var x = call.operand("x");
      int rank = x.type().rank();
      for (int i = 0; i < begin.length(); i++) entry(i, x, rank);
      while (ranges.size() < rank) whole(x);
    }

    Value start(int axis) {
      return Objects.requireNonNull(startOf.get(axis));
    }

    private void entry(int i, Value x, int rank) {
      if (has(masks.ellipsis(), i)) {
        int named = 0;
        for (int j = i + 1; j < begin.length(); j++) if (!has(masks.newAxis(), j)) named++;
        while (ranges.size() < rank - named) whole(x);
      } else if (has(masks.newAxis(), i)) {
        result.add(NEW);
      } else {
        if (ranges.size() == rank)
          throw call.refuse("entry %d names an axis, must be at most %d", i, rank);
        if (!has(masks.shrink(), i)) result.add(ranges.size());
        ranges.add(range(i, x.type().extent(ranges.size())));
      }
    }

    private void whole(Value x) {
      int axis = ranges.size();
      result.add(axis);
      ranges.add(new Range(0, x.type().extent(axis), 1, false));
    }

    private Range range(int i, int extent) {
      int stride = strides.at(i);
      if (stride == 0) throw call.refuse("stride %d is 0, must not be", i);
      boolean shrinks = has(masks.shrink(), i);
      boolean fixed = has(masks.begin(), i) || begin.known(i).isPresent();
      if (!fixed && extent > 0 && (shrinks || masks.offset())) {
        int count = shrinks ? 1 : Math.clamp(end.at(i), 0, extent);
        if (stride > 0) return moving(i, extent, count);
      }
      int start = start(i, stride, extent);
      if (shrinks) {
        int at = Math.clamp(start, 0, Math.max(extent - 1, 0));
        return new Range(at, Math.min(at + 1, extent), 1, false);
      }
      int stop = stop(i, stride, start, extent);
      if (stride > 0) return new Range(start, Math.max(start, stop), stride, false);
      int flippedStart = extent - 1 - start;
      return new Range(flippedStart, Math.max(flippedStart, extent - 1 - stop), -stride, true);
    }

    /** One that the mask leaves out need not be known. */
    private int start(int i, int stride, int extent) {
      if (has(masks.begin(), i)) return stride > 0 ? 0 : extent - 1;
      return bounded(begin.at(i), stride, extent);
    }

    private int stop(int i, int stride, int start, int extent) {
      if (has(masks.end(), i)) return stride > 0 ? extent : -1;
      return bounded(masks.offset() ? start + end.at(i) : end.at(i), stride, extent);
    }

    /** Counted from the end where it is negative, and not beyond either end. */
    private static int bounded(int index, int stride, int extent) {
      int counted = index < 0 ? index + extent : index;
      return stride > 0 ? Math.clamp(counted, 0, extent) : Math.clamp(counted, -1, extent - 1);
    }

    /** So many elements from an index that counts from the end where it is negative. */
    private Range moving(int i, int extent, int count) {
      var index = begin.scalar(i);
      var negative = b.lt(index, b.like(index, 0L));
      int axis = ranges.size();
      startOf.put(axis, b.select(negative, b.add(index, b.like(index, (long) extent)), index));
      moving.put(axis, count);
      int stride = has(masks.shrink(), i) ? 1 : strides.at(i);
      return new Range(0, count, stride, false);
    }

    private static boolean has(long mask, int i) {
      return (mask >> i & 1) != 0;
    }
  }
}
