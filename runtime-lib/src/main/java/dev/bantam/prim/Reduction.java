package dev.bantam.prim;

import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** An element of the result is a fold of many elements of the operands. */
public sealed interface Reduction extends Prim.Single {
  /**
   * Folds {@code axes} away in the type of {@code x}. Integer folds wrap and are exact; a float
   * fold may be reassociated.
   */
  record Reduce(Fold fold, Value x, SortedSet<Integer> axes) implements Reduction {
    public Reduce {
      axes = Operands.axesOf(axes, x);
      var dtype = x.type().dtype();
      boolean fits =
          switch (fold) {
            case ADD, MUL, MAX, MIN -> dtype.isArithmetic();
            case AND, OR -> dtype.isInteger() || dtype == DType.BOOL;
          };
      if (!fits) throw new IllegalArgumentException("%s fold of %s".formatted(fold, x.type()));
    }

    @Override
    public TensorType type() {
      var kept = new ArrayList<Integer>();
      for (int axis = 0; axis < x.type().rank(); axis++)
        if (!axes.contains(axis)) kept.add(x.type().extent(axis));
      return x.type().with(new Shape(kept));
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Reduce(fold, operands.getFirst(), axes);
    }
  }

  /**
   * Sums products over the contracted axes: {@code contractedA[i]} of a runs with {@code
   * contractedB[i]} of b, likewise the batch axes, which stay. The result is {@code [batch.., a's
   * free.., b's free..]}; operands are converted to {@code accumulator} first. Integers are exact
   * modulo 2^n, so any order gives the same bits.
   */
  record Contract(
      Value a,
      Value b,
      List<Integer> contractedA,
      List<Integer> contractedB,
      List<Integer> batchA,
      List<Integer> batchB,
      DType accumulator)
      implements Reduction {
    public Contract {
      contractedA = List.copyOf(contractedA);
      contractedB = List.copyOf(contractedB);
      batchA = List.copyOf(batchA);
      batchB = List.copyOf(batchB);
      requirePaired(a, contractedA, b, contractedB);
      requirePaired(a, batchA, b, batchB);
      requireDistinct(a, contractedA, batchA);
      requireDistinct(b, contractedB, batchB);
      if (!a.type().dtype().isArithmetic()
          || !b.type().dtype().isArithmetic()
          || !accumulator.isArithmetic()) {
        throw new IllegalArgumentException(
            "contract of %s and %s in %s".formatted(a.type(), b.type(), accumulator));
      }
    }

    private static void requirePaired(Value a, List<Integer> axesA, Value b, List<Integer> axesB) {
      boolean fits = axesA.size() == axesB.size();
      for (int i = 0; fits && i < axesA.size(); i++) {
        fits = a.type().extent(axesA.get(i)) == b.type().extent(axesB.get(i));
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "contract of %s over %s and %s over %s".formatted(a.type(), axesA, b.type(), axesB));
      }
    }

    private static void requireDistinct(Value x, List<Integer> contracted, List<Integer> batch) {
      var seen = new TreeSet<Integer>(contracted);
      seen.addAll(batch);
      if (seen.size() != contracted.size() + batch.size()) {
        throw new IllegalArgumentException(
            "contract names an axis of %s twice: %s, %s".formatted(x.type(), contracted, batch));
      }
    }

    /** The axes of a that are neither contracted nor batch. */
    public List<Integer> freeA() {
      return free(a, contractedA, batchA);
    }

    /** The axes of b that are neither contracted nor batch. */
    public List<Integer> freeB() {
      return free(b, contractedB, batchB);
    }

    private static List<Integer> free(Value x, List<Integer> contracted, List<Integer> batch) {
      var free = new ArrayList<Integer>();
      for (int axis = 0; axis < x.type().rank(); axis++) {
        if (!contracted.contains(axis) && !batch.contains(axis)) free.add(axis);
      }
      return free;
    }

    @Override
    public TensorType type() {
      var extents = new ArrayList<Integer>();
      for (int axis : batchA) extents.add(a.type().extent(axis));
      for (int axis : freeA()) extents.add(a.type().extent(axis));
      for (int axis : freeB()) extents.add(b.type().extent(axis));
      return new TensorType(accumulator, new Shape(extents));
    }

    @Override
    public List<Value> operands() {
      return List.of(a, b);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Contract(
          operands.get(0), operands.get(1), contractedA, contractedB, batchA, batchB, accumulator);
    }
  }
}
