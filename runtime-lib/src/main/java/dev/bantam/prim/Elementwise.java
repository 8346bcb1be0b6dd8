package dev.bantam.prim;

import dev.bantam.type.DType;
import dev.bantam.type.TensorType;
import java.util.List;

/** Works on each element alone, with operands and result of one shape. */
public sealed interface Elementwise extends Prim.Single {
  record Unary(Fn1 fn, Value x) implements Elementwise {
    public Unary {
      var dtype = x.type().dtype();
      boolean fits =
          switch (fn) {
            case NEG, ABS -> dtype.isArithmetic();
            case NOT -> dtype.isInteger() || dtype == DType.BOOL;
            case FLOOR, RINT, SQRT, EXP, LOG, SIN, COS, TANH, LOGISTIC -> dtype.isFloat();
          };
      if (!fits) throw new IllegalArgumentException("%s of %s".formatted(fn, x.type()));
    }

    @Override
    public TensorType type() {
      return x.type();
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Unary(fn, operands.getFirst());
    }
  }

  record Binary(Fn2 fn, Value a, Value b) implements Elementwise {
    public Binary {
      var dtype = a.type().dtype();
      boolean fits =
          switch (fn) {
            case ADD, MUL, DIV, REM, POW, MAX, MIN -> dtype.isArithmetic();
            case LT -> dtype.isArithmetic() || dtype == DType.STR;
            case MULHI -> dtype == DType.I32 || dtype == DType.U32;
            case AND, OR, XOR -> dtype.isInteger() || dtype == DType.BOOL;
            case SHL, SHR -> dtype.isInteger();
            case EQ -> dtype.isArithmetic() || dtype == DType.BOOL || dtype == DType.STR;
          };
      if (!fits || !a.type().equals(b.type())) {
        throw new IllegalArgumentException("%s of %s and %s".formatted(fn, a.type(), b.type()));
      }
    }

    @Override
    public TensorType type() {
      return fn.isComparison() ? a.type().with(DType.BOOL) : a.type();
    }

    @Override
    public List<Value> operands() {
      return List.of(a, b);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Binary(fn, operands.get(0), operands.get(1));
    }
  }

  record Select(Value test, Value yes, Value no) implements Elementwise {
    public Select {
      if (!yes.type().equals(no.type()) || !test.type().equals(yes.type().with(DType.BOOL))) {
        throw new IllegalArgumentException(
            "select of %s, %s, %s".formatted(test.type(), yes.type(), no.type()));
      }
    }

    @Override
    public TensorType type() {
      return yes.type();
    }

    @Override
    public List<Value> operands() {
      return List.of(test, yes, no);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Select(operands.get(0), operands.get(1), operands.get(2));
    }
  }

  /**
   * Integer to integer wraps; float to integer truncates, saturates, and takes NaN to 0; to bool is
   * {@code x != 0}; to float rounds to nearest even. Packed integers may be converted from, never
   * to.
   */
  record Convert(Value x, DType dtype) implements Elementwise {
    public Convert {
      var from = x.type().dtype();
      boolean source =
          from.isArithmetic() || from == DType.BOOL || from.kind() == DType.Kind.PACKED;
      boolean target = dtype.isArithmetic() || dtype == DType.BOOL;
      if (!source || !target)
        throw new IllegalArgumentException("convert of %s to %s".formatted(x.type(), dtype));
    }

    @Override
    public TensorType type() {
      return x.type().with(dtype);
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Convert(operands.getFirst(), dtype);
    }
  }
}
