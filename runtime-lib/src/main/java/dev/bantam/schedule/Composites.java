package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn1;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Indices;
import dev.bantam.prim.Control;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Source;
import dev.bantam.type.DType;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Composites that kernels have a shorter form for, with the same bits: the fixed-point steps of
 * quantized arithmetic. All others are written out.
 */
enum Composites {
  SRDHM(2) {
    @Override
    Expr of(List<Expr> operands, List<Node> nodes) {
      var lowest = new Expr.Constant(DType.I32, DType.I32.lowest());
      var overflows =
          new Binary(
              Fn2.AND,
              new Binary(Fn2.EQ, operands.get(0), lowest),
              new Binary(Fn2.EQ, operands.get(1), lowest));
      return new Expr.Select(
          overflows,
          new Expr.Constant(DType.I32, DType.I32.highest()),
          new Binary(Fn2.ROUNDED_HIGH, operands.get(0), operands.get(1)));
    }
  },
  RDBPOT(2) {
    @Override
    Expr of(List<Expr> operands, List<Node> nodes) {
      return new Binary(Fn2.ROUNDED_SHIFT, operands.get(0), operands.get(1));
    }
  },
  MBQM(3) {
    @Override
    Expr of(List<Expr> operands, List<Node> nodes) {
      var zero = new Expr.Constant(DType.I32, 0);
      var shift = operands.get(2);
      if (isNeverPositive(nodes.get(2))) {
        return new Binary(
            Fn2.ROUNDED_SHIFT,
            new Binary(Fn2.ROUNDED_HIGH, operands.get(0), operands.get(1)),
            new Expr.Unary(Fn1.NEG, shift));
      }
      var left = new Binary(Fn2.MAX, shift, zero);
      var right = new Binary(Fn2.MAX, new Expr.Unary(Fn1.NEG, shift), zero);
      var scaled = new Binary(Fn2.SHL, operands.get(0), left);
      return new Binary(
          Fn2.ROUNDED_SHIFT, new Binary(Fn2.ROUNDED_HIGH, scaled, operands.get(1)), right);
    }
  };

  private final int operands;

  Composites(int operands) {
    this.operands = operands;
  }

  /**
   * The composite of these values.
   *
   * @param nodes what the values are of
   */
  abstract Expr of(List<Expr> operands, List<Node> nodes);

  /** Whether a value is a constant, or a view of one, without an element above 0. */
  private static boolean isNeverPositive(Node node) {
    if (node.prim() instanceof Movement && node.producer().operands().size() == 1) {
      return isNeverPositive(node.operand(0));
    }
    if (!(node.prim() instanceof Source.Constant(var literal))) return false;
    for (long i = 0; i < literal.elements(); i++) if (literal.integer(i) > 0) return false;
    return true;
  }

  /** Whether a call is one of these: by its tag, and by types that no other meaning has. */
  static boolean knows(Control.Call call) {
    for (var composite : values()) {
      if (composite.name().equalsIgnoreCase(call.callee().name())) {
        return call.arguments().size() == composite.operands
            && call.types().size() == 1
            && call.arguments().stream().allMatch(value -> value.type().dtype() == DType.I32);
      }
    }
    return false;
  }

  static Composites of(Control.Call call) {
    for (var composite : values()) {
      if (composite.name().equalsIgnoreCase(call.callee().name())) return composite;
    }
    throw new IllegalStateException("@" + call.callee().name() + " has no shorter form");
  }

  /** Where an operand is read: as it broadcasts, aligned at the last axis. */
  static List<Expr> index(List<Expr> index, TensorType operand) {
    var result = new ArrayList<Expr>();
    int before = index.size() - operand.rank();
    for (int axis = 0; axis < operand.rank(); axis++) {
      boolean one = operand.extent(axis) == 1;
      result.add(one ? Indices.constant(0) : index.get(before + axis));
    }
    return result;
  }
}
