package dev.bantam.model;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Sparsity;
import dev.bantam.graph.Sparsity.Level;
import dev.bantam.model.fbs.tflite.DimensionMetadataT;
import dev.bantam.model.fbs.tflite.DimensionType;
import dev.bantam.model.fbs.tflite.Int32VectorT;
import dev.bantam.model.fbs.tflite.SparseIndexVector;
import dev.bantam.model.fbs.tflite.SparseIndexVectorUnion;
import dev.bantam.model.fbs.tflite.SparsityParameters;
import dev.bantam.model.fbs.tflite.SparsityParametersT;
import dev.bantam.model.fbs.tflite.Uint16VectorT;
import dev.bantam.model.fbs.tflite.Uint8VectorT;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A dense value, stored in a sparse form: what {@link SparseConstant} reads. A position stays where
 * any bit below it is set, so that negative zeros survive.
 */
final class SparseEncoding {
  private final Sparsity form;
  private final Literal value;
  private final int[] extents;
  private final long[] steps;
  private final List<DimensionMetadataT> levels = new ArrayList<>();
  private final MemorySegment values;

  private SparseEncoding(Sparsity form, Literal value) {
    this.form = form;
    this.value = value;
    var shape = value.type().shape();
    if (!form.fits(shape)) {
      throw new IllegalArgumentException("%s does not fit %s".formatted(form, value.type()));
    }
    int depth = form.levels().size();
    extents = IntStream.range(0, depth).map(level -> form.extent(level, shape)).toArray();
    steps = IntStream.range(0, depth).mapToLong(level -> form.step(level, shape)).toArray();
    List<Long> positions = List.of(0L);
    for (int level = 0; level < depth; level++) positions = descend(level, positions);
    values = gather(positions);
  }

  /** The encoding of a tensor's value, if it has one that its file stores sparse. */
  static Optional<SparseEncoding> of(GraphTensor tensor) {
    var form = tensor.notes().sparsity();
    if (form.isEmpty()) return Optional.empty();
    return tensor.constant().map(value -> new SparseEncoding(form.get(), value));
  }

  /** The bytes that a file keeps of a tensor's value. */
  static Optional<MemorySegment> stored(GraphTensor tensor) {
    return of(tensor).map(SparseEncoding::values).or(() -> tensor.constant().map(Literal::bytes));
  }

  /** The elements that are stored. */
  MemorySegment values() {
    return values;
  }

  /** The elements that the positions of the next level begin at. */
  private List<Long> descend(int level, List<Long> positions) {
    var metadata = new DimensionMetadataT();
    levels.add(metadata);
    return switch (form.levels().get(level)) {
      case Level.Dense(int extent) -> {
        metadata.setFormat(DimensionType.DENSE);
        metadata.setDenseSize(extent);
        yield dense(level, positions);
      }
      case Level.Compressed(var segments, var indices) -> {
        metadata.setFormat(DimensionType.SPARSE_CSR);
        yield compressed(level, positions, metadata, segments, indices);
      }
    };
  }

  private List<Long> dense(int level, List<Long> positions) {
    var below = new ArrayList<Long>();
    for (long position : positions) {
      for (int i = 0; i < extents[level]; i++) below.add(position + i * steps[level]);
    }
    return below;
  }

  private List<Long> compressed(
      int level,
      List<Long> positions,
      DimensionMetadataT metadata,
      DType segmentType,
      DType indexType) {
    var segments = new ArrayList<Integer>(List.of(0));
    var indices = new ArrayList<Integer>();
    var below = new ArrayList<Long>();
    for (long position : positions) {
      for (int i = 0; i < extents[level]; i++) {
        long element = position + i * steps[level];
        if (!anyBitSet(level + 1, element)) continue;
        indices.add(i);
        below.add(element);
      }
      segments.add(indices.size());
    }
    metadata.setArraySegments(vector(segments, segmentType));
    metadata.setArrayIndices(vector(indices, indexType));
    return below;
  }

  private boolean anyBitSet(int level, long element) {
    if (level < extents.length) {
      for (int i = 0; i < extents[level]; i++) {
        if (anyBitSet(level + 1, element + i * steps[level])) return true;
      }
      return false;
    }
    int width = value.type().dtype().bytes();
    for (long at = element * width; at < (element + 1) * width; at++) {
      if (value.bytes().get(Literal.I8, at) != 0) return true;
    }
    return false;
  }

  private MemorySegment gather(List<Long> positions) {
    int width = value.type().dtype().bytes();
    var gathered = MemorySegment.ofArray(new byte[Math.multiplyExact(positions.size(), width)]);
    for (int i = 0; i < positions.size(); i++) {
      MemorySegment.copy(
          value.bytes(), positions.get(i) * width, gathered, (long) i * width, width);
    }
    return gathered;
  }

  /** Numbers that have outgrown the type that they had in the file are stored wider. */
  private static SparseIndexVectorUnion vector(List<Integer> numbers, DType type) {
    int most = numbers.stream().mapToInt(Integer::intValue).max().orElse(0);
    var array = numbers.stream().mapToInt(Integer::intValue).toArray();
    var union = new SparseIndexVectorUnion();
    if (type == DType.U8 && most < 1 << 8) {
      var vector = new Uint8VectorT();
      vector.setValues(array);
      union.setType(SparseIndexVector.Uint8Vector);
      union.setValue(vector);
    } else if (type != DType.I32 && most < 1 << 16) {
      var vector = new Uint16VectorT();
      vector.setValues(array);
      union.setType(SparseIndexVector.Uint16Vector);
      union.setValue(vector);
    } else {
      var vector = new Int32VectorT();
      vector.setValues(array);
      union.setType(SparseIndexVector.Int32Vector);
      union.setValue(vector);
    }
    return union;
  }

  /** Where the parameters came to lie. */
  int write(FlatBufferBuilder builder) {
    var table = new SparsityParametersT();
    table.setTraversalOrder(form.order().stream().mapToInt(Integer::intValue).toArray());
    if (!form.blockMap().isEmpty()) {
      table.setBlockMap(form.blockMap().stream().mapToInt(Integer::intValue).toArray());
    }
    table.setDimMetadata(levels.toArray(DimensionMetadataT[]::new));
    return SparsityParameters.pack(builder, table);
  }
}
