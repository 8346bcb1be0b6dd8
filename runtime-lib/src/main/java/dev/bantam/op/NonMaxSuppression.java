package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Picks the box of the best score again and again; boxes that overlap it are dropped, or their
 * scores lowered. Results have as many places as may be picked; those behind the count are 0.
 */
public final class NonMaxSuppression implements Operator<Operator.None> {
  private final String name;
  private final boolean soft;

  private NonMaxSuppression(String name, boolean soft) {
    this.name = name;
    this.soft = soft;
  }

  public static NonMaxSuppression v4() {
    return new NonMaxSuppression("NON_MAX_SUPPRESSION_V4", false);
  }

  /** With scores that overlap lowers, and the scores as a result. */
  public static NonMaxSuppression v5() {
    return new NonMaxSuppression("NON_MAX_SUPPRESSION_V5", true);
  }

  @Override
  public Signature signature() {
    var signature =
        Signature.of(name)
            .operand("boxes", Types.F32)
            .operand("scores", Types.F32)
            .operand("most", Types.I32)
            .operand("overlap", Types.F32)
            .operand("least_score", Types.F32);
    return soft
        ? signature.operand("sigma", Types.F32).result("indices").result("scores").result("count")
        : signature.result("indices").result("count");
  }

  @Override
  public None attributes(Attributes raw) {
    return new None();
  }

  @Override
  public List<Value> results(Call<None> call, ProgramBuilder b) {
    var boxes = call.operand("boxes");
    var scores = call.operand("scores");
    int count = scores.type().rank() == 1 ? scores.type().extent(0) : -1;
    if (!boxes.type().shape().equals(Shape.of(Math.max(count, 0), 4)) || count < 0) {
      throw call.refuse(
          "boxes are %s and scores %s, must be [n,4] and [n]", boxes.type(), scores.type());
    }
    int most = Math.toIntExact(call.constant("most").integer(0));
    if (most < 0) throw call.refuse("at most %d boxes, must be at least 0", most);
    // A step knows nothing but what it is given, so what stays the same is carried too.
    var carry = new ArrayList<>(List.of(scores, corners(boxes, b)));
    for (var operand : List.of("overlap", "least_score")) carry.add(scalar(call, operand, b));
    if (soft) carry.add(scalar(call, "sigma", b));
    var types = carry.stream().map(Value::type).toList();
    var step = b.function("pick", types, (p, v) -> pick(v, p));
    var picked = b.scan(step, carry, List.of(), most, false);
    var ys = picked.subList(carry.size(), picked.size());
    var found = b.reduce(Fold.ADD, ys.get(2), List.of(0));
    return soft ? List.of(ys.get(0), ys.get(1), found) : List.of(ys.get(0), found);
  }

  private static Value scalar(Call<None> call, String operand, ProgramBuilder b) {
    return b.reshape(call.operand(operand), Shape.SCALAR);
  }

  /** {@code [4, n]}: least and greatest y and x, whichever corners a box names. */
  private static Value corners(Value boxes, ProgramBuilder b) {
    var sides = b.permute(boxes, List.of(1, 0));
    var first = b.slice(sides, 0, 0, 2);
    var second = b.slice(sides, 0, 2, 4);
    return b.concat(List.of(b.min(first, second), b.max(first, second)), 0);
  }

  private List<Value> pick(List<Value> carried, ProgramBuilder b) {
    var scores = carried.get(0);
    var boxes = carried.get(1);
    int count = scores.type().extent(0);
    var best = b.reduce(Fold.MAX, scores, List.of(0));
    var valid = b.lt(carried.get(3), best);
    var places = b.iota(count, DType.I32);
    var place =
        b.reduce(
            Fold.MIN,
            b.select(b.eq(scores, best), places, b.like(places, (long) count)),
            List.of(0));
    var box = b.reshape(b.gather(boxes, place, 1), 4, 1);
    var overlap = overlap(boxes, box, b);
    var before = b.eq(scores, b.like(scores, Double.NEGATIVE_INFINITY));
    // An infinite score times 0 would be no number, in its derivative too.
    var finite = b.select(before, b.like(scores, 0.0), scores);
    var lowered = soft ? lowered(finite, overlap, carried.get(4), b) : finite;
    var close = Derived.greaterOrEqual(b, overlap, carried.get(2));
    var gone = b.binary(Fn2.OR, b.binary(Fn2.OR, close, before), b.eq(places, place));
    var rest = b.select(gone, b.like(scores, Double.NEGATIVE_INFINITY), lowered);
    var results = new ArrayList<>(List.of(b.select(valid, rest, scores)));
    results.addAll(carried.subList(1, carried.size()));
    results.add(b.select(valid, place, b.like(place, 0L)));
    results.add(b.select(valid, best, b.like(best, 0.0)));
    results.add(b.convert(valid, DType.I32));
    return results;
  }

  private static Value lowered(Value scores, Value overlap, Value sigma, ProgramBuilder b) {
    var off = Derived.lessOrEqual(b, sigma, b.like(sigma, 0.0));
    var scale = b.select(off, b.like(sigma, 0.0), b.div(b.like(sigma, -0.5), sigma));
    return b.mul(scores, b.unary(Fn1.EXP, b.mul(b.mul(overlap, overlap), scale)));
  }

  /** The common area of each box with one, by the area of both; 0 where either has none. */
  private static Value overlap(Value boxes, Value box, ProgramBuilder b) {
    var low = b.max(b.slice(boxes, 0, 0, 2), b.slice(box, 0, 0, 2));
    var high = b.min(b.slice(boxes, 0, 2, 4), b.slice(box, 0, 2, 4));
    var common = b.reduce(Fold.MUL, b.max(b.sub(high, low), 0.0), List.of(0));
    var each = area(boxes, b);
    var one = area(box, b);
    var ratio = b.div(common, b.sub(b.add(each, one), common));
    var zero = b.like(each, 0.0);
    var empty =
        b.binary(Fn2.OR, Derived.lessOrEqual(b, each, zero), Derived.lessOrEqual(b, one, zero));
    return b.select(empty, zero, ratio);
  }

  private static Value area(Value boxes, ProgramBuilder b) {
    return b.reduce(Fold.MUL, b.sub(b.slice(boxes, 0, 2, 4), b.slice(boxes, 0, 0, 2)), List.of(0));
  }
}
