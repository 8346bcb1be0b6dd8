package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;
import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Form;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Different elements of a tensor, and caches that are written in part. */
final class SetRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          several("Unique", 1, 1, SetRules::unique),
          of("TensorScatter", 2, 3, SetRules::tensorScatter));

  private SetRules() {}

  private static List<Edge> unique(OnnxCall call) {
    var b = call.b();
    var given = call.in(0);
    boolean flat = !call.hasAttribute("axis");
    int axis = flat ? 0 : Builder.axis(call.integer("axis", 0), given.rank());
    var x = flat ? b.reshape(given, given.form().elements()) : given;
    var rows = rows(b, x, axis);
    boolean sorted = call.flag("sorted", true);
    // Of each row the first that equals it; of these each once, in the order of occurrence.
    var equal = equal(b, rows);
    var first = b.argExtreme("ARG_MAX", b.cast(equal, DType.I32), 1, DType.I32);
    var count = Dim.symbol("different rows of " + x.name());
    var both =
        b.operator(
            "UNIQUE",
            List.of(first),
            List.of(Form.of(DType.I32, count), Form.of(DType.I32, rows.dim(0))),
            "idx_out_type",
            "INT32");
    var firsts = both.get(0);
    var places = both.get(1);
    if (sorted) {
      // How many of the different rows are less than a row is its place.
      var less = b.cast(less(b, rows, equal), DType.I32);
      var rank = b.sum(b.gather(less, firsts, 0, 0), List.of(0), false);
      var order = b.topK(b.neg(b.gather(rank, firsts, 0, 0)), count).get(1);
      firsts = b.gather(firsts, order, 0, 0);
      places = rank;
    }
    var counts =
        b.scatterNd(
            b.unsqueeze(places, List.of(1)),
            b.fill(List.of(rows.dim(0)), b.integer(DType.I32, 1)),
            List.of(count));
    return List.of(
        b.gather(x, firsts, axis, 0),
        b.cast(firsts, DType.I64),
        b.cast(places, DType.I64),
        b.cast(counts, DType.I64));
  }

  /** The slices along an axis as rows of a matrix. */
  private static Edge rows(Builder b, Edge x, int axis) {
    var order = new ArrayList<>(List.of(axis));
    for (int i = 0; i < x.rank(); i++) if (i != axis) order.add(i);
    var front = b.transpose(x, order);
    var rest = front.form().dims().subList(1, front.rank()).stream().reduce(Dim.ONE, Dim::times);
    return b.reshape(front, front.dim(0), rest);
  }

  /** {@code [rows, rows]}. */
  private static Edge equal(Builder b, Edge rows) {
    var same = b.equal(b.unsqueeze(rows, List.of(1)), b.unsqueeze(rows, List.of(0)));
    return b.reduce("REDUCE_ALL", same, List.of(2), false);
  }

  /** Whether a row comes before another: it is less where they differ first. */
  private static Edge less(Builder b, Edge rows, Edge equal) {
    var left = b.unsqueeze(rows, List.of(1));
    var right = b.unsqueeze(rows, List.of(0));
    var differs = b.cast(b.notEqual(left, right), DType.I32);
    var before = b.cumsum(differs, 2, true, false);
    var untilHere = b.equal(before, b.integer(DType.I32, 0));
    var less = b.logicalAnd(b.less(left, right), untilHere);
    return b.logicalAnd(b.reduce("REDUCE_ANY", less, List.of(2), false), b.logicalNot(equal));
  }

  /** Writes an update into a cache, for each of a batch from its own place on. */
  private static Edge tensorScatter(OnnxCall call) {
    var b = call.b();
    var cache = call.in(0);
    var update = call.in(1);
    int axis = Builder.axis(call.integer("axis", -2), cache.rank());
    if (axis == 0) throw call.invalid("its axis is that of the batch");
    boolean circular = call.word("mode", "linear", "linear", "circular").equals("circular");
    var batch = cache.dim(0);
    var starts =
        call.has(2)
            ? b.reshape(b.cast(call.in(2), DType.I32), batch, Dim.ONE)
            : b.fill(List.of(batch, Dim.ONE), b.integer(DType.I32, 0));
    var length = b.scalar(cache.dim(axis));
    var place = b.sub(b.reshape(b.iota(cache.dim(axis)), Dim.ONE, cache.dim(axis)), starts);
    var from = circular ? b.floorMod(place, length) : place;
    var written = b.scalar(update.dim(axis));
    var last = b.sub(written, b.integer(DType.I32, 1));
    var within = b.minimum(b.maximum(from, b.integer(DType.I32, 0)), last);
    var values = b.gather(update, within, axis, 1);
    var fresh = b.logicalAnd(b.greaterEqual(from, b.integer(DType.I32, 0)), b.less(from, written));
    var dims = new ArrayList<>(Collections.nCopies(cache.rank(), Dim.ONE));
    dims.set(0, batch);
    dims.set(axis, cache.dim(axis));
    return b.select(b.reshape(fresh, dims), values, cache);
  }
}
