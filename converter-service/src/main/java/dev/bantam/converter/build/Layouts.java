package dev.bantam.converter.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Orders of axes: axis {@code i} of a transposed tensor is axis {@code order[i]} of its source. */
public final class Layouts {
  private Layouts() {}

  /** The order of a transpose. */
  public static List<Integer> order(Op transpose) {
    return Arrays.stream(transpose.input(1).constant().orElseThrow().toInts()).boxed().toList();
  }

  static boolean isPermutation(List<Integer> order, int rank) {
    return order.size() == rank
        && order.stream().sorted().toList().equals(IntStream.range(0, rank).boxed().toList());
  }

  static boolean isIdentity(List<Integer> order) {
    return IntStream.range(0, order.size()).allMatch(i -> order.get(i) == i);
  }

  /** {@code 0, 2, 3, ..., 1}. */
  public static List<Integer> channelsLast(int rank) {
    if (rank < 2) return IntStream.range(0, rank).boxed().toList();
    var order = new ArrayList<Integer>();
    order.add(0);
    for (int axis = 2; axis < rank; axis++) order.add(axis);
    order.add(1);
    return order;
  }

  public static List<Integer> inverse(List<Integer> order) {
    var inverse = new Integer[order.size()];
    for (int i = 0; i < inverse.length; i++) inverse[order.get(i)] = i;
    return List.of(inverse);
  }

  /** The order of a transpose by {@code first}, then by {@code second}. */
  static List<Integer> compose(List<Integer> first, List<Integer> second) {
    return second.stream().map(first::get).toList();
  }

  static <T> List<T> permuted(List<T> values, List<Integer> order) {
    return order.stream().map(values::get).toList();
  }

  /** Whether a transpose of these extents moves nothing but axes of extent 1. */
  public static boolean movesOnlyOnes(Form source, List<Integer> order) {
    var moved = order.stream().filter(axis -> !source.dim(axis).is(1)).toList();
    return moved.equals(moved.stream().sorted().toList());
  }
}
