package dev.bantam.testing;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.Value;
import dev.bantam.testing.RandomSteps.Entry;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Random folds and contractions, among them the forms that convolutions are lowered to. */
final class RandomSums {
  private final RandomSteps steps;
  private final RandomValues values;

  RandomSums(RandomSteps steps) {
    this.steps = steps;
    this.values = steps.values;
  }

  void step() {
    switch (values.below(5)) {
      case 0, 1 -> reduce();
      case 2, 3 -> contract();
      default -> convolve();
    }
  }

  private void reduce() {
    var x = steps.any(entry -> entry.rank() > 0);
    if (x.rank() == 0) return;
    var folds =
        new ArrayList<>(
            x.dtype() == DType.BOOL
                ? List.of(Fold.AND, Fold.OR)
                : List.of(Fold.ADD, Fold.MUL, Fold.MAX, Fold.MIN));
    if (x.dtype().isInteger()) folds.addAll(List.of(Fold.AND, Fold.OR));
    var fold = values.oneOf(folds);
    var axes = new ArrayList<Integer>();
    for (int i = 0; i < x.rank(); i++) if (values.onceIn(2)) axes.add(i);
    if (axes.isEmpty()) axes.add(values.below(x.rank()));
    long count = 1;
    for (int axis : axes) count *= x.shape().extent(axis);
    if (!x.dtype().isFloat()) {
      steps.add(steps.b.reduce(fold, x.value(), axes), Accuracy.EXACT);
      return;
    }
    switch (fold) {
      case MAX, MIN ->
          steps.add(steps.b.reduce(fold, x.value(), axes), Accuracy.EXACT.withoutZeroSign());
      case MUL -> product(x, axes, count);
      case ADD -> sum(x, axes, count);
      case AND, OR -> throw new IllegalStateException("no such fold of floats");
    }
  }

  /** Only of what stays exact: a product has no bound by its terms. */
  private void product(Entry x, List<Integer> axes, long count) {
    double most = Math.pow(Math.max(1, x.accuracy().most()), count);
    double grain = x.accuracy().isGrid() ? Math.pow(x.accuracy().grain(), count) : 0;
    var accuracy = Accuracy.ofGrid(most, Math.min(1, grain), x.dtype(), false);
    if (accuracy.isGrid()) steps.add(steps.b.reduce(Fold.MUL, x.value(), axes), accuracy);
  }

  private void sum(Entry x, List<Integer> axes, long count) {
    var accuracy =
        Accuracy.ofGrid(count * x.accuracy().most(), x.accuracy().grain(), x.dtype(), false);
    var value = steps.b.reduce(Fold.ADD, x.value(), axes);
    if (accuracy.isGrid()) {
      steps.add(value, accuracy);
    } else if (steps.depth == 2) {
      var terms = steps.b.reduce(Fold.ADD, magnitude(x.value()), axes);
      steps.add(value, Accuracy.sum(terms, count));
    }
  }

  private Value magnitude(Value x) {
    var wide = steps.b.convert(x, DType.F64);
    return steps.b.unary(Fn1.ABS, wide);
  }

  private void contract() {
    var a = steps.any(entry -> entry.dtype().isArithmetic());
    if (!a.dtype().isArithmetic()) return;
    var contractedA = new ArrayList<Integer>();
    var batchA = new ArrayList<Integer>();
    for (int axis = 0; axis < a.rank(); axis++) {
      switch (values.below(3)) {
        case 0 -> contractedA.add(axis);
        case 1 -> batchA.add(axis);
        default -> {}
      }
    }
    // The other operand has the same axes in another order, and one or two of its own.
    var axes = new ArrayList<Integer>();
    contractedA.forEach(axes::add);
    batchA.forEach(axis -> axes.add(values.below(axes.size() + 1), axis));
    var extents = new ArrayList<Integer>();
    for (int axis : axes) extents.add(a.shape().extent(axis));
    int free = values.below(3);
    for (int i = 0; i < free; i++) {
      int at = values.below(axes.size() + 1);
      axes.add(at, -1);
      extents.add(at, values.between(1, 5));
    }
    var contractedB = contractedA.stream().map(axes::indexOf).toList();
    var batchB = batchA.stream().map(axes::indexOf).toList();
    var dtype = values.onceIn(3) ? values.number() : a.dtype();
    var b = steps.like(new TensorType(dtype, new Shape(extents)));
    long count = 1;
    for (int axis : contractedA) count *= a.shape().extent(axis);
    var accumulator = values.onceIn(2) && a.dtype().isInteger() ? DType.I32 : values.number();
    if (!values.has(accumulator)) accumulator = a.dtype();
    add(a, b, contractedA, contractedB, batchA, batchB, accumulator, count);
  }

  private void add(
      Entry a,
      Entry b,
      List<Integer> contractedA,
      List<Integer> contractedB,
      List<Integer> batchA,
      List<Integer> batchB,
      DType accumulator,
      long count) {
    var value =
        steps.b.contract(
            a.value(), b.value(), contractedA, contractedB, batchA, batchB, accumulator);
    if (value.type().elements() > RandomSteps.MOST_ELEMENTS) return;
    if (!accumulator.isFloat()) {
      steps.add(value, Accuracy.EXACT);
      return;
    }
    var x = RandomArithmetic.converted(a, accumulator);
    var y = RandomArithmetic.converted(b, accumulator);
    double grain = x.grain() * y.grain();
    var accuracy = Accuracy.ofGrid(count * x.most() * y.most(), grain, accumulator, false);
    if (accuracy.isGrid()) {
      steps.add(value, accuracy);
    } else if (steps.depth == 2) {
      var terms =
          steps.b.contract(
              magnitude(a.value()),
              magnitude(b.value()),
              contractedA,
              contractedB,
              batchA,
              batchB,
              DType.F64);
      steps.add(value, Accuracy.sum(terms, count));
    }
  }

  /** Pads, windows and contracts as convolutions, and depthwise ones, do. */
  private void convolve() {
    var dtype = values.oneOf(List.of(DType.I8, DType.U8, DType.F32, DType.I16));
    if (!values.has(dtype) || !values.has(DType.I32)) return;
    int channels = values.between(1, 9);
    var x =
        steps.like(
            TensorType.of(
                dtype, values.between(1, 2), values.between(3, 7), values.between(3, 7), channels));
    int height = values.between(1, 3);
    int width = values.between(1, 3);
    int stride = values.between(1, 2);
    var scalar = steps.constant(new TensorType(dtype, Shape.SCALAR));
    var padded = steps.b.pad(x.value(), List.of(0, 1, 0, 0), List.of(0, 1, 1, 0), scalar.value());
    var windows = steps.b.window(padded, 1, height, stride, 1);
    windows = steps.b.window(windows, 3, width, stride, 1);
    var inside = RandomMovement.joined(x.accuracy(), scalar.accuracy());
    var accumulator = dtype == DType.F32 ? DType.F32 : DType.I32;
    if (values.onceIn(2)) {
      var filter = steps.like(TensorType.of(dtype, values.between(1, 9), height, width, channels));
      add(
          new Entry(windows, inside),
          filter,
          List.of(2, 4, 5),
          List.of(1, 2, 3),
          List.of(),
          List.of(),
          accumulator,
          (long) height * width * channels);
    } else {
      var filter = steps.like(TensorType.of(dtype, height, width, channels, values.between(1, 2)));
      add(
          new Entry(windows, inside),
          filter,
          List.of(2, 4),
          List.of(0, 1),
          List.of(5),
          List.of(2),
          accumulator,
          (long) height * width);
    }
  }
}
