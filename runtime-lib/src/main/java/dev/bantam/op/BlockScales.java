package dev.bantam.op;

import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Subgraph;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Constants whose scales are those of blocks: a tensor of scales has one for each block of
 * elements. They are made real where they are read, so that operators see floats.
 */
final class BlockScales {
  private static final String BLOCKWISE = "BlockwiseQuantization";

  private BlockScales() {}

  /**
   * The reals that a constant of integers stands for, if its scales are those of blocks.
   *
   * @throws IllegalArgumentException if they are of a kind that has no meaning here
   */
  static Optional<Value> real(GraphTensor tensor, Subgraph subgraph, ProgramBuilder b) {
    var details = tensor.notes().quantization();
    boolean integers =
        tensor.type().dtype().isInteger() || tensor.type().dtype().kind() == DType.Kind.PACKED;
    if (details.table().isEmpty() || tensor.quantization().isPresent() || !integers)
      return Optional.empty();
    if (!details.table().equals(BLOCKWISE)) {
      throw new IllegalArgumentException(
          "tensor \"%s\" has a %s, must have scales of its own, of an axis, or of blocks"
              .formatted(tensor.name(), details.table()));
    }
    var type = tensor.type();
    var given = constant(subgraph, details.integer("scales", -1), tensor, "scales");
    if (!given.type().dtype().isFloat())
      throw wrong(tensor, "scales of %s, must be floats", given.type());
    var blocks = blocks(tensor, given, (int) details.integer("block_size", 0));
    var integer = b.constant(tensor.constant().orElseThrow());
    Value wide = b.convert(integer, DType.I32);
    var points = zeroPoints(tensor, subgraph, given);
    if (points.isPresent()) {
      var point = b.convert(b.constant(points.get().reshaped(blocks)), DType.I32);
      wide = b.sub(wide, spread(point, type.shape(), b));
    }
    var scales = b.convert(b.constant(given.reshaped(blocks)), DType.F32);
    return Optional.of(b.mul(b.convert(wide, DType.F32), spread(scales, type.shape(), b)));
  }

  private static Literal constant(Subgraph subgraph, long index, GraphTensor tensor, String what) {
    if (index < 0 || index >= subgraph.tensors().size()) {
      throw wrong(
          tensor, "%s in tensor %d, must be in [0, %d)", what, index, subgraph.tensors().size());
    }
    return subgraph
        .tensor((int) index)
        .constant()
        .orElseThrow(() -> wrong(tensor, "%s in tensor %d, must be a constant", what, index));
  }

  /**
   * A file that has none leaves the index out, which then reads as 0: what lies there counts only
   * if it can be zero points.
   */
  private static Optional<Literal> zeroPoints(
      GraphTensor tensor, Subgraph subgraph, Literal scales) {
    var details = tensor.notes().quantization();
    long index = details.integer("zero_points", -1);
    if (index < 0 || index == details.integer("scales", -1)) return Optional.empty();
    if (index == 0) {
      var first = subgraph.tensor(0).constant();
      boolean fits =
          first.isPresent()
              && first.get().elements() == scales.elements()
              && first.get().type().dtype().isInteger();
      if (!fits) return Optional.empty();
    }
    var points = constant(subgraph, index, tensor, "zero points");
    if (points.elements() != scales.elements() || points.type().dtype().isFloat()) {
      throw wrong(
          tensor, "zero points of %s, must be integers, %d", points.type(), scales.elements());
    }
    return Optional.of(points);
  }

  /** How many blocks lie along each axis. */
  private static Shape blocks(GraphTensor tensor, Literal scales, int size) {
    var shape = tensor.type().shape();
    var given = scales.type().shape();
    if (divides(shape, given)) {
      long block = shape.elements() / Math.max(given.elements(), 1);
      if (size == 0 || block == size) return given;
    }
    // Scales of another rank follow the elements: blocks lie along the last axis.
    boolean along =
        size > 0
            && shape.rank() > 0
            && shape.extent(shape.rank() - 1) % size == 0
            && scales.elements() == shape.elements() / size;
    if (along) return shape.with(shape.rank() - 1, shape.extent(shape.rank() - 1) / size);
    throw wrong(
        tensor, "scales of %s for blocks of %d, must be one for each block", scales.type(), size);
  }

  private static boolean divides(Shape shape, Shape blocks) {
    boolean divides = shape.rank() == blocks.rank();
    for (int axis = 0; divides && axis < shape.rank(); axis++) {
      divides = blocks.extent(axis) > 0 && shape.extent(axis) % blocks.extent(axis) == 0;
    }
    return divides;
  }

  /** Each element of a block's scale repeated over the block. */
  private static Value spread(Value x, Shape shape, ProgramBuilder b) {
    var split = new ArrayList<Integer>();
    var repeated = new ArrayList<Integer>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int blocks = x.type().extent(axis);
      split.addAll(List.of(blocks, 1));
      repeated.addAll(List.of(blocks, shape.extent(axis) / blocks));
    }
    return b.reshape(b.expand(b.reshape(x, new Shape(split)), new Shape(repeated)), shape);
  }

  private static IllegalArgumentException wrong(
      GraphTensor tensor, String problem, Object... details) {
    return new IllegalArgumentException(
        "tensor \"%s\" has %s".formatted(tensor.name(), problem.formatted(details)));
  }
}
