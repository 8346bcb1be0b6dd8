package dev.bantam.dataset;

import java.util.List;

/** Labelled samples in a fixed order, each read when it is asked for. */
public interface Dataset extends AutoCloseable {
  /** What its reader knows it by: a file's name. */
  String name();

  int size();

  /** The names of the classes; a sample's label is an index into it. */
  List<String> classes();

  /** Name of sample {@code i} within the data set. */
  String sampleName(int i);

  int label(int i);

  /**
   * The values of sample {@code i}.
   *
   * @throws DatasetException if this sample cannot be read; others may still be
   */
  Sample sample(int i);

  /**
   * Up to {@code count} sample numbers, spread evenly over the whole, and the same each time: data
   * sets are often sorted by class.
   */
  default List<Integer> spread(int count) {
    int taken = Math.min(count, size());
    return java.util.stream.IntStream.range(0, taken)
        .mapToObj(i -> (int) ((long) i * size() / taken))
        .toList();
  }

  @Override
  void close();
}
