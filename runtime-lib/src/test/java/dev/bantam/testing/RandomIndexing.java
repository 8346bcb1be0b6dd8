package dev.bantam.testing;

import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Update;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Random primitives whose indices are values, most of them within bounds. */
final class RandomIndexing {
  private final RandomSteps steps;
  private final RandomValues values;

  RandomIndexing(RandomSteps steps) {
    this.steps = steps;
    this.values = steps.values;
  }

  void step() {
    if (!values.has(DType.I32) || !values.has(DType.I64)) return;
    switch (values.below(4)) {
      case 0 -> gather();
      case 1 -> scatter();
      case 2 -> dynamicSlice();
      default -> dynamicUpdate();
    }
  }

  /** In [-1, extent], so that a few lie outside. */
  private Value indices(Shape shape, int extent) {
    var dtype = values.onceIn(2) ? DType.I32 : DType.I64;
    var x = steps.like(new TensorType(dtype, shape)).value();
    if (values.onceIn(6)) return x;
    var bounded = steps.b.binary(Fn2.REM, x, steps.b.like(x, extent + 1L));
    return steps.b.max(bounded, -1);
  }

  private void gather() {
    var x = steps.any(entry -> entry.rank() > 0);
    if (x.rank() == 0) return;
    int axis = values.below(x.rank());
    var shape = values.onceIn(3) ? values.shape() : Shape.of(values.between(1, 5));
    var indices = indices(shape, x.shape().extent(axis));
    var accuracy = x.accuracy();
    steps.add(steps.b.gather(x.value(), indices, axis), accuracy);
  }

  private void scatter() {
    var x = steps.any(entry -> entry.rank() > 0);
    if (x.rank() == 0) return;
    var updates =
        new ArrayList<>(
            switch (x.dtype()) {
              case BOOL -> List.of(Update.SET, Update.AND, Update.OR);
              case F32, F64 -> List.of(Update.SET, Update.ADD, Update.MUL, Update.MAX, Update.MIN);
              case F16, BF16 -> List.of(Update.SET, Update.MAX, Update.MIN);
              default -> Arrays.asList(Update.values());
            });
    var update = values.oneOf(updates);
    int count = values.between(0, 5);
    var by = steps.like(x.value().type().with(x.shape().with(0, count)));
    var indices = indices(Shape.of(count), x.shape().extent(0));
    var value = steps.one(new Indexed.Scatter(update, x.value(), indices, by.value()));
    var accuracy =
        update == Update.SET
            ? RandomMovement.joined(x.accuracy(), by.accuracy())
            : Accuracy.EXACT.withoutZeroSign();
    steps.add(value, accuracy);
  }

  private List<Value> starts(Shape shape) {
    var starts = new ArrayList<Value>();
    for (int i = 0; i < shape.rank(); i++) starts.add(indices(Shape.SCALAR, shape.extent(i)));
    return starts;
  }

  private Shape part(Shape shape) {
    var extents = shape.toArray();
    for (int i = 0; i < extents.length; i++)
      extents[i] = values.between(Math.min(1, extents[i]), extents[i]);
    return Shape.of(extents);
  }

  private void dynamicSlice() {
    var x = steps.any();
    var value = steps.one(new Indexed.DynamicSlice(x.value(), starts(x.shape()), part(x.shape())));
    steps.add(value, x.accuracy());
  }

  private void dynamicUpdate() {
    var x = steps.any();
    var update = steps.like(x.value().type().with(part(x.shape())));
    var value = steps.one(new Indexed.DynamicUpdate(x.value(), update.value(), starts(x.shape())));
    steps.add(value, RandomMovement.joined(x.accuracy(), update.accuracy()));
  }
}
