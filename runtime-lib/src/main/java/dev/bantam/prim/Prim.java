package dev.bantam.prim;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One primitive applied to values: data, contract and type rule. A record's constructor refuses
 * operands that have no result; after it nothing checks again.
 */
public sealed interface Prim {
  /** The types of the results; all but a few primitives have one. */
  List<TensorType> types();

  /** The values that it reads, in order; regions capture none. */
  List<Value> operands();

  /** The same primitive on other operands, given in the order of {@link #operands}. */
  Prim withOperands(List<Value> operands);

  /** A primitive with one result. */
  sealed interface Single extends Prim {
    TensorType type();

    @Override
    default List<TensorType> types() {
      return List.of(type());
    }
  }

  /**
   * A view: an element of the result is an element of an operand, or the padding. Costs nothing by
   * itself.
   */
  sealed interface Movement extends Single {}

  /** Works on each element alone, with operands and result of one shape. */
  sealed interface Elementwise extends Single {}

  enum Fn1 {
    NEG,
    ABS,
    NOT,
    FLOOR,
    RINT,
    SQRT,
    EXP,
    LOG,
    SIN,
    COS,
    TANH,
    /** {@code 1 / (1 + e^-x)}. */
    LOGISTIC
  }

  enum Fn2 {
    ADD,
    MUL,
    /** The high 32 bits of the exact 64-bit product; {@code i32} and {@code u32} only. */
    MULHI,
    /** Integers truncate; {@code x / 0 = 0}, {@code MIN / -1 = MIN}. */
    DIV,
    /** Integers {@code a - (a / b) * b}, floats as C's {@code fmod}. */
    REM,
    POW,
    /** NaN if either is. */
    MAX,
    /** NaN if either is. */
    MIN,
    AND,
    OR,
    XOR,
    /** A count outside {@code [0, bits)} gives 0. */
    SHL,
    /** Arithmetic for signed types; a count outside {@code [0, bits)} gives 0, or the sign. */
    SHR,
    /** To bool; false with NaN. Strings by their bytes, as unsigned numbers. */
    LT,
    /** To bool; false with NaN, and -0 equals 0. Also of bool and strings. */
    EQ;

    public boolean isComparison() {
      return this == LT || this == EQ;
    }
  }

  enum Fold {
    ADD,
    MUL,
    /** Ignores NaN operands, unlike the binary primitive. */
    MAX,
    /** Ignores NaN operands, unlike the binary primitive. */
    MIN,
    AND,
    OR
  }

  enum Update {
    SET,
    ADD,
    MUL,
    MAX,
    MIN,
    AND,
    OR
  }

  // Sources

  record Constant(Literal literal) implements Single {
    @Override
    public TensorType type() {
      return literal.type();
    }

    @Override
    public List<Value> operands() {
      return List.of();
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return this;
    }
  }

  /** The values 0, 1, ... {@code extent} - 1. */
  record Iota(int extent, DType dtype) implements Single {
    public Iota {
      if (!dtype.isArithmetic()) throw new IllegalArgumentException("iota of " + dtype);
    }

    @Override
    public TensorType type() {
      return TensorType.of(dtype, extent);
    }

    @Override
    public List<Value> operands() {
      return List.of();
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return this;
    }
  }

  // Movement

  record Reshape(Value x, Shape shape) implements Movement {
    public Reshape {
      if (shape.elements() != x.type().elements()) {
        throw new IllegalArgumentException(
            "%s has %d elements, reshaped to %s with %d"
                .formatted(x.type(), x.type().elements(), shape, shape.elements()));
      }
    }

    @Override
    public TensorType type() {
      return x.type().with(shape);
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Reshape(operands.getFirst(), shape);
    }
  }

  /** Axis {@code i} of the result is axis {@code order[i]} of {@code x}. */
  record Permute(Value x, List<Integer> order) implements Movement {
    public Permute {
      order = List.copyOf(order);
      if (order.size() != x.type().rank() || new TreeSet<>(order).size() != order.size()) {
        throw new IllegalArgumentException(
            "%s is no order of the axes of %s".formatted(order, x.type()));
      }
      for (int axis : order) Objects.checkIndex(axis, x.type().rank());
    }

    @Override
    public TensorType type() {
      return x.type().with(new Shape(order.stream().map(x.type()::extent).toList()));
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Permute(operands.getFirst(), order);
    }
  }

  /**
   * Axes of extent 1 are repeated to the extent of {@code shape}, which has the rank of {@code x}.
   */
  record Expand(Value x, Shape shape) implements Movement {
    public Expand {
      if (shape.rank() != x.type().rank()) {
        throw new IllegalArgumentException(
            "%s expanded to %s of another rank".formatted(x.type(), shape));
      }
      for (int axis = 0; axis < shape.rank(); axis++) {
        if (x.type().extent(axis) != 1 && x.type().extent(axis) != shape.extent(axis)) {
          throw new IllegalArgumentException(
              "%s does not expand to %s at axis %d".formatted(x.type(), shape, axis));
        }
      }
    }

    @Override
    public TensorType type() {
      return x.type().with(shape);
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Expand(operands.getFirst(), shape);
    }
  }

  /**
   * {@code low[i]} elements of {@code value}, a scalar, before axis i, and {@code high[i]} behind
   * it.
   */
  record Pad(Value x, List<Integer> low, List<Integer> high, Value value) implements Movement {
    public Pad {
      low = List.copyOf(low);
      high = List.copyOf(high);
      if (low.size() != x.type().rank() || high.size() != x.type().rank()) {
        throw new IllegalArgumentException(
            "padding %s, %s of %s, must be one per axis".formatted(low, high, x.type()));
      }
      for (int amount : low)
        if (amount < 0) throw new IllegalArgumentException("padding " + low + " is negative");
      for (int amount : high)
        if (amount < 0) throw new IllegalArgumentException("padding " + high + " is negative");
      if (!value.type().equals(new TensorType(x.type().dtype(), Shape.SCALAR))) {
        throw new IllegalArgumentException(
            "padding value %s for %s, must be a scalar of it".formatted(value.type(), x.type()));
      }
    }

    @Override
    public TensorType type() {
      var extents = new int[low.size()];
      for (int i = 0; i < extents.length; i++) {
        extents[i] = Math.addExact(x.type().extent(i), Math.addExact(low.get(i), high.get(i)));
      }
      return x.type().with(Shape.of(extents));
    }

    @Override
    public List<Value> operands() {
      return List.of(x, value);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Pad(operands.get(0), low, high, operands.get(1));
    }
  }

  /**
   * Elements {@code start, start + step, ...} below {@code stop} of each axis; {@code step} is at
   * least 1.
   */
  record Slice(Value x, List<Integer> start, List<Integer> stop, List<Integer> step)
      implements Movement {
    public Slice {
      start = List.copyOf(start);
      stop = List.copyOf(stop);
      step = List.copyOf(step);
      int rank = x.type().rank();
      if (start.size() != rank || stop.size() != rank || step.size() != rank) {
        throw new IllegalArgumentException(
            "slice %s:%s:%s of %s".formatted(start, stop, step, x.type()));
      }
      for (int i = 0; i < rank; i++) {
        if (start.get(i) < 0
            || stop.get(i) < start.get(i)
            || stop.get(i) > x.type().extent(i)
            || step.get(i) < 1) {
          throw new IllegalArgumentException(
              "slice %d:%d:%d of axis %d of %s"
                  .formatted(start.get(i), stop.get(i), step.get(i), i, x.type()));
        }
      }
    }

    @Override
    public TensorType type() {
      var extents = new int[start.size()];
      for (int i = 0; i < extents.length; i++)
        extents[i] = Math.ceilDiv(stop.get(i) - start.get(i), step.get(i));
      return x.type().with(Shape.of(extents));
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Slice(operands.getFirst(), start, stop, step);
    }
  }

  /** Reverses {@code axes}. */
  record Flip(Value x, SortedSet<Integer> axes) implements Movement {
    public Flip {
      axes = axesOf(axes, x);
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
      return new Flip(operands.getFirst(), axes);
    }
  }

  /**
   * Splits {@code axis} in two, {@code [positions, size]}: {@code y[.., o, k, ..] = x[.., o *
   * stride + k * dilation, ..]}. The views overlap; convolution and pooling are recognised by it.
   */
  record Window(Value x, int axis, int size, int stride, int dilation) implements Movement {
    public Window {
      Objects.checkIndex(axis, x.type().rank());
      if (size < 1 || stride < 1 || dilation < 1) {
        throw new IllegalArgumentException(
            "window of size %d, stride %d, dilation %d".formatted(size, stride, dilation));
      }
      if (Math.multiplyExact(size - 1, dilation) >= x.type().extent(axis)) {
        throw new IllegalArgumentException(
            "window of %d elements %d apart does not fit into axis %d of %s"
                .formatted(size, dilation, axis, x.type()));
      }
    }

    public int positions() {
      return (x.type().extent(axis) - (size - 1) * dilation - 1) / stride + 1;
    }

    @Override
    public TensorType type() {
      var extents = new ArrayList<>(x.type().shape().extents());
      extents.set(axis, positions());
      extents.add(axis + 1, size);
      return x.type().with(new Shape(extents));
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Window(operands.getFirst(), axis, size, stride, dilation);
    }
  }

  /** One behind the other along {@code axis}; at least one. */
  record Concat(List<Value> xs, int axis) implements Movement {
    public Concat {
      xs = List.copyOf(xs);
      if (xs.isEmpty()) throw new IllegalArgumentException("concat of nothing");
      var first = xs.getFirst().type();
      Objects.checkIndex(axis, first.rank());
      for (var x : xs) {
        if (x.type().rank() != first.rank()
            || !x.type().with(x.type().shape().with(axis, first.extent(axis))).equals(first)) {
          throw new IllegalArgumentException(
              "concat of %s and %s along axis %d".formatted(first, x.type(), axis));
        }
      }
    }

    @Override
    public TensorType type() {
      int extent = 0;
      for (var x : xs) extent = Math.addExact(extent, x.type().extent(axis));
      var first = xs.getFirst().type();
      return first.with(first.shape().with(axis, extent));
    }

    @Override
    public List<Value> operands() {
      return xs;
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Concat(operands, axis);
    }
  }

  // Elementwise

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

  /**
   * The same bits, little endian; a narrower type appends an axis, a wider one removes the last.
   */
  record Bitcast(Value x, DType dtype) implements Single {
    public Bitcast {
      var from = x.type().dtype();
      if (from.bits() < 8 || dtype.bits() < 8)
        throw new IllegalArgumentException("bitcast of %s to %s".formatted(from, dtype));
      if (dtype.bits() > from.bits()
          && (x.type().rank() == 0
              || x.type().extent(x.type().rank() - 1) != dtype.bits() / from.bits())) {
        throw new IllegalArgumentException("bitcast of %s to %s".formatted(x.type(), dtype));
      }
    }

    @Override
    public TensorType type() {
      int from = x.type().dtype().bits();
      var extents = new ArrayList<>(x.type().shape().extents());
      if (dtype.bits() < from) extents.add(from / dtype.bits());
      if (dtype.bits() > from) extents.removeLast();
      return new TensorType(dtype, new Shape(extents));
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Bitcast(operands.getFirst(), dtype);
    }
  }

  // Reduction and contraction

  /**
   * Folds {@code axes} away in the type of {@code x}. Integer folds wrap and are exact; a float
   * fold may be reassociated.
   */
  record Reduce(Fold fold, Value x, SortedSet<Integer> axes) implements Single {
    public Reduce {
      axes = axesOf(axes, x);
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
      implements Single {
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

  // Indexed

  /**
   * {@code indices}, of any shape, replace {@code axis}; an index outside gives 0 and reads
   * nothing.
   */
  record Gather(Value x, Value indices, int axis) implements Single {
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
  record Scatter(Update update, Value x, Value indices, Value updates) implements Single {
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
  record DynamicSlice(Value x, List<Value> starts, Shape sizes) implements Single {
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
  record DynamicUpdate(Value x, Value update, List<Value> starts) implements Single {
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
  record Sort(List<Value> xs, int axis, Function less) implements Prim {
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
      requireSignature("less", less, parameters, List.of(TensorType.of(DType.BOOL)));
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

  // Control

  /**
   * Branch {@code index}, or the last one where there is none of that number. All take {@code
   * arguments}.
   */
  record Case(Value index, List<Function> branches, List<Value> arguments) implements Prim {
    public Case {
      branches = List.copyOf(branches);
      arguments = List.copyOf(arguments);
      if (!index.type().equals(TensorType.of(DType.I32)))
        throw new IllegalArgumentException("case of " + index.type());
      for (var branch : branches) {
        requireSignature("branch", branch, typesOf(arguments), branches.getFirst().resultTypes());
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
  record While(Function condition, Function body, List<Value> initial) implements Prim {
    public While {
      initial = List.copyOf(initial);
      requireSignature(
          "condition", condition, typesOf(initial), List.of(TensorType.of(DType.BOOL)));
      requireSignature("body", body, typesOf(initial), typesOf(initial));
    }

    @Override
    public List<TensorType> types() {
      return typesOf(initial);
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
      implements Prim {
    public Scan {
      carry = List.copyOf(carry);
      xs = List.copyOf(xs);
      var parameters = new ArrayList<>(typesOf(carry));
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
      requireSignature("body", body, parameters, results);
      requireSame("body's carry", typesOf(carry), results.subList(0, carry.size()));
    }

    @Override
    public List<TensorType> types() {
      var types = new ArrayList<>(typesOf(carry));
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
  record Call(Function callee, List<Value> arguments) implements Prim {
    public Call {
      arguments = List.copyOf(arguments);
      requireSignature("call", callee, typesOf(arguments), callee.resultTypes());
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

  // State

  /**
   * What was last written to the variable, or its initial value. Ordered among reads and writes as
   * written down.
   */
  record Read(Variable variable) implements Single {
    @Override
    public TensorType type() {
      return variable.type();
    }

    @Override
    public List<Value> operands() {
      return List.of();
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return this;
    }
  }

  /** Has no result. Ordered among reads and writes as written down. */
  record Write(Variable variable, Value x) implements Prim {
    public Write {
      if (!x.type().equals(variable.type())) {
        throw new IllegalArgumentException(
            "write of %s to @%s: %s".formatted(x.type(), variable.name(), variable.type()));
      }
    }

    @Override
    public List<TensorType> types() {
      return List.of();
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Write(variable, operands.getFirst());
    }
  }

  private static SortedSet<Integer> axesOf(SortedSet<Integer> axes, Value x) {
    for (int axis : axes) Objects.checkIndex(axis, x.type().rank());
    return Collections.unmodifiableSortedSet(new TreeSet<>(axes));
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
          "part %s of %s at %s".formatted(sizes, x.type(), typesOf(starts)));
  }

  private static List<TensorType> typesOf(List<Value> values) {
    return values.stream().map(Value::type).toList();
  }

  private static void requireSignature(
      String what, Function function, List<TensorType> parameters, List<TensorType> results) {
    requireSame(what + " takes", parameters, typesOf(function.parameters()));
    requireSame(what + " returns", results, function.resultTypes());
  }

  private static void requireSame(String what, List<TensorType> wanted, List<TensorType> got) {
    if (!wanted.equals(got))
      throw new IllegalArgumentException("%s %s, must be %s".formatted(what, got, wanted));
  }
}
