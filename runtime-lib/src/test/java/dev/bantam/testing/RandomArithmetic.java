package dev.bantam.testing;

import dev.bantam.op.FixedPoint;
import dev.bantam.op.Multiplier;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.testing.RandomSteps.Entry;
import dev.bantam.type.DType;
import java.util.Arrays;
import java.util.List;

/** Random elementwise primitives and composites of them. */
final class RandomArithmetic {
  private final RandomSteps steps;
  private final RandomValues values;

  RandomArithmetic(RandomSteps steps) {
    this.steps = steps;
    this.values = steps.values;
  }

  void step() {
    switch (values.below(12)) {
      case 0, 1 -> unary();
      case 2, 3, 4, 5 -> binary();
      case 6 -> select();
      case 7, 8 -> convert();
      case 9 -> bitcast();
      case 10 -> compositeOfInts();
      default -> clampAndConvert();
    }
  }

  private void unary() {
    var fn = values.oneOf(List.of(Fn1.values()));
    var x =
        steps.any(
            entry ->
                switch (fn) {
                  case NEG, ABS -> entry.dtype().isArithmetic();
                  case NOT -> RandomMovement.isBits(entry.dtype());
                  case SIN, COS -> entry.dtype().isFloat() && entry.accuracy().isGrid();
                  case FLOOR, RINT, SQRT, EXP, LOG, TANH, LOGISTIC -> entry.dtype().isFloat();
                });
    if (x.dtype() == DType.BOOL && fn != Fn1.NOT) return;
    if (fn.ordinal() > Fn1.NOT.ordinal() && !x.dtype().isFloat()) return;
    boolean exactHere =
        switch (fn) {
          case EXP, LOG, SIN, COS, TANH, LOGISTIC -> false;
          case NEG, ABS, NOT, FLOOR, RINT, SQRT -> true;
        };
    if (!exactHere && isInner()) return;
    var accuracy =
        switch (fn) {
          case NEG, ABS, NOT, FLOOR, RINT -> x.accuracy();
          case SQRT -> zeroLike(x, Accuracy.EXACT);
          case EXP, LOG, SIN, COS -> Accuracy.within(4);
          case TANH, LOGISTIC -> Accuracy.within(5);
        };
    steps.add(steps.b.unary(fn, x.value()), accuracy);
  }

  /** Approximate values stay out of loops, where they would be computed with. */
  private boolean isInner() {
    return steps.depth < 2;
  }

  private static Accuracy zeroLike(Entry x, Accuracy accuracy) {
    return x.accuracy().zeroSigned() ? accuracy : accuracy.withoutZeroSign();
  }

  private void binary() {
    var a = steps.any(entry -> true);
    var fns = Arrays.stream(Fn2.values()).filter(fn -> takes(fn, a.dtype())).toList();
    var fn = values.oneOf(fns);
    if (fn == Fn2.POW && a.dtype().isFloat() && isInner()) return;
    var b = steps.like(a.value().type());
    boolean sees = fn == Fn2.DIV || fn == Fn2.POW || fn == Fn2.REM;
    // Of zeros whose sign is not settled, a quotient is an infinity whose sign is not settled.
    if (sees && a.dtype().isFloat() && !(a.accuracy().zeroSigned() && b.accuracy().zeroSigned()))
      return;
    steps.add(steps.b.binary(fn, a.value(), b.value()), accuracy(fn, a, b));
  }

  private static boolean takes(Fn2 fn, DType dtype) {
    return switch (fn) {
      case ADD, MUL, DIV, REM, POW, MAX, MIN, LT -> dtype.isArithmetic();
      case MULHI -> dtype == DType.I32 || dtype == DType.U32;
      case AND, OR, XOR -> RandomMovement.isBits(dtype);
      case SHL, SHR -> dtype.isInteger();
      case EQ -> dtype.isArithmetic() || dtype == DType.BOOL;
    };
  }

  private static Accuracy accuracy(Fn2 fn, Entry a, Entry b) {
    if (!a.dtype().isFloat() || fn.isComparison()) return Accuracy.EXACT;
    var x = a.accuracy();
    var y = b.accuracy();
    boolean grids = x.isGrid() && y.isGrid();
    boolean signed = x.zeroSigned() && y.zeroSigned();
    return switch (fn) {
      case ADD ->
          Accuracy.ofGrid(
              x.most() + y.most(), grids ? Math.min(x.grain(), y.grain()) : 0, a.dtype(), signed);
      case MUL -> Accuracy.ofGrid(x.most() * y.most(), x.grain() * y.grain(), a.dtype(), signed);
      case MAX, MIN -> RandomMovement.joined(x, y).withoutZeroSign();
      case POW -> Accuracy.within(16);
      case DIV, REM, MULHI, AND, OR, XOR, SHL, SHR, LT, EQ -> Accuracy.EXACT;
    };
  }

  private void select() {
    var yes = steps.any();
    var no = steps.like(yes.value().type());
    var test = steps.like(yes.value().type().with(DType.BOOL));
    steps.add(
        steps.b.select(test.value(), yes.value(), no.value()),
        RandomMovement.joined(yes.accuracy(), no.accuracy()));
  }

  private void convert() {
    var x = steps.any();
    var to = values.dtype();
    steps.add(steps.b.convert(x.value(), to), converted(x, to));
  }

  /** What is known of an entry once it is of that type. */
  static Accuracy converted(Entry x, DType to) {
    if (!to.isFloat()) return Accuracy.EXACT;
    var from = x.dtype();
    if (from == DType.BOOL) return Accuracy.grid(1, 1);
    if (from.isInteger()) return Accuracy.ofGrid(Math.scalb(1.0, from.bits()), 1, to, true);
    return Accuracy.ofGrid(
        x.accuracy().most(), x.accuracy().grain(), to, x.accuracy().zeroSigned());
  }

  private void bitcast() {
    var x = steps.any(entry -> entry.dtype().isInteger());
    if (!x.dtype().isInteger()) return;
    var to =
        values.oneOf(
            List.of(
                DType.I8, DType.I16, DType.I32, DType.I64, DType.U8, DType.U16, DType.U32,
                DType.U64));
    int ratio = to.bits() / x.dtype().bits();
    boolean fits = ratio <= 1 || x.rank() > 0 && x.shape().extent(x.rank() - 1) == ratio;
    if (!fits || !values.has(to)) return;
    steps.add(steps.b.bitcast(x.value(), to), Accuracy.EXACT);
  }

  private void compositeOfInts() {
    var x = steps.any(entry -> entry.dtype() == DType.I32);
    if (x.dtype() != DType.I32) return;
    var value =
        switch (values.below(4)) {
          case 0 -> FixedPoint.srdhm(steps.b, x.value(), steps.like(x.value().type()).value());
          case 1 ->
              FixedPoint.rdbpot(
                  steps.b, x.value(), steps.b.constant(DType.I32, (long) values.below(32)));
          case 2 -> FixedPoint.clz(steps.b, x.value());
          default -> requantized(x);
        };
    steps.add(value, Accuracy.EXACT);
  }

  private dev.bantam.prim.Value requantized(Entry x) {
    int channels = x.rank() == 0 || values.onceIn(2) ? 1 : x.shape().extent(x.rank() - 1);
    var multipliers =
        java.util.stream.Stream.generate(
                () ->
                    Multiplier.of(
                        Math.scalb(0.5 + values.below(1000) / 2000.0, values.between(-20, 4))))
            .limit(Math.max(1, channels))
            .toList();
    if (channels == 0) return FixedPoint.mbqm(steps.b, x.value(), multipliers.getFirst());
    return FixedPoint.mbqm(steps.b, x.value(), multipliers);
  }

  /** The end of every quantized operator. */
  private void clampAndConvert() {
    var x = steps.any(entry -> entry.dtype() == DType.I32);
    if (x.dtype() != DType.I32) return;
    var to = values.oneOf(List.of(DType.I8, DType.U8, DType.I16));
    if (!values.has(to)) return;
    var low = steps.b.max(x.value(), steps.b.constant(DType.I32, to.lowest()));
    var both = steps.b.min(low, steps.b.constant(DType.I32, to.highest()));
    steps.add(steps.b.convert(both, to), Accuracy.EXACT);
  }
}
