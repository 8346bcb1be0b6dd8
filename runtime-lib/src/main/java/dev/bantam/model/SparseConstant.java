package dev.bantam.model;

import dev.bantam.graph.Sparsity;
import dev.bantam.model.fbs.tflite.DimensionMetadata;
import dev.bantam.model.fbs.tflite.DimensionType;
import dev.bantam.model.fbs.tflite.Int32Vector;
import dev.bantam.model.fbs.tflite.SparseIndexVector;
import dev.bantam.model.fbs.tflite.SparsityParameters;
import dev.bantam.model.fbs.tflite.Uint16Vector;
import dev.bantam.model.fbs.tflite.Uint8Vector;
import dev.bantam.type.DType;
import dev.bantam.type.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * A constant that is stored sparse. Its levels are the dimensions in traversal order, and behind
 * them the dimensions of blocks; each is dense, or says for every position of the level before it
 * which of its own indices are there.
 *
 * <p>CVE-2022-23560: every index is checked here, before the first element is written.
 */
final class SparseConstant {
  private static final int BITS_PER_BYTE = 8;

  private final TensorType type;
  private final MemorySegment values;
  private final Place place;
  private final int[] order;
  private final int[] blockMap;
  private final Level[] levels;
  private final long[] steps;

  /**
   * @param segments where the indices of each position of the level before begin, and where the
   *     last end; empty for a dense level
   * @param form how a file may store the level again
   */
  private record Level(int extent, int[] segments, int[] indices, Sparsity.Level form) {
    boolean dense() {
      return form instanceof Sparsity.Level.Dense;
    }
  }

  SparseConstant(SparsityParameters table, TensorType type, MemorySegment values, Place place) {
    this.type = type;
    this.values = values;
    this.place = place;
    if (type.dtype().bits() < BITS_PER_BYTE) {
      throw ModelException.unsupported(place, "%s is sparse, must be dense".formatted(type));
    }
    blockMap = new int[table.blockMapLength()];
    for (int i = 0; i < blockMap.length; i++) {
      blockMap[i] = index(table.blockMap(i), type.rank(), place.part("block map", i));
    }
    order = new int[table.traversalOrderLength()];
    for (int i = 0; i < order.length; i++) {
      int count = type.rank() + blockMap.length;
      order[i] = index(table.traversalOrder(i), count, place.part("traversal order", i));
    }
    checkOrder();
    levels = levels(table);
    steps = steps();
  }

  private static int index(int index, int count, Place place) {
    if (index < 0 || index >= count) {
      throw new ModelException(place, "it is %d, must be in [0, %d)".formatted(index, count));
    }
    return index;
  }

  private void checkOrder() {
    int count = type.rank() + blockMap.length;
    boolean complete = order.length == count && Arrays.stream(order).distinct().count() == count;
    if (!complete || blockMap.length > type.rank()) {
      throw new ModelException(
          place,
          "its traversal order is %s, must name each of %d dimensions and %d blocks once"
              .formatted(Arrays.toString(order), type.rank(), blockMap.length));
    }
    if (Arrays.stream(blockMap).distinct().count() != blockMap.length) {
      throw new ModelException(place, "its block map names a dimension twice, must once");
    }
  }

  private Level[] levels(SparsityParameters table) {
    if (table.dimMetadataLength() != order.length) {
      throw new ModelException(
          place,
          "it has %d dimensions, must have %d".formatted(table.dimMetadataLength(), order.length));
    }
    var made = new Level[order.length];
    for (int i = 0; i < made.length; i++) {
      made[i] = level(table.dimMetadata(i), place.part("dimension", i));
    }
    return made;
  }

  private static Level level(DimensionMetadata table, Place here) {
    if (table.format() == DimensionType.DENSE) {
      var form = new Sparsity.Level.Dense(table.denseSize());
      return new Level(table.denseSize(), new int[0], new int[0], form);
    }
    var segments = here.part("segments");
    var indices = here.part("indices");
    return new Level(
        0,
        integers(table.arraySegmentsType(), table::arraySegments, segments),
        integers(table.arrayIndicesType(), table::arrayIndices, indices),
        new Sparsity.Level.Compressed(
            indexType(table.arraySegmentsType(), segments),
            indexType(table.arrayIndicesType(), indices)));
  }

  private static DType indexType(byte kind, Place here) {
    return switch (kind) {
      case SparseIndexVector.Int32Vector -> DType.I32;
      case SparseIndexVector.Uint16Vector -> DType.U16;
      case SparseIndexVector.Uint8Vector -> DType.U8;
      default -> throw new ModelException(here, "they are missing, must be there");
    };
  }

  /** Reads a union's value into the object that it is given. */
  private interface Member {
    com.google.flatbuffers.@org.jspecify.annotations.Nullable Table into(
        com.google.flatbuffers.Table target);
  }

  private static int[] integers(byte kind, Member member, Place here) {
    return switch (indexType(kind, here)) {
      case U8 -> {
        var vector = new Uint8Vector();
        member.into(vector);
        yield integers(vector.valuesLength(), vector::values);
      }
      case U16 -> {
        var vector = new Uint16Vector();
        member.into(vector);
        yield integers(vector.valuesLength(), vector::values);
      }
      default -> {
        var vector = new Int32Vector();
        member.into(vector);
        yield integers(vector.valuesLength(), vector::values);
      }
    };
  }

  private static int[] integers(int length, IntUnaryOperator element) {
    var integers = new int[length];
    for (int i = 0; i < length; i++) integers[i] = element.applyAsInt(i);
    return integers;
  }

  /**
   * How far one index of each level moves in the dense value. Proves on the way that extents and
   * blocks make up the shape.
   */
  private long[] steps() {
    var strides = type.shape().strides();
    var made = new long[levels.length];
    for (int i = 0; i < levels.length; i++) {
      if (order[i] < type.rank()) continue;
      int dimension = blockMap[order[i] - type.rank()];
      int extent = levels[i].extent();
      if (!levels[i].dense() || extent < 1 || type.extent(dimension) % extent != 0) {
        throw new ModelException(
            place.part("dimension", i),
            "it is a block of %d, must be dense and divide the extent %d"
                .formatted(extent, type.extent(dimension)));
      }
      made[i] = strides[dimension];
    }
    for (int i = 0; i < levels.length; i++) {
      if (order[i] >= type.rank()) continue;
      int block = blockOf(order[i]);
      made[i] = strides[order[i]] * block;
      int extent = type.extent(order[i]) / block;
      if (levels[i].dense() && levels[i].extent() != extent) {
        throw new ModelException(
            place.part("dimension", i),
            "its size is %d, must be %d".formatted(levels[i].extent(), extent));
      }
      var level = levels[i];
      levels[i] = new Level(extent, level.segments(), level.indices(), level.form());
    }
    return made;
  }

  /** How many of a dimension's indices lie in one block; 1 if it has no blocks. */
  private int blockOf(int dimension) {
    for (int i = 0; i < levels.length; i++) {
      int block = order[i] - type.rank();
      if (block >= 0 && blockMap[block] == dimension) return levels[i].extent();
    }
    return 1;
  }

  /** How the file stores it, without the elements. */
  Sparsity sparsity() {
    return new Sparsity(
        Arrays.stream(order).boxed().toList(),
        Arrays.stream(blockMap).boxed().toList(),
        Arrays.stream(levels).map(Level::form).toList());
  }

  /** All elements, the absent ones 0. */
  MemorySegment expand() {
    long positions = 1;
    for (int i = 0; i < levels.length; i++) {
      positions = levels[i].dense() ? positions * levels[i].extent() : sparse(i, positions);
    }
    int width = type.dtype().bytes();
    if (positions * width != values.byteSize()) {
      throw new ModelException(
          place,
          "it has %d bytes for %d elements of %s, must have %d"
              .formatted(values.byteSize(), positions, type.dtype(), positions * width));
    }
    var dense = Arena.ofAuto().allocate(type.bytes());
    write(dense, 0, 0, 0);
    return dense;
  }

  /** How many positions a sparse level has, given those of the level before. */
  private long sparse(int level, long before) {
    var here = place.part("dimension", level);
    var segments = levels[level].segments();
    var indices = levels[level].indices();
    if (segments.length != before + 1) {
      throw new ModelException(
          here, "it has %d segments, must have %d".formatted(segments.length, before + 1));
    }
    if (segments[0] != 0 || segments[segments.length - 1] != indices.length) {
      throw new ModelException(
          here,
          "its segments are of %d to %d, must be of 0 to %d"
              .formatted(segments[0], segments[segments.length - 1], indices.length));
    }
    for (int s = 0; s + 1 < segments.length; s++) {
      if (segments[s] > segments[s + 1] || segments[s + 1] > indices.length) {
        throw new ModelException(
            here.part("segment", s),
            "it ends at %d, must end in [%d, %d]"
                .formatted(segments[s + 1], segments[s], indices.length));
      }
      for (int i = segments[s]; i < segments[s + 1]; i++) {
        int least = i == segments[s] ? 0 : indices[i - 1] + 1;
        if (indices[i] < least || indices[i] >= levels[level].extent()) {
          throw new ModelException(
              here.part("index", i),
              "it is %d, must be in [%d, %d)".formatted(indices[i], least, levels[level].extent()));
        }
      }
    }
    return indices.length;
  }

  private void write(MemorySegment dense, int level, long position, long element) {
    if (level == levels.length) {
      int width = type.dtype().bytes();
      MemorySegment.copy(values, position * width, dense, element * width, width);
      return;
    }
    var here = levels[level];
    if (here.dense()) {
      for (int i = 0; i < here.extent(); i++) {
        write(dense, level + 1, position * here.extent() + i, element + i * steps[level]);
      }
      return;
    }
    for (int i = here.segments()[(int) position]; i < here.segments()[(int) position + 1]; i++) {
      write(dense, level + 1, i, element + here.indices()[i] * steps[level]);
    }
  }
}
