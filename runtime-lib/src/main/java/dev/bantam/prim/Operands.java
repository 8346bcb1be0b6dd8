package dev.bantam.prim;

import dev.bantam.type.TensorType;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** What records of several families check and copy. */
final class Operands {
  private Operands() {}

  static SortedSet<Integer> axesOf(SortedSet<Integer> axes, Value x) {
    for (int axis : axes) Objects.checkIndex(axis, x.type().rank());
    return Collections.unmodifiableSortedSet(new TreeSet<>(axes));
  }

  static List<TensorType> typesOf(List<Value> values) {
    return values.stream().map(Value::type).toList();
  }

  static void requireSignature(
      String what, Function function, List<TensorType> parameters, List<TensorType> results) {
    requireSame(what + " takes", parameters, typesOf(function.parameters()));
    requireSame(what + " returns", results, function.resultTypes());
  }

  static void requireSame(String what, List<TensorType> wanted, List<TensorType> got) {
    if (!wanted.equals(got))
      throw new IllegalArgumentException("%s %s, must be %s".formatted(what, got, wanted));
  }
}
