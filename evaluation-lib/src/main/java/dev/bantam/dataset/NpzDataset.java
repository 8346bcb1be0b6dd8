package dev.bantam.dataset;

import dev.bantam.npz.Npz;
import dev.bantam.npz.NpzLimits;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An archive with the samples {@code x}, {@code [samples, ...]}, and the labels {@code y}, {@code
 * [samples]}.
 */
final class NpzDataset {
  private NpzDataset() {}

  static Dataset open(Path path, DatasetLimits limits) {
    var name = String.valueOf(path.getFileName());
    var arrays =
        Npz.read(path, new NpzLimits(1000, Integer.MAX_VALUE - 64, limits.tableBytes(), 1100));
    var x = array(name, arrays, "x");
    var y = array(name, arrays, "y");
    int samples = samples(name, x, y);
    if (samples > limits.samples())
      throw DatasetException.tooLarge(name, "%d samples, at most %d", samples, limits.samples());
    var labels = labels(name, y, limits);
    int classes = Arrays.stream(labels).max().orElse(0) + 1;
    var extents = x.type().shape().extents();
    var shape = new Shape(extents.subList(1, extents.size()));
    return new TableDataset(name, CsvDataset.numbered(classes), shape, x.toFloats(), labels);
  }

  private static Literal array(String name, Map<String, Literal> arrays, String wanted) {
    @Nullable Literal array = arrays.get(wanted);
    if (array == null) {
      throw DatasetException.invalid(
          name, "has the arrays %s, must have \"x\" and \"y\"", arrays.keySet());
    }
    return array;
  }

  private static int samples(String name, Literal x, Literal y) {
    boolean real = x.type().dtype().isArithmetic() || x.type().dtype() == DType.BOOL;
    if (!real || x.type().rank() < 1)
      throw DatasetException.invalid(name, "x is %s, must be numbers, [samples, ...]", x.type());
    if (!y.type().dtype().isInteger() || y.type().rank() != 1) {
      throw DatasetException.invalid(name, "y is %s, must be integers, [samples]", y.type());
    }
    if (x.type().extent(0) != y.type().extent(0)) {
      throw DatasetException.invalid(
          name,
          "%d samples in x and %d labels in y, must be as many",
          x.type().extent(0),
          y.type().extent(0));
    }
    return x.type().extent(0);
  }

  private static int[] labels(String name, Literal y, DatasetLimits limits) {
    var labels = new int[y.type().extent(0)];
    for (int i = 0; i < labels.length; i++) {
      long label = y.integer(i);
      if (label < 0 || label >= limits.classes()) {
        throw DatasetException.invalid(
            name, "y[%d] is %d, must be in [0, %d)", i, label, limits.classes());
      }
      labels[i] = (int) label;
    }
    return labels;
  }
}
