package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;

/** Folds each window of all axes, and a start into each result. */
public final class ReduceWindow implements Operator.Single<Fold> {
  @Override
  public Signature signature() {
    var types = Types.union(Types.NUMBER, Types.BOOL);
    return Signature.of("REDUCE_WINDOW")
        .operand("x", types)
        .operand("start", types)
        .operand("window", Types.INDEX)
        .operand("strides", Types.INDEX)
        .operand("dilations", Types.INDEX)
        .result("y");
  }

  @Override
  public Fold attributes(Attributes raw) {
    var name = raw.text("reduce_function", "UNSUPPORTED");
    return switch (name) {
      case "ADD" -> Fold.ADD;
      case "MUL" -> Fold.MUL;
      case "MINIMUM" -> Fold.MIN;
      case "MAXIMUM" -> Fold.MAX;
      case "ALL" -> Fold.AND;
      case "ANY" -> Fold.OR;
      default ->
          throw new IllegalArgumentException(
              "reduce_function is %s, must be one of ADD, MUL, MINIMUM, MAXIMUM, ALL, ANY"
                  .formatted(name));
    };
  }

  @Override
  public Value lower(Call<Fold> call, ProgramBuilder b) {
    var windows =
        windows(
            call.operand("x"),
            call.constant("window").toInts(),
            call.constant("strides").toInts(),
            call.constant("dilations").toInts(),
            b);
    boolean truths = call.operand("x").type().dtype() == DType.BOOL;
    var fold = truths ? ofTruths(call.attributes()) : call.attributes();
    return folded(fold, windows, call.operand("start"), b);
  }

  /** Numbers 0 and 1, of which a sum is at most 1. */
  private static Fold ofTruths(Fold fold) {
    return switch (fold) {
      case ADD, MAX, OR -> Fold.OR;
      case MUL, MIN, AND -> Fold.AND;
    };
  }

  /** Each axis becomes two: positions, and elements of a window. */
  static Value windows(Value x, int[] size, int[] stride, int[] dilation, ProgramBuilder b) {
    int rank = x.type().rank();
    if (size.length != rank || stride.length != rank || dilation.length != rank) {
      throw new IllegalArgumentException(
          "window has %d axes, strides %d, dilations %d, must be %d"
              .formatted(size.length, stride.length, dilation.length, rank));
    }
    var windows = x;
    for (int axis = 0; axis < rank; axis++) {
      boolean fits = (size[axis] - 1L) * dilation[axis] < x.type().extent(axis);
      windows =
          fits || size[axis] < 1
              ? b.window(windows, 2 * axis, size[axis], stride[axis], dilation[axis])
              : Windows.none(windows, 2 * axis, size[axis], b);
    }
    return windows;
  }

  /** Every second axis folded. */
  static Value folded(Fold fold, Value windows, Value start, ProgramBuilder b) {
    var axes = new ArrayList<Integer>();
    for (int axis = 1; axis < windows.type().rank(); axis += 2) axes.add(axis);
    var fn =
        switch (fold) {
          case ADD -> Fn2.ADD;
          case MUL -> Fn2.MUL;
          case MAX -> Fn2.MAX;
          case MIN -> Fn2.MIN;
          case AND -> Fn2.AND;
          case OR -> Fn2.OR;
        };
    return b.binary(fn, b.reduce(fold, windows, axes), b.reshape(start, Shape.SCALAR));
  }
}
