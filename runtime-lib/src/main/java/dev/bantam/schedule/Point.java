package dev.bantam.schedule;

import dev.bantam.kernel.Buffer;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn1;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Stmt;
import dev.bantam.prim.Bitcast;
import dev.bantam.prim.Control;
import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Reduction;
import dev.bantam.prim.Source;
import dev.bantam.prim.State;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes one element of a value inside a kernel, with all before it that does not go through
 * memory. The generic way: it knows every primitive.
 */
final class Point {
  /** Terms of a fold that are written out where the last axis is not folded. */
  private static final int MOST_UNROLLED = 64;

  /** Statements of a block beyond which folds stay loops: folds of folds would multiply. */
  private static final int MOST_STATEMENTS = 500;

  /** Terms of a fold that are written out where they lie side by side. */
  private static final int FEW_UNROLLED = 8;

  private final Parameters parameters;
  private final Names names;
  private final Map<Node, Expr> given = new HashMap<>();

  Point(Parameters parameters, Names names) {
    this.parameters = parameters;
    this.names = names;
  }

  /**
   * The element of {@code node} at {@code index}; statements that it needs go into {@code block}.
   */
  Expr at(Node node, List<Expr> index, Block block) {
    var known = block.find(node, index);
    if (known != null) return known;
    return block.remember(node, index, named(compute(node, index, block), block));
  }

  private Expr named(Expr value, Block block) {
    return switch (value) {
      case Expr.Constant _, Expr.Local _, Expr.Index _ -> value;
      case Expr _ -> {
        var local = names.local(value.dtype());
        block.add(new Stmt.Let(local, value));
        yield local;
      }
    };
  }

  /** What {@code node} is, wherever this kernel reads it. */
  void give(Node node, Expr value) {
    given.put(node, value);
  }

  private Expr compute(Node node, List<Expr> index, Block block) {
    var there = given.get(node);
    if (there != null) return there;
    var splat = Splats.of(node);
    if (splat.isPresent()) return splat.get();
    var stored = parameters.find(node);
    if (stored.isPresent()) return load(stored.get(), node.type().shape(), index);
    return switch (node.producer().prim()) {
      case Source.Iota iota -> convert(index.getFirst(), iota.dtype());
      case Movement movement -> movement(node, movement, index, block);
      case Elementwise.Unary(var fn, var _) ->
          new Expr.Unary(function(fn, node), at(node.operand(0), index, block));
      case Elementwise.Binary(var fn, var _, var _) ->
          new Binary(
              Fn2.valueOf(fn.name()),
              at(node.operand(0), index, block),
              at(node.operand(1), index, block));
      case Elementwise.Select _ ->
          new Expr.Select(
              at(node.operand(0), index, block),
              at(node.operand(1), index, block),
              at(node.operand(2), index, block));
      case Elementwise.Convert(var _, var dtype) ->
          convert(at(node.operand(0), index, block), dtype);
      case Bitcast(var _, var dtype) -> bitcast(node, dtype, index, block);
      case Reduction.Reduce reduce -> reduce(node, reduce, index, block);
      case Reduction.Contract contract -> contract(node, contract, index, block);
      case Indexed.Gather gather -> gather(node, gather, index, block);
      case Indexed.DynamicSlice _ -> dynamicSlice(node, index, block);
      case Control.Call call -> composite(node, call, index, block);
      case Source.Constant _,
          Indexed.Scatter _,
          Indexed.DynamicUpdate _,
          Indexed.Sort _,
          Control.Case _,
          Control.While _,
          Control.Scan _,
          State.Read _,
          State.Write _ ->
          throw new IllegalStateException(node + " is not in memory");
    };
  }

  private static Fn1 function(Prim.Fn1 fn, Node node) {
    boolean strict = node.isStrict() && node.type().dtype() == DType.F32;
    return switch (fn) {
      case EXP -> strict ? Fn1.STRICT_EXP : Fn1.EXP;
      case LOG -> strict ? Fn1.STRICT_LOG : Fn1.LOG;
      case TANH -> strict ? Fn1.STRICT_TANH : Fn1.TANH;
      case LOGISTIC -> strict ? Fn1.STRICT_LOGISTIC : Fn1.LOGISTIC;
      case NEG, ABS, NOT, FLOOR, RINT, SQRT, SIN, COS -> Fn1.valueOf(fn.name());
    };
  }

  private Expr composite(Node node, Control.Call call, List<Expr> index, Block block) {
    var operands = new ArrayList<Expr>();
    for (var operand : node.producer().operands()) {
      operands.add(at(operand, Composites.index(index, operand.type()), block));
    }
    return Composites.of(call).of(operands, node.producer().operands());
  }

  private static Expr load(Buffer buffer, Shape shape, List<Expr> index) {
    return new Expr.Load(buffer, Movements.flat(index, shape));
  }

  private static Expr convert(Expr x, DType dtype) {
    return x.dtype() == dtype ? x : new Expr.Convert(x, dtype);
  }

  private Expr movement(Node node, Movement movement, List<Expr> index, Block block) {
    var sources = Movements.sources(movement, index);
    Expr result = null;
    for (var source : sources.reversed()) {
      var value = at(node.operand(source.operand()), source.index(), block);
      result =
          result == null || source.test().isEmpty()
              ? value
              : new Expr.Select(named(source.test().get(), block), value, result);
    }
    if (result == null) throw new IllegalStateException(node + " has no elements");
    return result;
  }

  private Expr bitcast(Node node, DType to, List<Expr> index, Block block) {
    var from = node.operand(0).type().dtype();
    if (to.bits() == from.bits()) {
      return new Expr.Bitcast(at(node.operand(0), index, block), to);
    }
    if (to.bits() < from.bits()) {
      var outer = index.subList(0, index.size() - 1);
      var wide = unsigned(at(node.operand(0), outer, block), from.bits());
      var shift = Indices.mul(index.getLast(), to.bits());
      var shifted = new Binary(Fn2.SHR, wide, convert(shift, wide.dtype()));
      return new Expr.Bitcast(convert(shifted, unsigned(to.bits())), to);
    }
    Expr wide = new Expr.Constant(unsigned(to.bits()), 0);
    for (int part = 0; part < to.bits() / from.bits(); part++) {
      var inner = new ArrayList<>(index);
      inner.add(Indices.constant(part));
      var narrow = unsigned(at(node.operand(0), inner, block), from.bits());
      var shift = new Expr.Constant(wide.dtype(), (long) part * from.bits());
      wide = new Binary(Fn2.OR, wide, new Binary(Fn2.SHL, convert(narrow, wide.dtype()), shift));
    }
    return new Expr.Bitcast(wide, to);
  }

  private static Expr unsigned(Expr x, int bits) {
    return new Expr.Bitcast(x, unsigned(bits));
  }

  private static DType unsigned(int bits) {
    return switch (bits) {
      case 8 -> DType.U8;
      case 16 -> DType.U16;
      case 32 -> DType.U32;
      case 64 -> DType.U64;
      // Only moved and taken apart: a complex pair of doubles stands for 128 bits.
      case 128 -> DType.C128;
      default -> throw new IllegalStateException(bits + " bits");
    };
  }

  // Loops inside a point

  private Expr reduce(Node node, Reduction.Reduce reduce, List<Expr> index, Block block) {
    var x = node.operand(0);
    var full = new ArrayList<Expr>();
    var loops = new ArrayList<Expr.Index>();
    int kept = 0;
    for (int axis = 0; axis < x.type().rank(); axis++) {
      if (reduce.axes().contains(axis)) {
        loops.add(names.index(x.type().extent(axis)));
        full.add(loops.getLast());
      } else {
        full.add(index.get(kept++));
      }
    }
    var fn = Folds.function(reduce.fold(), x.type().dtype());
    boolean apart = !reduce.axes().contains(x.type().rank() - 1);
    if (isShort(loops, apart ? MOST_UNROLLED : FEW_UNROLLED, block)) {
      var total = total(reduce.fold(), x.type().dtype(), block);
      for (var place : places(loops)) {
        var term = at(x, replaced(full, loops, place), block);
        block.add(Folds.step(node.isStrict(), total, fn, term));
      }
      return total;
    }
    if (OrderedBits.fits(reduce.fold(), x.type().dtype())) {
      return extremeByBits(x, reduce.fold(), full, loops, block);
    }
    var total = total(reduce.fold(), x.type().dtype(), block);
    var body = block.inner();
    body.add(Folds.step(node.isStrict(), total, fn, at(x, full, body)));
    Block.nest(loops, body.statements()).forEach(block::add);
    return total;
  }

  private Expr.Local total(Prim.Fold fold, DType dtype, Block block) {
    var total = names.local(dtype);
    block.add(new Stmt.Var(total, Folds.identity(fold, dtype)));
    return total;
  }

  /** The greatest or least float as an integer of the same order: compilers find a vector in it. */
  private Expr extremeByBits(
      Node x, Prim.Fold fold, List<Expr> full, List<Expr.Index> loops, Block block) {
    var total = names.local(DType.I32);
    var first = Folds.identity(fold, DType.F32);
    block.add(new Stmt.Var(total, OrderedBits.of(first)));
    var body = block.inner();
    var value = at(x, full, body);
    var number = new Expr.Select(new Binary(Fn2.EQ, value, value), value, first);
    body.add(
        new Stmt.Accumulate(
            total, Folds.function(fold, DType.I32), OrderedBits.of(named(number, body))));
    Block.nest(loops, body.statements()).forEach(block::add);
    return OrderedBits.back(total);
  }

  private Expr contract(Node node, Reduction.Contract contract, List<Expr> index, Block block) {
    var a = node.operand(0);
    var b = node.operand(1);
    var loops = new ArrayList<Expr.Index>();
    for (int axis : contract.contractedA()) loops.add(names.index(a.type().extent(axis)));
    var atA = contractIndex(a.type(), contract.contractedA(), contract.batchA(), loops, index, 0);
    int before = contract.batchA().size() + contract.freeA().size();
    var atB =
        contractIndex(b.type(), contract.contractedB(), contract.batchB(), loops, index, before);
    var total = names.local(contract.accumulator());
    block.add(new Stmt.Var(total, Folds.identity(Prim.Fold.ADD, contract.accumulator())));
    if (isShort(loops, MOST_UNROLLED, block)) {
      for (var place : places(loops)) {
        var x = convert(at(a, replaced(atA, loops, place), block), contract.accumulator());
        var y = convert(at(b, replaced(atB, loops, place), block), contract.accumulator());
        block.add(Folds.step(node.isStrict(), total, Fn2.ADD, new Binary(Fn2.MUL, x, y)));
      }
      return total;
    }
    var body = block.inner();
    var x = convert(at(a, atA, body), contract.accumulator());
    var y = convert(at(b, atB, body), contract.accumulator());
    body.add(Folds.step(node.isStrict(), total, Fn2.ADD, new Binary(Fn2.MUL, x, y)));
    Block.nest(loops, body.statements()).forEach(block::add);
    return total;
  }

  /**
   * Where an operand of a contraction is read.
   *
   * @param free the place in {@code index} of its first free axis; 0 if that is behind the batch
   */
  private static List<Expr> contractIndex(
      TensorType type,
      List<Integer> contracted,
      List<Integer> batch,
      List<Expr.Index> loops,
      List<Expr> index,
      int free) {
    var result = new ArrayList<Expr>();
    int next = free == 0 ? batch.size() : free;
    for (int axis = 0; axis < type.rank(); axis++) {
      if (contracted.contains(axis)) result.add(loops.get(contracted.indexOf(axis)));
      else if (batch.contains(axis)) result.add(index.get(batch.indexOf(axis)));
      else result.add(index.get(next++));
    }
    return result;
  }

  /** Whether so few terms are folded that they are written out, so that others are the vector. */
  private static boolean isShort(List<Expr.Index> loops, long most, Block block) {
    if (block.statements().size() > MOST_STATEMENTS) return false;
    long count = 1;
    for (var loop : loops) count *= Math.min(loop.extent(), most + 1);
    return count <= most;
  }

  /** All values that the indices take together, in order. */
  private static List<List<Expr>> places(List<Expr.Index> loops) {
    List<List<Expr>> all = List.of(List.of());
    for (var loop : loops) {
      var longer = new ArrayList<List<Expr>>();
      for (var before : all) {
        for (long i = 0; i < loop.extent(); i++) {
          var place = new ArrayList<>(before);
          place.add(Indices.constant(i));
          longer.add(place);
        }
      }
      all = longer;
    }
    return all;
  }

  private static List<Expr> replaced(List<Expr> index, List<Expr.Index> loops, List<Expr> place) {
    var result = new ArrayList<>(index);
    for (int i = 0; i < loops.size(); i++) {
      int axis = result.indexOf(loops.get(i));
      if (axis >= 0) result.set(axis, place.get(i));
    }
    return result;
  }

  // Computed indices

  private Expr gather(Node node, Indexed.Gather gather, List<Expr> index, Block block) {
    var x = node.operand(0);
    var indices = node.operand(1);
    int axis = gather.axis();
    int rank = indices.type().rank();
    long extent = x.type().extent(axis);
    var zero = zero(x.type().dtype());
    if (extent == 0) return zero;
    var at = at(indices, List.copyOf(index.subList(axis, axis + rank)), block);
    var wanted = integerIndex(indices, at);
    var full = new ArrayList<>(index.subList(0, axis));
    full.add(Indices.clamp(wanted, extent - 1));
    full.addAll(index.subList(axis + rank, index.size()));
    var value = at(x, full, block);
    return Movements.inside(wanted, extent)
        .<Expr>map(test -> new Expr.Select(named(test, block), value, zero))
        .orElse(value);
  }

  /** As an index expression that keeps what is known of the range of a narrow integer. */
  private static Expr integerIndex(Node node, Expr value) {
    if (node.prim() instanceof Elementwise.Convert) {
      var narrow = node.operand(0).type().dtype();
      if (value instanceof Expr.Local && narrow.isInteger() && narrow.bits() <= 16) {
        return new Expr.Convert(convert(value, narrow), DType.I64);
      }
    }
    return convert(value, DType.I64);
  }

  static Expr zero(DType dtype) {
    return switch (dtype) {
      case I4, I2 -> new Expr.Constant(DType.I8, 0);
      case U4 -> new Expr.Constant(DType.U8, 0);
      default -> new Expr.Constant(dtype, 0);
    };
  }

  private Expr dynamicSlice(Node node, List<Expr> index, Block block) {
    var x = node.operand(0);
    var full = new ArrayList<Expr>();
    for (int axis = 0; axis < index.size(); axis++) {
      var start = start(node, 1 + axis, x.type().extent(axis) - node.type().extent(axis), block);
      full.add(Indices.add(start, index.get(axis)));
    }
    return at(x, full, block);
  }

  /** Operand {@code i}, a start, clamped to {@code [0, most]}. */
  Expr start(Node node, int i, long most, Block block) {
    if (most == 0) return Indices.constant(0);
    var value = at(node.operand(i), List.of(), block);
    if (value.dtype() == DType.U64) {
      var limit = new Expr.Constant(DType.U64, most);
      return Indices.clamp(convert(new Binary(Fn2.MIN, value, limit), DType.I64), most);
    }
    return Indices.clamp(convert(value, DType.I64), most);
  }

  /** Names of one kernel's locals and indices. */
  static final class Names {
    private int locals;
    private int indices;

    Expr.Local local(DType dtype) {
      return new Expr.Local("v" + locals++, dtype);
    }

    Expr.Index index(long extent) {
      return new Expr.Index("n" + indices++, extent);
    }
  }

  /** What a kernel reads from memory. */
  interface Parameters {
    /** The memory of a value that is stored. */
    Optional<Buffer> find(Node node);
  }
}
