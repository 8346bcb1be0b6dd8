package dev.bantam.graph;

import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.List;

/**
 * How a file stores a constant of which most is zero. Its levels are the dimensions in traversal
 * order, and among them the dimensions of blocks; each is dense, or names the indices that are
 * there. The values themselves are dense in a graph: this is what a writer needs to store them so
 * again.
 *
 * @param order which dimension each level is; from the tensor's rank on, which block
 * @param blockMap the dimension that each block divides
 * @param levels one for each entry of {@code order}
 */
public record Sparsity(List<Integer> order, List<Integer> blockMap, List<Level> levels) {
  /** What a level keeps of its indices. */
  public sealed interface Level {
    /** All of them. */
    record Dense(int extent) implements Level {}

    /**
     * Those below which something is not zero.
     *
     * @param segments the type of the numbers that say where each position's indices begin
     * @param indices the type of the indices
     */
    record Compressed(DType segments, DType indices) implements Level {}
  }

  public Sparsity {
    order = List.copyOf(order);
    blockMap = List.copyOf(blockMap);
    levels = List.copyOf(levels);
    if (levels.size() != order.size() || blockMap.size() > order.size()) {
      throw new IllegalArgumentException(
          "%d levels and %d blocks for an order of %d"
              .formatted(levels.size(), blockMap.size(), order.size()));
    }
  }

  private int rank() {
    return order.size() - blockMap.size();
  }

  /** Whether a tensor of this shape can be stored so: blocks divide its extents. */
  public boolean fits(Shape shape) {
    if (shape.rank() != rank()) return false;
    for (int i = 0; i < rank(); i++) {
      if (shape.extent(i) % block(i) != 0) return false;
    }
    for (int i = 0; i < levels.size(); i++) {
      boolean wrong =
          levels.get(i) instanceof Level.Dense(int extent) && extent != extent(i, shape);
      if (wrong) return false;
    }
    return true;
  }

  /** How many indices a level has in a tensor of this shape. */
  public int extent(int level, Shape shape) {
    int dimension = order.get(level);
    if (dimension >= rank()) return block(blockMap.get(dimension - rank()));
    return shape.extent(dimension) / block(dimension);
  }

  /** How far the next index of a level lies in the dense value, in elements. */
  public long step(int level, Shape shape) {
    int dimension = order.get(level);
    var strides = shape.strides();
    if (dimension >= rank()) return strides[blockMap.get(dimension - rank())];
    return strides[dimension] * block(dimension);
  }

  /** How many of a dimension's indices lie in one block; 1 if it has no blocks. */
  private int block(int dimension) {
    for (int i = 0; i < levels.size(); i++) {
      int block = order.get(i) - rank();
      boolean here = block >= 0 && blockMap.get(block) == dimension;
      if (here && levels.get(i) instanceof Level.Dense(int extent)) return extent;
    }
    return 1;
  }
}
