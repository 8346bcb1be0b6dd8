package dev.bantam.converter.onnx;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Which keys each query attends to.
 *
 * @param allowed a truth for each score, in a shape that broadcasts to the scores'; absent if all
 * @param bias numbers that are added to the scores
 * @param empty whether a query may be left without any key
 */
record AttentionMask(Optional<Edge> allowed, Optional<Edge> bias, boolean empty) {
  /** What masks a score: its exponential is 0, and sums of a few of them stay finite. */
  private static final double MASKED = -1e30;

  private static final int MASK = 3;
  private static final int PAST_KEY = 4;
  private static final int LENGTHS = 6;

  static AttentionMask of(OnnxCall call, Dim queries, Dim keys) {
    var b = call.b();
    var rules = new ArrayList<>(window(call, queries, keys));
    boolean empty = call.has(LENGTHS) || call.integer("left_window_size", -1) >= 0;
    var bias = Optional.<Edge>empty();
    if (call.has(MASK)) {
      var mask = widened(call, call.in(MASK), keys);
      empty = true;
      if (mask.dtype() == DType.BOOL) rules.add(mask);
      else {
        bias = Optional.of(b.maximum(b.cast(mask, DType.F32), MASKED));
        rules.add(b.greater(mask, b.scalar(mask.dtype(), Double.NEGATIVE_INFINITY)));
      }
    }
    return new AttentionMask(rules.stream().reduce(b::logicalAnd), bias, empty);
  }

  /** A mask for fewer keys than there are says nothing good of the others. */
  private static Edge widened(OnnxCall call, Edge mask, Dim keys) {
    var b = call.b();
    var own = mask.dim(-1);
    if (!own.isKnown() || !keys.isKnown() || own.is(1) || own.value() >= keys.value()) return mask;
    var low = Collections.nCopies(mask.rank(), 0L);
    var high = new ArrayList<>(low);
    high.set(mask.rank() - 1, keys.value() - own.value());
    return mask.dtype() == DType.BOOL
        ? b.cast(b.pad(b.cast(mask, DType.I32), low, high, b.integer(DType.I32, 0)), DType.BOOL)
        : b.pad(mask, low, high, b.scalar(mask.dtype(), Double.NEGATIVE_INFINITY));
  }

  /** What the places of query and key alone decide. */
  private static List<Edge> window(OnnxCall call, Dim queries, Dim keys) {
    var b = call.b();
    var key = b.reshape(b.iota(keys), Dim.ONE, keys);
    var query = b.reshape(b.iota(queries), queries, Dim.ONE);
    var rules = new ArrayList<Edge>();
    var before = b.scalar(call.has(PAST_KEY) ? call.in(PAST_KEY).dim(2) : Dim.of(0));
    if (call.has(LENGTHS)) {
      var stated = b.cast(call.in(LENGTHS), DType.I32);
      var lengths = b.reshape(stated, stated.dim(0), Dim.ONE, Dim.ONE, Dim.ONE);
      rules.add(b.less(key, lengths));
      if (!call.has(PAST_KEY)) before = b.sub(lengths, b.scalar(queries));
    }
    var place = b.add(query, before);
    if (call.flag("is_causal", false)) rules.add(b.lessEqual(key, place));
    int left = (int) call.integer("left_window_size", -1);
    int right = (int) call.integer("right_window_size", -1);
    if (left >= 0) rules.add(b.greaterEqual(key, b.sub(place, b.integer(DType.I32, left))));
    if (right >= 0) rules.add(b.lessEqual(key, b.add(place, b.integer(DType.I32, right))));
    return rules;
  }

  private Edge biased(Builder b, Edge scores) {
    return bias.map(edge -> b.add(scores, edge)).orElse(scores);
  }

  /** How much of each key a query takes; nothing where it attends to none. */
  Edge weights(Builder b, Edge scores) {
    if (allowed.isEmpty()) return b.softmax(scores);
    var test = allowed.orElseThrow();
    var masked = b.select(test, biased(b, scores), b.scalar(DType.F32, MASKED));
    var weights = b.softmax(masked);
    if (!empty) return weights;
    var some = b.reduce("REDUCE_ANY", test, List.of(test.rank() - 1), true);
    return b.select(some, weights, b.scalar(DType.F32, 0));
  }

  /** The scores as they go into the softmax, for whom it may concern. */
  Edge shown(Builder b, Edge scores) {
    var biased = biased(b, scores);
    return allowed
        .map(test -> b.select(test, biased, b.scalar(DType.F32, Double.NEGATIVE_INFINITY)))
        .orElse(biased);
  }
}
