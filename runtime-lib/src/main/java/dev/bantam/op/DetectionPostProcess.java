package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Indexed;
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
 * Boxes of an object detector: decoded from their anchors, and picked by score, without those that
 * overlap a better one. Fast: by the best class of each box, and with it its next ones. Regular:
 * class by class, then the best of all. Places behind the last box are 0.
 */
public final class DetectionPostProcess implements Operator<DetectionPostProcess.Options> {
  /** A file names no more detections than a picture has. */
  private static final int MOST_DETECTIONS = 1 << 16;

  /**
   * @param detections boxes that are given, at most
   * @param classesEach classes of one box, for the fast way
   * @param perClass boxes of one class, for the regular way
   * @param scales what encodings of y, x, height and width are divided by
   */
  public record Options(
      int detections,
      int classesEach,
      int perClass,
      boolean regular,
      float leastScore,
      float overlap,
      int classes,
      List<Double> scales) {
    public Options {
      if (detections < 1 || detections > MOST_DETECTIONS) {
        throw new IllegalArgumentException(
            "max_detections is %d, must be in [1, %d]".formatted(detections, MOST_DETECTIONS));
      }
      if (classesEach < 1 || perClass < 1 || perClass > MOST_DETECTIONS || classes < 1) {
        throw new IllegalArgumentException(
            "%d classes each, %d detections per class, %d classes, must be at least 1"
                .formatted(classesEach, perClass, classes));
      }
      if (!(overlap > 0 && overlap <= 1)) {
        throw new IllegalArgumentException(
            "nms_iou_threshold is %s, must be in (0, 1]".formatted(overlap));
      }
      scales = List.copyOf(scales);
    }
  }

  @Override
  public Signature signature() {
    var types = Types.union(Types.F32, Types.QUANTIZED);
    return Signature.custom("TFLite_Detection_PostProcess")
        .operand("encodings", types)
        .operand("scores", types)
        .operand("anchors", types)
        .result("boxes")
        .result("classes")
        .result("scores")
        .result("count");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        Math.toIntExact(raw.integer("max_detections", 0)),
        Math.toIntExact(raw.integer("max_classes_per_detection", 0)),
        Math.toIntExact(raw.integer("detections_per_class", 100)),
        raw.flag("use_regular_nms", false),
        (float) raw.real("nms_score_threshold", 0),
        (float) raw.real("nms_iou_threshold", 0),
        Math.toIntExact(raw.integer("num_classes", 0)),
        List.of(
            raw.real("y_scale", 0),
            raw.real("x_scale", 0),
            raw.real("h_scale", 0),
            raw.real("w_scale", 0)));
  }

  @Override
  public List<Value> results(Call<Options> call, ProgramBuilder b) {
    var options = call.attributes();
    var encodings = real(call, "encodings", b);
    var scores = real(call, "scores", b);
    int count = encodings.type().rank() == 3 ? encodings.type().extent(1) : -1;
    int background = scores.type().rank() == 3 ? scores.type().extent(2) - options.classes() : -1;
    boolean fits =
        count >= 1
            && encodings.type().extent(0) == 1
            && encodings.type().extent(2) >= 4
            && scores.type().extent(0) == 1
            && scores.type().extent(1) == count
            && (background == 0 || background == 1);
    if (!fits) {
      throw call.refuse(
          "encodings are %s and scores %s, must be [1, n, 4] and [1, n, %d], or one class more",
          encodings.type(), scores.type(), options.classes());
    }
    var boxes = corners(call, encodings, count, b);
    var all = b.reshape(scores, count, background + options.classes());
    var byClass = b.slice(all, 1, background, background + options.classes());
    return options.regular()
        ? regular(options, boxes, byClass, b)
        : fast(options, boxes, byClass, b);
  }

  private static Value real(Call<Options> call, String operand, ProgramBuilder b) {
    var x = call.operand(operand);
    return x.type().dtype().isFloat() ? x : Reals.dequantize(x, call.quantization(operand), b);
  }

  /** {@code [4, n]}: least y, least x, greatest y, greatest x. */
  private static Value corners(Call<Options> call, Value encodings, int count, ProgramBuilder b) {
    var anchors = real(call, "anchors", b);
    if (!anchors.type().shape().equals(Shape.of(count, 4)))
      throw call.refuse("anchors are %s, must be [%d, 4]", anchors.type(), count);
    var scales = call.attributes().scales();
    var of = new ArrayList<Value>();
    for (int i = 0; i < 2; i++) {
      var size = column(anchors, i + 2, count, b);
      var at = b.div(column(encodings, i, count, b), b.constant(DType.F64, scales.get(i)));
      var centre = b.add(b.mul(at, size), column(anchors, i, count, b));
      var grown =
          b.div(column(encodings, i + 2, count, b), b.constant(DType.F64, scales.get(i + 2)));
      var half = b.mul(b.mul(b.unary(Fn1.EXP, grown), 0.5), size);
      of.add(b.convert(centre, DType.F32));
      of.add(b.convert(half, DType.F32));
    }
    return b.concat(
        List.of(
            b.sub(of.get(0), of.get(1)),
            b.sub(of.get(2), of.get(3)),
            b.add(of.get(0), of.get(1)),
            b.add(of.get(2), of.get(3))),
        0);
  }

  private static Value column(Value x, int column, int count, ProgramBuilder b) {
    int axis = x.type().rank() - 1;
    var one = b.slice(x, axis, column, column + 1);
    return b.convert(b.reshape(one, 1, count), DType.F64);
  }

  /**
   * What was picked: places of boxes, their scores, and whether there is one; {@code [steps, k]}.
   */
  private record Picks(Value places, Value scores, Value valid) {}

  /** Picks from each row of scores {@code [k, n]}, best first. */
  private static Picks picked(
      Options options, Value boxes, Value scores, int steps, ProgramBuilder b) {
    var least = b.constant(DType.F32, (double) options.leastScore());
    // What is too low is never picked; minus infinity marks what is gone.
    var kept =
        b.select(
            Derived.greaterOrEqual(b, scores, least),
            scores,
            b.like(scores, Double.NEGATIVE_INFINITY));
    var carry = List.of(kept, boxes);
    var types = carry.stream().map(Value::type).toList();
    var step = b.function("pick", types, (p, v) -> pick(options, v.get(0), v.get(1), p));
    var picked = b.scan(step, carry, List.of(), steps, false);
    return new Picks(picked.get(2), picked.get(3), picked.get(4));
  }

  private static List<Value> pick(Options options, Value scores, Value boxes, ProgramBuilder p) {
    int rows = scores.type().extent(0);
    int count = scores.type().extent(1);
    var best = p.reduceKeeping(Fold.MAX, scores, List.of(1));
    var none = p.like(scores, Double.NEGATIVE_INFINITY);
    var valid = p.lt(none, best);
    var places = p.reshape(p.iota(count, DType.I32), 1, count);
    var candidates = p.select(p.eq(scores, best), places, p.like(places, (long) count));
    var place = p.reduceKeeping(Fold.MIN, candidates, List.of(1));
    var box = p.reshape(p.gather(boxes, p.reshape(place, rows), 1), 4, rows, 1);
    var overlap = overlap(p.reshape(boxes, 4, 1, count), box, p);
    var limit = p.constant(DType.F32, (double) options.overlap());
    var gone = p.binary(Fn2.OR, p.lt(limit, overlap), p.eq(places, place));
    return List.of(
        p.select(gone, none, scores),
        boxes,
        p.reshape(p.select(valid, place, p.like(place, 0L)), rows),
        p.reshape(p.select(valid, best, p.like(best, 0.0)), rows),
        p.reshape(valid, rows));
  }

  /** The common area of boxes, by the area of both; 0 where one has none. */
  private static Value overlap(Value boxes, Value box, ProgramBuilder p) {
    var each = area(boxes, p);
    var one = area(box, p);
    var low = p.max(p.slice(boxes, 0, 0, 2), p.slice(box, 0, 0, 2));
    var high = p.min(p.slice(boxes, 0, 2, 4), p.slice(box, 0, 2, 4));
    var common = p.reduce(Fold.MUL, p.max(p.sub(high, low), 0.0), List.of(0));
    var ratio = p.div(common, p.sub(p.add(one, each), common));
    var zero = p.like(each, 0.0);
    var empty =
        p.binary(Fn2.OR, Derived.lessOrEqual(p, each, zero), Derived.lessOrEqual(p, one, zero));
    return p.select(empty, zero, ratio);
  }

  private static Value area(Value boxes, ProgramBuilder p) {
    return p.reduce(Fold.MUL, p.sub(p.slice(boxes, 0, 2, 4), p.slice(boxes, 0, 0, 2)), List.of(0));
  }

  private static List<Value> fast(Options options, Value boxes, Value byClass, ProgramBuilder b) {
    int steps = options.detections();
    int each = Math.min(options.classesEach(), options.classes());
    int count = byClass.type().extent(0);
    var best = b.reshape(b.reduce(Fold.MAX, byClass, List.of(1)), 1, count);
    var picks = picked(options, boxes, best, steps, b);
    var place = b.reshape(picks.places(), steps);
    var valid = b.reshape(picks.valid(), steps);
    var ordered = byScore(b.gather(byClass, place, 0), b);
    var scores = b.slice(ordered.get(0), 1, 0, each);
    var classes = b.slice(ordered.get(1), 1, 0, each);
    var there = b.broadcast(b.reshape(valid, steps, 1), Shape.of(steps, each));
    var places = b.broadcast(b.reshape(place, steps, 1), Shape.of(steps, each));
    var found = b.reduce(Fold.ADD, b.convert(valid, DType.F32), List.of(0));
    return outputs(options, boxes, new Found(places, classes, scores, there, found), b);
  }

  /** Along the last axis: best scores first, of equal ones the first class, and their classes. */
  private static List<Value> byScore(Value scores, ProgramBuilder b) {
    int axis = scores.type().rank() - 1;
    var extents = new int[axis + 1];
    java.util.Arrays.fill(extents, 1);
    extents[axis] = scores.type().extent(axis);
    var places = b.reshape(b.iota(extents[axis], DType.I32), extents);
    return sorted(List.of(scores, b.broadcast(places, scores.type().shape())), axis, b);
  }

  private static List<Value> sorted(List<Value> xs, int axis, ProgramBuilder b) {
    var types = new ArrayList<dev.bantam.type.TensorType>();
    for (var x : xs) {
      types.add(x.type().with(Shape.SCALAR));
      types.add(x.type().with(Shape.SCALAR));
    }
    var less = b.function("greater", types, (p, v) -> List.of(p.lt(v.get(1), v.get(0))));
    return b.apply(new Indexed.Sort(xs, axis, less));
  }

  private static List<Value> regular(
      Options options, Value boxes, Value byClass, ProgramBuilder b) {
    int classes = options.classes();
    int count = byClass.type().extent(0);
    int steps = Math.min(options.perClass(), count);
    var picks = picked(options, boxes, b.permute(byClass, List.of(1, 0)), steps, b);
    // Class by class in the order of picking, which decides between equal scores.
    int all = steps * classes;
    var order = List.of(1, 0);
    var valid = b.reshape(b.permute(picks.valid(), order), all);
    var picked = b.reshape(b.permute(picks.scores(), order), all);
    var ofClass = b.reshape(b.iota(classes, DType.I32), classes, 1);
    var sorted =
        sorted(
            List.of(
                b.select(valid, picked, b.like(picked, Double.NEGATIVE_INFINITY)),
                b.reshape(b.permute(picks.places(), order), all),
                b.reshape(b.broadcast(ofClass, Shape.of(classes, steps)), all)),
            0,
            b);
    int most = Math.min(options.detections(), all);
    var best = sorted.stream().map(x -> fitted(b.slice(x, 0, 0, most), options, b)).toList();
    var isHere =
        b.lt(b.like(picked, Double.NEGATIVE_INFINITY), b.slice(sorted.getFirst(), 0, 0, most));
    var there = fitted(b.convert(isHere, DType.I32), options, b);
    var found = b.reduce(Fold.ADD, b.convert(there, DType.F32), List.of(0, 1));
    var here = b.eq(there, b.like(there, 1L));
    return outputs(
        options, boxes, new Found(best.get(1), best.get(2), best.get(0), here, found), b);
  }

  /** {@code [detections, 1]}, with zeros behind the last. */
  private static Value fitted(Value x, Options options, ProgramBuilder b) {
    int missing = options.detections() - x.type().extent(0);
    var whole = b.pad(x, List.of(0), List.of(missing), b.like(x, 0L));
    return b.reshape(whole, options.detections(), 1);
  }

  /** {@code [detections, k]} each, and how many boxes were picked. */
  private record Found(Value places, Value classes, Value scores, Value valid, Value count) {}

  private static List<Value> outputs(Options options, Value boxes, Found found, ProgramBuilder b) {
    int rows = found.places().type().extent(0) * found.places().type().extent(1);
    int all = Math.max(options.detections() * options.classesEach(), rows);
    var valid = b.reshape(found.valid(), rows);
    var corners = b.permute(b.gather(boxes, b.reshape(found.places(), rows), 1), List.of(1, 0));
    return List.of(
        filled(corners, b.reshape(valid, rows, 1), all, b),
        filled(b.convert(b.reshape(found.classes(), rows), DType.F32), valid, all, b),
        filled(b.reshape(found.scores(), rows), valid, all, b),
        b.reshape(found.count(), 1));
  }

  private static Value filled(Value x, Value valid, int all, ProgramBuilder b) {
    var zero = b.like(x, 0.0);
    var shown = b.select(valid, x, zero);
    var low = java.util.Collections.nCopies(x.type().rank(), 0);
    var high = new ArrayList<>(low);
    high.set(0, all - x.type().extent(0));
    var whole = b.pad(shown, low, high, zero);
    var extents = new ArrayList<>(whole.type().shape().extents());
    extents.add(0, 1);
    return b.reshape(whole, new Shape(extents));
  }
}
