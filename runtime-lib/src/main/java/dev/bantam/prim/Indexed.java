package dev.bantam.prim;

import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Where an element comes from, or goes to, is known only when the program runs. */
public sealed interface Indexed extends Prim {
  /**
   * {@code indices}, of any shape, replace {@code axis}; an index outside gives 0 and reads
   * nothing.
   */
  record Gather(Value x, Value indices, int axis) implements Indexed, Prim.Single {
    public Gather {
      Objects.checkIndex(axis, x.type().rank());
      requireIndex(indices);
    }

    @Override
    public TensorType type() {
      var extents = new ArrayList<>(x.type().shape().extents());
      extents.remove(axis);
      extents.addAll(axis, indices.type().shape().extents());
      return x.type().with(new Shape(extents));
    }

    @Override
    public List<Value> operands() {
      return List.of(x, indices);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Gather(operands.get(0), operands.get(1), axis);
    }
  }

  /**
   * Row {@code indices[i]} of {@code x} takes {@code updates[i]}, in the order of i; an index
   * outside is skipped.
   */
  record Scatter(Update update, Value x, Value indices, Value updates)
      implements Indexed, Prim.Single {
    public Scatter {
      requireIndex(indices);
      boolean fits =
          x.type().rank() >= 1
              && indices.type().rank() == 1
              && updates.type().rank() == x.type().rank();
      if (!fits
          || !updates
              .type()
              .equals(x.type().with(x.type().shape().with(0, indices.type().extent(0))))) {
        throw new IllegalArgumentException(
            "scatter of %s by %s into %s".formatted(updates.type(), indices.type(), x.type()));
      }
    }

    @Override
    public TensorType type() {
      return x.type();
    }

    @Override
    public List<Value> operands() {
      return List.of(x, indices, updates);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Scatter(update, operands.get(0), operands.get(1), operands.get(2));
    }
  }

  /**
   * The part of {@code x} of shape {@code sizes} that begins at {@code starts}, scalars clamped so
   * that it fits.
   */
  record DynamicSlice(Value x, List<Value> starts, Shape sizes) implements Indexed, Prim.Single {
    public DynamicSlice {
      starts = List.copyOf(starts);
      requireStarts(x, starts, sizes);
    }

    @Override
    public TensorType type() {
      return x.type().with(sizes);
    }

    @Override
    public List<Value> operands() {
      var operands = new ArrayList<>(List.of(x));
      operands.addAll(starts);
      return operands;
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new DynamicSlice(operands.getFirst(), operands.subList(1, operands.size()), sizes);
    }
  }

  /**
   * {@code x} with {@code update} in place of the part that begins at {@code starts}, clamped so
   * that it fits.
   */
  record DynamicUpdate(Value x, Value update, List<Value> starts) implements Indexed, Prim.Single {
    public DynamicUpdate {
      starts = List.copyOf(starts);
      requireStarts(x, starts, update.type().shape());
      if (update.type().dtype() != x.type().dtype()) {
        throw new IllegalArgumentException("update of %s by %s".formatted(x.type(), update.type()));
      }
    }

    @Override
    public TensorType type() {
      return x.type();
    }

    @Override
    public List<Value> operands() {
      var operands = new ArrayList<>(List.of(x, update));
      operands.addAll(starts);
      return operands;
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new DynamicUpdate(
          operands.get(0), operands.get(1), operands.subList(2, operands.size()));
    }
  }

  /**
   * Stable, along {@code axis}, keys and payloads together; {@code less} takes two scalars of each,
   * {@code a0, b0, a1, b1, ..}.
   */
  record Sort(List<Value> xs, int axis, Function less) implements Indexed {
    public Sort {
      xs = List.copyOf(xs);
      Objects.checkIndex(axis, xs.getFirst().type().rank());
      for (var x : xs) {
        if (!x.type().shape().equals(xs.getFirst().type().shape())) {
          throw new IllegalArgumentException(
              "sort of %s with %s".formatted(xs.getFirst().type(), x.type()));
        }
      }
      var parameters = new ArrayList<TensorType>();
      for (var x : xs) parameters.addAll(Collections.nCopies(2, x.type().with(Shape.SCALAR)));
      Operands.requireSignature("less", less, parameters, List.of(TensorType.of(DType.BOOL)));
    }

    @Override
    public List<TensorType> types() {
      return xs.stream().map(Value::type).toList();
    }

    @Override
    public List<Value> operands() {
      return xs;
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Sort(operands, axis, less);
    }
  }

  private static void requireIndex(Value indices) {
    if (indices.type().dtype() != DType.I32 && indices.type().dtype() != DType.I64) {
      throw new IllegalArgumentException(
          "indices are %s, must be i32 or i64".formatted(indices.type()));
    }
  }

  private static void requireStarts(Value x, List<Value> starts, Shape sizes) {
    boolean fits = starts.size() == x.type().rank() && sizes.rank() == x.type().rank();
    for (int i = 0; fits && i < sizes.rank(); i++) fits = sizes.extent(i) <= x.type().extent(i);
    for (var start : starts) fits &= start.type().rank() == 0 && start.type().dtype().isInteger();
    if (!fits)
      throw new IllegalArgumentException(
          "part %s of %s at %s".formatted(sizes, x.type(), Operands.typesOf(starts)));
  }
}
