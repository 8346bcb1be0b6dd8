package dev.bantam.op;

import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * A table from keys to values. What is imported into it first stays: later imports are without
 * effect. Its keys are held in order, so that a search takes few steps on any device.
 *
 * @param initial what it holds before the first run, if it is filled by then
 * @param imports the imports that may fill it in a run; none if it is filled before
 * @param filledBy 0 while it is empty, else the number of the import that filled it, from 1
 */
public record KeyedTable(Optional<Entries> initial, List<Import> imports, Variable filledBy) {
  /**
   * Keys in order, and the value of each.
   *
   * @param keys of one axis
   * @param values of one axis
   */
  public record Entries(Literal keys, Literal values) {}

  /**
   * One use of {@code HASHTABLE_IMPORT}, and where it leaves what it imports.
   *
   * @param subgraph that it is in
   * @param operator its place in it
   */
  public record Import(int subgraph, int operator, Variable keys, Variable values) {}

  public KeyedTable {
    imports = List.copyOf(imports);
  }

  /** Keys and values in the order of the keys; of equal keys the first stays first. */
  static List<Value> ordered(Value keys, Value values, ProgramBuilder b) {
    int count = Math.toIntExact(keys.type().elements());
    var flat = List.of(b.reshape(keys, count), b.reshape(values, count));
    var key = flat.get(0).type().with(Shape.SCALAR);
    var value = flat.get(1).type().with(Shape.SCALAR);
    var less =
        b.function(
            "less", List.of(key, key, value, value), (p, v) -> List.of(p.lt(v.get(0), v.get(1))));
    return b.apply(new Indexed.Sort(flat, 0, less));
  }

  /** Fills the table by an import of its own, if it is empty. */
  void fill(Import by, Value keys, Value values, ProgramBuilder b) {
    var empty = b.eq(b.read(filledBy), b.constant(DType.I32, 0L));
    var ordered = ordered(keys, values, b);
    b.write(by.keys(), b.select(empty, ordered.get(0), b.read(by.keys())));
    b.write(by.values(), b.select(empty, ordered.get(1), b.read(by.values())));
    var number = b.constant(DType.I32, imports.indexOf(by) + 1L);
    b.write(filledBy, b.select(empty, number, b.read(filledBy)));
  }

  /** The value of each wanted key, or {@code otherwise}, a scalar, where it is not there. */
  Value find(Value wanted, Value otherwise, ProgramBuilder b) {
    int count = Math.toIntExact(wanted.type().elements());
    var flat = b.reshape(wanted, count);
    var found = b.broadcast(otherwise, Shape.of(count));
    if (initial.isPresent()) {
      var entries = initial.get();
      found = found(b.constant(entries.keys()), b.constant(entries.values()), flat, found, b);
    }
    for (int i = 0; i < imports.size(); i++) {
      var by = imports.get(i);
      var here = found(b.read(by.keys()), b.read(by.values()), flat, found, b);
      found = b.select(isFilledBy(i, b), here, found);
    }
    return b.reshape(found, wanted.type().shape());
  }

  /** How many different keys there are, as a scalar. */
  Value size(ProgramBuilder b) {
    var size = b.constant(DType.I64, 0L);
    if (initial.isPresent()) size = distinct(b.constant(initial.get().keys()), b);
    for (int i = 0; i < imports.size(); i++) {
      size = b.select(isFilledBy(i, b), distinct(b.read(imports.get(i).keys()), b), size);
    }
    return size;
  }

  private Value isFilledBy(int index, ProgramBuilder b) {
    return b.eq(b.read(filledBy), b.constant(DType.I32, index + 1L));
  }

  private static Value found(
      Value keys, Value values, Value wanted, Value otherwise, ProgramBuilder b) {
    int count = keys.type().extent(0);
    var place =
        b.composite("lower_bound", List.of(keys, wanted), (p, v) -> search(v.get(0), v.get(1), p));
    var hit = b.lt(place, b.like(place, (long) count));
    return b.select(hit, b.gather(values, place, 0), otherwise);
  }

  /** Where each wanted key is, or behind the last where it is not. */
  private static Value search(Value keys, Value wanted, ProgramBuilder p) {
    int count = keys.type().extent(0);
    var none = p.constant(DType.I32, (long) count);
    var before = p.broadcast(p.constant(DType.I32, 0L), wanted.type().shape());
    // How many keys are less, from the highest bit down.
    for (int step = Integer.highestOneBit(count); step > 0; step /= 2) {
      var more = p.add(before, p.constant(DType.I32, (long) step));
      var inside = Derived.lessOrEqual(p, more, none);
      var last = p.gather(keys, p.add(before, p.constant(DType.I32, step - 1L)), 0);
      before = p.select(p.binary(Fn2.AND, inside, p.lt(last, wanted)), more, before);
    }
    var same = p.binary(Fn2.AND, p.lt(before, none), p.eq(p.gather(keys, before, 0), wanted));
    return p.select(same, before, none);
  }

  private static Value distinct(Value keys, ProgramBuilder b) {
    int count = keys.type().extent(0);
    if (count == 0) return b.constant(DType.I64, 0L);
    var same = b.eq(b.slice(keys, 0, 1, count), b.slice(keys, 0, 0, count - 1));
    var repeated = b.reduce(Fold.ADD, b.convert(same, DType.I64), List.of(0));
    return b.sub(b.constant(DType.I64, (long) count), repeated);
  }

  /** What a variable of an import holds while the table is empty. */
  static Literal nothing(TensorType type) {
    return Literal.zeros(type.with(Shape.of(Math.toIntExact(type.elements()))));
  }
}
