package dev.bantam.converter.build;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Resampling of one axis by weights that are known, for what the target's own operators cannot say.
 */
public final class Resampling {
  private final Builder b;

  public Resampling(Builder b) {
    this.b = b;
  }

  /** Which element of the input lies where an output element looks; may lie between two. */
  @FunctionalInterface
  public interface Coordinates {
    double input(int output);
  }

  /** How much an input element counts that is so far from where an output element looks. */
  @FunctionalInterface
  public interface Kernel {
    double weight(double distance);
  }

  public static Kernel linear() {
    return distance -> Math.max(0, 1 - Math.abs(distance));
  }

  public static Kernel cubic(double a) {
    return distance -> {
      double d = Math.abs(distance);
      if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
      if (d < 2) return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
      return 0;
    };
  }

  /**
   * Weights {@code [output, input]} of an axis.
   *
   * @param reach how far the kernel goes
   * @param stretch above 1 where the kernel is widened against aliasing
   * @param exclude whether elements outside do not count; otherwise the edge stands for them
   */
  public float[][] weights(
      int in,
      int out,
      Coordinates coordinates,
      Kernel kernel,
      int reach,
      double stretch,
      boolean exclude) {
    b.made(out, in);
    var weights = new float[out][in];
    for (int o = 0; o < out; o++) {
      double at = coordinates.input(o);
      int low = (int) Math.floor(at - reach * stretch);
      int high = (int) Math.ceil(at + reach * stretch);
      var row = new double[in];
      double sum = 0;
      for (int i = low; i <= high; i++) {
        double weight = kernel.weight((i - at) / stretch);
        if (exclude && (i < 0 || i >= in)) continue;
        row[Math.max(0, Math.min(in - 1, i))] += weight;
        sum += weight;
      }
      for (int i = 0; i < in; i++) weights[o][i] = (float) (sum == 0 ? 0 : row[i] / sum);
    }
    return weights;
  }

  /** Each output element as a sum of weighted input elements along an axis. */
  public Edge weighted(Edge x, int axis, float[][] weights) {
    int last = x.rank() - 1;
    var order = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    order.set(axis, last);
    order.set(last, axis);
    var flat = new float[weights.length * weights[0].length];
    for (int o = 0; o < weights.length; o++)
      System.arraycopy(weights[o], 0, flat, o * weights[o].length, weights[o].length);
    var matrix = b.constant(Literal.of(Shape.of(weights.length, weights[0].length), flat));
    var wide = b.transpose(b.cast(x, DType.F32), order);
    return b.cast(b.transpose(b.fullyConnected(wide, matrix, Edge.ABSENT, true), order), x.dtype());
  }

  /** Each output element as one input element along an axis. */
  public Edge picked(Edge x, int axis, List<Integer> indices) {
    boolean all = indices.equals(IntStream.range(0, (int) x.dim(axis).value()).boxed().toList());
    return all ? x : b.gather(x, b.ints(indices), axis, 0);
  }
}
