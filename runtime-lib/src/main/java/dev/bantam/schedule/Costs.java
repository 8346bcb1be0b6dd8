package dev.bantam.schedule;

import dev.bantam.prim.Bitcast;
import dev.bantam.prim.Control;
import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Reduction;
import dev.bantam.prim.Source;
import dev.bantam.prim.State;

/** What primitives cost, in about simple instructions for one element of the result. */
final class Costs {
  private static final double DIVISION = 6;
  private static final double FUNCTION = 16;
  private static final double COMPOSITE = 8;
  private static final double POWER = 60;

  private Costs() {}

  static double ofElement(Prim prim) {
    return switch (prim) {
      case Source.Constant _, Source.Iota _, Movement _, Bitcast _ -> 0;
      case Elementwise.Unary(var fn, var _) ->
          switch (fn) {
            case NEG, ABS, NOT, FLOOR, RINT -> 1;
            case SQRT -> DIVISION;
            case EXP, LOG, SIN, COS, TANH, LOGISTIC -> FUNCTION;
          };
      case Elementwise.Binary(var fn, var _, var _) ->
          switch (fn) {
            case DIV, REM -> DIVISION;
            case POW -> POWER;
            case ADD, MUL, MULHI, MAX, MIN, AND, OR, XOR, SHL, SHR, LT, EQ -> 1;
          };
      case Elementwise.Select _, Elementwise.Convert _, Reduction.Reduce _, Reduction.Contract _ ->
          1;
      case Indexed.Gather _, Indexed.DynamicSlice _ -> 2;
      case Control.Call _ -> COMPOSITE;
      case Indexed.Scatter _,
          Indexed.DynamicUpdate _,
          Indexed.Sort _,
          Control.Case _,
          Control.While _,
          Control.Scan _,
          State.Read _,
          State.Write _ ->
          1;
    };
  }

  /** How many elements of each operand make one of the result. */
  static double repetitions(Operation operation) {
    return switch (operation.prim()) {
      case Reduction.Reduce reduce -> {
        double count = 1;
        for (int axis : reduce.axes()) count *= operation.operands().getFirst().type().extent(axis);
        yield count;
      }
      case Reduction.Contract contract -> {
        double count = 1;
        for (int axis : contract.contractedA())
          count *= operation.operands().getFirst().type().extent(axis);
        yield count;
      }
      case Bitcast bitcast ->
          Math.max(
              1, bitcast.dtype().bits() / operation.operands().getFirst().type().dtype().bits());
      case Prim _ -> 1;
    };
  }
}
