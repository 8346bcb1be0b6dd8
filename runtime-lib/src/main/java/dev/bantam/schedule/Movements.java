package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Indices;
import dev.bantam.prim.Movement;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The index functions of movements: where an element of a result comes from. */
final class Movements {
  private Movements() {}

  /**
   * An element of operand {@code operand}, if {@code test} holds; always a valid index of it, as
   * long as it has elements.
   */
  record Source(int operand, List<Expr> index, Optional<Expr> test) {}

  /** The element at {@code index} of the first source whose test holds. */
  static List<Source> sources(Movement movement, List<Expr> index) {
    return switch (movement) {
      case Movement.Reshape reshape ->
          one(reshape(index, reshape.shape(), reshape.x().type().shape()));
      case Movement.Permute permute -> one(permute(permute, index));
      case Movement.Expand expand -> one(expand(expand, index));
      case Movement.Slice slice -> one(slice(slice, index));
      case Movement.Flip flip -> one(flip(flip, index));
      case Movement.Window window -> one(window(window, index));
      case Movement.Pad pad -> pad(pad, index);
      case Movement.Concat concat -> concat(concat, index);
    };
  }

  private static List<Source> one(List<Expr> index) {
    return List.of(new Source(0, index, Optional.empty()));
  }

  /** Row-major renumbering, axis group by axis group: groups of equal size do not mix. */
  static List<Expr> reshape(List<Expr> index, Shape from, Shape to) {
    if (from.elements() == 0) return to.extents().stream().map(_ -> zero()).toList();
    var result = new ArrayList<Expr>();
    int i = 0;
    for (int o = 0; o < to.rank(); ) {
      long sizeTo = to.extent(o);
      int firstTo = o++;
      Expr flat = zero();
      long sizeFrom = 1;
      while (sizeFrom != sizeTo) {
        if (sizeFrom < sizeTo) {
          flat = Indices.add(Indices.mul(flat, from.extent(i)), index.get(i));
          sizeFrom *= from.extent(i++);
        } else {
          sizeTo *= to.extent(o++);
        }
      }
      result.addAll(split(flat, to.extents().subList(firstTo, o)));
    }
    return result;
  }

  /** The row-major index of a flat one, in axes of {@code extents}. */
  static List<Expr> split(Expr flat, List<Integer> extents) {
    var reversed = new ArrayList<Expr>();
    var rest = flat;
    for (int axis = extents.size() - 1; axis >= 0; axis--) {
      if (extents.get(axis) == 1) {
        reversed.add(zero());
      } else if (extents.subList(0, axis).stream().allMatch(extent -> extent == 1)) {
        reversed.add(rest);
        rest = zero();
      } else {
        reversed.add(Indices.remainder(rest, extents.get(axis)));
        rest = Indices.quotient(rest, extents.get(axis));
      }
    }
    return reversed.reversed();
  }

  /** The place of an element among all, row-major. */
  static Expr flat(List<Expr> index, Shape shape) {
    Expr flat = zero();
    for (int axis = 0; axis < shape.rank(); axis++) {
      flat = Indices.add(Indices.mul(flat, shape.extent(axis)), index.get(axis));
    }
    return flat;
  }

  private static List<Expr> permute(Movement.Permute permute, List<Expr> index) {
    var result = new ArrayList<>(index);
    for (int i = 0; i < index.size(); i++) result.set(permute.order().get(i), index.get(i));
    return result;
  }

  private static List<Expr> expand(Movement.Expand expand, List<Expr> index) {
    var result = new ArrayList<>(index);
    for (int axis = 0; axis < index.size(); axis++) {
      if (expand.x().type().extent(axis) == 1) result.set(axis, zero());
    }
    return result;
  }

  private static List<Expr> slice(Movement.Slice slice, List<Expr> index) {
    var result = new ArrayList<Expr>();
    for (int axis = 0; axis < index.size(); axis++) {
      result.add(
          Indices.add(
              Indices.mul(index.get(axis), slice.step().get(axis)), slice.start().get(axis)));
    }
    return result;
  }

  private static List<Expr> flip(Movement.Flip flip, List<Expr> index) {
    var result = new ArrayList<>(index);
    for (int axis : flip.axes()) {
      var last = Indices.constant(flip.type().extent(axis) - 1L);
      result.set(axis, Indices.sub(last, index.get(axis)));
    }
    return result;
  }

  private static List<Expr> window(Movement.Window window, List<Expr> index) {
    var result = new ArrayList<>(index);
    int axis = window.axis();
    var tap = result.remove(axis + 1);
    result.set(
        axis,
        Indices.add(
            Indices.mul(result.get(axis), window.stride()), Indices.mul(tap, window.dilation())));
    return result;
  }

  private static List<Source> pad(Movement.Pad pad, List<Expr> index) {
    var inner = new ArrayList<Expr>();
    var test = Optional.<Expr>empty();
    for (int axis = 0; axis < index.size(); axis++) {
      var at = Indices.add(index.get(axis), -pad.low().get(axis));
      int extent = pad.x().type().extent(axis);
      test = and(test, inside(at, extent));
      inner.add(Indices.clamp(at, Math.max(extent - 1, 0)));
    }
    var padding = new Source(1, List.of(), Optional.empty());
    if (pad.x().type().elements() == 0) return List.of(padding);
    var source = new Source(0, inner, test);
    return test.isEmpty() ? List.of(source) : List.of(source, padding);
  }

  private static List<Source> concat(Movement.Concat concat, List<Expr> index) {
    var sources = new ArrayList<Source>();
    var range = Indices.range(index.get(concat.axis()));
    long start = 0;
    for (int i = 0; i < concat.xs().size(); i++) {
      int extent = concat.xs().get(i).type().extent(concat.axis());
      long end = start + extent;
      if (extent > 0 && start <= range.most() && end > range.least()) {
        var at = Indices.add(index.get(concat.axis()), -start);
        var inner = new ArrayList<>(index);
        inner.set(concat.axis(), Indices.clamp(at, extent - 1L));
        var test =
            range.most() < end
                ? Optional.<Expr>empty()
                : Optional.<Expr>of(less(index.get(concat.axis()), end));
        sources.add(new Source(i, inner, test));
        if (test.isEmpty()) break;
      }
      start = end;
    }
    return sources;
  }

  /** That {@code 0 <= x < extent}, as far as it is not known. */
  static Optional<Expr> inside(Expr x, long extent) {
    var range = Indices.range(x);
    var test = Optional.<Expr>empty();
    if (range.least() < 0) test = Optional.of(new Binary(Fn2.LT, Indices.constant(-1), x));
    if (range.most() >= extent) test = and(test, Optional.of(less(x, extent)));
    return test;
  }

  private static Expr less(Expr x, long limit) {
    return new Binary(Fn2.LT, x, Indices.constant(limit));
  }

  static Optional<Expr> and(Optional<Expr> a, Optional<Expr> b) {
    if (a.isEmpty()) return b;
    if (b.isEmpty()) return a;
    return Optional.of(new Binary(Fn2.AND, a.get(), b.get()));
  }

  static Expr zero() {
    return new Expr.Constant(DType.I64, 0);
  }
}
