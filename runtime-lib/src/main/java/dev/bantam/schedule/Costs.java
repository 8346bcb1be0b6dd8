package dev.bantam.schedule;

import dev.bantam.prim.Prim;

/** What primitives cost, in about simple instructions for one element of the result. */
final class Costs {
  private static final double DIVISION = 6;
  private static final double FUNCTION = 16;
  private static final double COMPOSITE = 8;
  private static final double POWER = 60;

  private Costs() {}

  static double ofElement(Prim prim) {
    return switch (prim) {
      case Prim.Constant _, Prim.Iota _, Prim.Movement _, Prim.Bitcast _ -> 0;
      case Prim.Unary(var fn, var _) ->
          switch (fn) {
            case NEG, ABS, NOT, FLOOR, RINT -> 1;
            case SQRT -> DIVISION;
            case EXP, LOG, SIN, COS, TANH, LOGISTIC -> FUNCTION;
          };
      case Prim.Binary(var fn, var _, var _) ->
          switch (fn) {
            case DIV, REM -> DIVISION;
            case POW -> POWER;
            case ADD, MUL, MULHI, MAX, MIN, AND, OR, XOR, SHL, SHR, LT, EQ -> 1;
          };
      case Prim.Select _, Prim.Convert _, Prim.Reduce _, Prim.Contract _ -> 1;
      case Prim.Gather _, Prim.DynamicSlice _ -> 2;
      case Prim.Call _ -> COMPOSITE;
      case Prim.Scatter _,
          Prim.DynamicUpdate _,
          Prim.Sort _,
          Prim.Case _,
          Prim.While _,
          Prim.Scan _,
          Prim.Read _,
          Prim.Write _ ->
          1;
    };
  }

  /** How many elements of each operand make one of the result. */
  static double repetitions(Operation operation) {
    return switch (operation.prim()) {
      case Prim.Reduce reduce -> {
        double count = 1;
        for (int axis : reduce.axes()) count *= operation.operands().getFirst().type().extent(axis);
        yield count;
      }
      case Prim.Contract contract -> {
        double count = 1;
        for (int axis : contract.contractedA())
          count *= operation.operands().getFirst().type().extent(axis);
        yield count;
      }
      case Prim.Bitcast bitcast ->
          Math.max(
              1, bitcast.dtype().bits() / operation.operands().getFirst().type().dtype().bits());
      case Prim _ -> 1;
    };
  }
}
