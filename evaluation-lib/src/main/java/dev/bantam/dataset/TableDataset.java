package dev.bantam.dataset;

import dev.bantam.type.Shape;
import java.util.List;

/** Samples of one shape held in memory, as files of arrays and tables give them. */
record TableDataset(String name, List<String> classes, Shape shape, float[] values, int[] labels)
    implements Dataset {
  TableDataset {
    classes = List.copyOf(classes);
    if (labels.length == 0)
      throw DatasetException.invalid(name, "has no samples, must have at least one");
    int each = Math.toIntExact(shape.elements());
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw DatasetException.invalid(
            name,
            "sample %d holds %s at element %d, every value must be finite",
            i / each,
            values[i],
            i % each);
      }
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public String sampleName(int i) {
    return "sample " + i;
  }

  @Override
  public int label(int i) {
    return labels[i];
  }

  @Override
  public Sample sample(int i) {
    int each = Math.toIntExact(shape.elements());
    return new Sample(shape, java.util.Arrays.copyOfRange(values, i * each, (i + 1) * each));
  }

  @Override
  public void close() {}

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "%s: %d samples %s".formatted(name, size(), shape);
  }
}
