package dev.bantam.testing;

import dev.bantam.prim.Prim;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** The values of one function so far, and random primitives on them. */
final class RandomSteps {
  static final int MOST_ELEMENTS = 3000;
  private static final int MOST_RESULTS = 5;

  /** A value and what is known of it. */
  record Entry(Value value, Accuracy accuracy) {
    DType dtype() {
      return value.type().dtype();
    }

    Shape shape() {
      return value.type().shape();
    }

    int rank() {
      return value.type().rank();
    }
  }

  final RandomValues values;
  final ProgramBuilder b;
  final List<Variable> variables;

  /** How many functions deep control may still go. */
  final int depth;

  private final boolean control;
  private final List<Entry> entries = new ArrayList<>();

  RandomSteps(
      RandomValues values, ProgramBuilder b, List<Variable> variables, boolean control, int depth) {
    this.values = values;
    this.b = b;
    this.variables = variables;
    this.control = control;
    this.depth = depth;
  }

  static Accuracy ofLiteral(DType dtype, boolean wild) {
    if (!dtype.isFloat() || wild) return Accuracy.EXACT;
    return Accuracy.grid(RandomValues.GRID_MOST, RandomValues.GRID_GRAIN);
  }

  void add(Value value, Accuracy accuracy) {
    if (value.type().elements() <= MOST_ELEMENTS) entries.add(new Entry(value, accuracy));
  }

  void take(int count) {
    for (int i = 0; i < count; i++) step();
  }

  private void step() {
    int choice = values.below(control && depth > 0 ? 30 : 27);
    if (choice < 7) new RandomMovement(this).step();
    else if (choice < 17) new RandomArithmetic(this).step();
    else if (choice < 22) new RandomSums(this).step();
    else if (choice < 26) new RandomIndexing(this).step();
    else if (choice < 27) state();
    else new RandomControl(this).step();
  }

  private void state() {
    if (variables.isEmpty()) return;
    var variable = values.oneOf(variables);
    if (values.onceIn(2)) add(b.read(variable), Accuracy.EXACT.withoutZeroSign());
    else b.write(variable, coerced(variable.type()));
  }

  /** Any value that can be computed with. */
  Entry any() {
    return any(entry -> true);
  }

  /** One that can be computed with, of that kind; a new constant if there is none. */
  Entry any(Predicate<Entry> wanted) {
    var fitting =
        entries.stream().filter(entry -> entry.accuracy().isExact()).filter(wanted).toList();
    if (!fitting.isEmpty()) return values.oneOf(fitting);
    for (int tries = 0; tries < 200; tries++) {
      var entry = constant(new TensorType(values.dtype(), values.shape()));
      if (wanted.test(entry)) return entry;
    }
    return constant(TensorType.of(DType.I32, 3));
  }

  /** Any at all, to be moved about. */
  Entry anyToMove() {
    return entries.isEmpty() ? any() : values.oneOf(entries);
  }

  /** One of that type: there already, or by a broadcast, or a new constant. */
  Entry like(TensorType type) {
    if (!values.onceIn(5)) {
      var same =
          entries.stream()
              .filter(entry -> entry.accuracy().isExact() && entry.value().type().equals(type))
              .toList();
      if (!same.isEmpty()) return values.oneOf(same);
    }
    if (values.onceIn(2) && type.elements() > 0) {
      var extents = type.shape().toArray();
      for (int i = 0; i < extents.length; i++) if (values.onceIn(2)) extents[i] = 1;
      var small = constant(new TensorType(type.dtype(), Shape.of(extents)));
      return new Entry(b.broadcast(small.value(), type.shape()), small.accuracy());
    }
    return constant(type);
  }

  Entry constant(TensorType type) {
    boolean wild = values.onceIn(8);
    return new Entry(b.constant(values.literal(type, wild)), ofLiteral(type.dtype(), wild));
  }

  /** Some value made to have that type, by force. */
  Value coerced(TensorType type) {
    var same = any(entry -> entry.dtype() == type.dtype());
    var entry = values.onceIn(3) ? any() : same;
    int count = Math.toIntExact(entry.value().type().elements());
    int wanted = Math.toIntExact(type.elements());
    var flat = b.convert(b.reshape(entry.value(), count), type.dtype());
    if (count > wanted) flat = b.slice(flat, 0, 0, wanted);
    if (count < wanted) {
      var zero = b.constant(dev.bantam.type.Literal.zeros(type.with(Shape.SCALAR)));
      flat = b.pad(flat, List.of(0), List.of(wanted - count), zero);
    }
    return b.reshape(flat, type.shape());
  }

  Value one(Prim prim) {
    return b.one(prim);
  }

  List<Entry> results() {
    var chosen = new ArrayList<Entry>();
    var shuffled = new ArrayList<>(entries);
    Collections.reverse(shuffled);
    for (var entry : shuffled) {
      if (chosen.size() == MOST_RESULTS) break;
      if (chosen.isEmpty() || values.onceIn(2)) chosen.add(entry);
    }
    if (chosen.isEmpty()) chosen.add(any());
    return chosen;
  }
}
