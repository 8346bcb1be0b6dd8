package dev.bantam.op;

import dev.bantam.prim.Value;
import dev.bantam.type.Literal;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Axes as files name them: negative ones count from the last. */
final class Axes {
  private Axes() {}

  /** An axis of {@code x}. */
  static int of(Call<?> call, int axis, Value x) {
    return within(call, axis, x.type().rank());
  }

  /** An axis of a tensor of that rank. */
  static int within(Call<?> call, int axis, int rank) {
    int counted = axis < 0 ? axis + rank : axis;
    if (counted < 0 || counted >= rank)
      throw call.refuse("axis %d, must be in [%d, %d)", axis, -rank, rank);
    return counted;
  }

  /** The axes that an operand names, each once; of a scalar, none whatever it names. */
  static SortedSet<Integer> of(Call<?> call, Literal axes, Value x) {
    var set = new TreeSet<Integer>();
    if (x.type().rank() == 0) return set;
    for (int axis : axes.toInts()) set.add(of(call, axis, x));
    return set;
  }

  static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
