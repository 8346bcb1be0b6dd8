package dev.bantam.interp;

import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * A stable merge sort of each row, bottom up: runs of 1, 2, 4, .. are merged, and of two elements
 * the left goes first unless the right one is less. So even an order that is none gives one result.
 */
final class Sorting {
  private Sorting() {}

  /** Whether a list of scalars {@code a0, b0, a1, b1, ..} says that a is less than b. */
  interface Less {
    boolean test(List<View> scalars);
  }

  static List<View> sort(List<View> xs, int axis, Less less) {
    int length = xs.getFirst().type().extent(axis);
    int rows = length == 0 ? 0 : xs.getFirst().count() / length;
    var dense = xs.stream().map(x -> Indexing.lastAxis(x, axis).toDense()).toList();
    var from = new int[rows][];
    for (int row = 0; row < rows; row++) {
      int begin = row * length;
      from[row] = order(length, (i, j) -> less.test(scalars(dense, begin + i, begin + j)));
    }
    return xs.stream().map(x -> Indexing.take(x, axis, from)).toList();
  }

  private static List<View> scalars(List<View> xs, int a, int b) {
    var scalars = new ArrayList<View>(2 * xs.size());
    for (var x : xs) {
      var type = x.type().with(Shape.SCALAR);
      scalars.add(new View(type, x.elements(), a, new int[0]));
      scalars.add(new View(type, x.elements(), b, new int[0]));
    }
    return scalars;
  }

  private static int[] order(int length, BiPredicate<Integer, Integer> less) {
    var order = new int[length];
    var merged = new int[length];
    for (int i = 0; i < length; i++) order[i] = i;
    for (int run = 1; run < length; run = Math.multiplyExact(run, 2)) {
      for (int begin = 0; begin < length; begin += 2 * run) {
        int middle = Math.min(begin + run, length);
        merge(order, merged, begin, middle, Math.min(middle + run, length), less);
      }
      var swap = order;
      order = merged;
      merged = swap;
    }
    return order;
  }

  private static void merge(
      int[] from, int[] to, int begin, int middle, int end, BiPredicate<Integer, Integer> less) {
    int left = begin;
    int right = middle;
    for (int i = begin; i < end; i++) {
      boolean takesRight = right < end && (left == middle || less.test(from[right], from[left]));
      to[i] = takesRight ? from[right++] : from[left++];
    }
  }
}
