package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;

import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reductions of the rows that have one number, whether those are in order or not. */
final class TfSegmentRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          of("SegmentSum", TfSegmentRules::sum),
          of("SegmentMean", call -> mean(call, call.in(0), call.in(1), false)),
          of("SegmentMax", call -> filled(call, "UNSORTED_SEGMENT_MAX", 0)),
          of("SegmentMin", call -> filled(call, "UNSORTED_SEGMENT_MIN", 0)),
          of("SegmentProd", call -> filled(call, "UNSORTED_SEGMENT_PROD", 1)),
          of("SparseSegmentSum", call -> total(call, rows(call), call.in(2))),
          of("SparseSegmentMean", call -> mean(call, rows(call), call.in(2), false)),
          of("SparseSegmentSqrtN", call -> mean(call, rows(call), call.in(2), true)),
          of("UnsortedSegmentSum", call -> unsorted(call, "UNSORTED_SEGMENT_SUM")),
          of("UnsortedSegmentMax", call -> unsorted(call, "UNSORTED_SEGMENT_MAX")),
          of("UnsortedSegmentMin", call -> unsorted(call, "UNSORTED_SEGMENT_MIN")),
          of("UnsortedSegmentProd", call -> unsorted(call, "UNSORTED_SEGMENT_PROD")));

  private TfSegmentRules() {}

  private static Dim count(Edge ids) {
    return ids.constant()
        .map(value -> Dim.of(value.elements() == 0 ? 0 : value.integer(value.elements() - 1) + 1))
        .orElseGet(() -> Dim.symbol("segments of " + ids.name()));
  }

  private static Edge sum(TfCall call) {
    var x = call.in(0);
    var ids = call.in(1);
    return call.b()
        .operator(
            "SEGMENT_SUM",
            List.of(x, call.b().cast(ids, DType.I32)),
            List.of(x.form().with(0, count(ids))))
        .getFirst();
  }

  private static Edge unsorted(TfCall call, String target) {
    var x = call.in(0);
    var ids = call.in(1);
    var dims = new ArrayList<>(List.of(call.shape(2, "number of segments").getFirst()));
    dims.addAll(x.form().dims().subList(ids.rank(), x.rank()));
    return call.b()
        .operator(
            target,
            List.of(x, call.b().cast(ids, DType.I32), call.b().cast(call.in(2), DType.I32)),
            List.of(x.form().with(dims)))
        .getFirst();
  }

  /** The rows that the indices of a sparse operator name. */
  private static Edge rows(TfCall call) {
    return call.b().gather(call.in(0), call.in(1), 0, 0);
  }

  /** Segments in order, by an operator that takes them in any order and is told how many. */
  private static Edge segments(TfCall call, String target, Edge x, Edge given) {
    var b = call.b();
    var ids = b.cast(given, DType.I32);
    var count = count(given);
    var many =
        count.isKnown()
            ? b.integer(DType.I32, count.value())
            : b.add(b.pick(ids, 0, -1), b.integer(DType.I32, 1));
    return b.operator(target, List.of(x, ids, many), List.of(x.form().with(0, count))).getFirst();
  }

  private static Edge total(TfCall call, Edge x, Edge ids) {
    return segments(call, "UNSORTED_SEGMENT_SUM", x, ids);
  }

  /** How many rows each segment has, in a column that broadcasts. */
  private static Edge counts(TfCall call, Edge x, Edge ids, DType dtype) {
    var b = call.b();
    var one = b.fill(List.of(ids.dim(0)), b.scalar(dtype, 1));
    var counts = total(call, one, ids);
    if (x.rank() == 1) return counts;
    var extents = new ArrayList<>(Collections.nCopies(x.rank(), 1L));
    extents.set(0, -1L);
    var dims = new ArrayList<>(Collections.nCopies(x.rank(), Dim.ONE));
    dims.set(0, counts.dim(0));
    return b.reshape(counts, b.ints(extents), dims);
  }

  private static Edge mean(TfCall call, Edge x, Edge ids, boolean root) {
    var b = call.b();
    var counts = b.maximum(counts(call, x, ids, x.dtype()), 1);
    return b.div(total(call, x, ids), root ? b.sqrt(counts) : counts);
  }

  /** A segment without rows has a value of its own. */
  private static Edge filled(TfCall call, String target, double empty) {
    var b = call.b();
    var x = call.in(0);
    var ids = call.in(1);
    var none = b.equal(counts(call, x, ids, DType.I32), b.integer(DType.I32, 0));
    return b.select(none, b.scalar(x.dtype(), empty), segments(call, target, x, ids));
  }
}
