package dev.bantam.prim;

import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Runs functions; they take what they need as arguments and capture nothing. */
public sealed interface Control extends Prim {
  /**
   * Branch {@code index}, or the last one where there is none of that number. All take {@code
   * arguments}.
   */
  record Case(Value index, List<Function> branches, List<Value> arguments) implements Control {
    public Case {
      branches = List.copyOf(branches);
      arguments = List.copyOf(arguments);
      if (!index.type().equals(TensorType.of(DType.I32)))
        throw new IllegalArgumentException("case of " + index.type());
      for (var branch : branches) {
        Operands.requireSignature(
            "branch", branch, Operands.typesOf(arguments), branches.getFirst().resultTypes());
      }
    }

    @Override
    public List<TensorType> types() {
      return branches.getFirst().resultTypes();
    }

    @Override
    public List<Value> operands() {
      var operands = new ArrayList<>(List.of(index));
      operands.addAll(arguments);
      return operands;
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Case(operands.getFirst(), branches, operands.subList(1, operands.size()));
    }
  }

  /**
   * As long as {@code condition} of the carried values is true, they become {@code body} of them.
   */
  record While(Function condition, Function body, List<Value> initial) implements Control {
    public While {
      initial = List.copyOf(initial);
      Operands.requireSignature(
          "condition", condition, Operands.typesOf(initial), List.of(TensorType.of(DType.BOOL)));
      Operands.requireSignature("body", body, Operands.typesOf(initial), Operands.typesOf(initial));
    }

    @Override
    public List<TensorType> types() {
      return Operands.typesOf(initial);
    }

    @Override
    public List<Value> operands() {
      return initial;
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new While(condition, body, operands);
    }
  }

  /**
   * {@code count} steps of {@code body(carry.., x_i..) = (carry.., y_i..)} over axis 0 of {@code
   * xs}; the results are the last carry, and the {@code y} stacked on a new axis 0. {@code reverse}
   * runs from the last to the first.
   */
  record Scan(Function body, List<Value> carry, List<Value> xs, int count, boolean reverse)
      implements Control {
    public Scan {
      carry = List.copyOf(carry);
      xs = List.copyOf(xs);
      var parameters = new ArrayList<>(Operands.typesOf(carry));
      for (var x : xs) {
        if (x.type().rank() < 1 || x.type().extent(0) != count) {
          throw new IllegalArgumentException("scan of %d steps over %s".formatted(count, x.type()));
        }
        parameters.add(
            x.type().with(new Shape(x.type().shape().extents().subList(1, x.type().rank()))));
      }
      var results = body.resultTypes();
      if (results.size() < carry.size())
        throw new IllegalArgumentException("scan's body returns " + results);
      Operands.requireSignature("body", body, parameters, results);
      Operands.requireSame(
          "body's carry", Operands.typesOf(carry), results.subList(0, carry.size()));
    }

    @Override
    public List<TensorType> types() {
      var types = new ArrayList<>(Operands.typesOf(carry));
      for (var y : body.resultTypes().subList(carry.size(), body.resultTypes().size())) {
        var extents = new ArrayList<>(y.shape().extents());
        extents.add(0, count);
        types.add(y.with(new Shape(extents)));
      }
      return types;
    }

    @Override
    public List<Value> operands() {
      var operands = new ArrayList<>(carry);
      operands.addAll(xs);
      return operands;
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Scan(
          body,
          operands.subList(0, carry.size()),
          operands.subList(carry.size(), operands.size()),
          count,
          reverse);
    }
  }

  /**
   * A composite: {@code callee}, inlined unless a device knows its name and gives the same bits.
   */
  record Call(Function callee, List<Value> arguments) implements Control {
    public Call {
      arguments = List.copyOf(arguments);
      Operands.requireSignature("call", callee, Operands.typesOf(arguments), callee.resultTypes());
    }

    @Override
    public List<TensorType> types() {
      return callee.resultTypes();
    }

    @Override
    public List<Value> operands() {
      return arguments;
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Call(callee, operands);
    }
  }
}
