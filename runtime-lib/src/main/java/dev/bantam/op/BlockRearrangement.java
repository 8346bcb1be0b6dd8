package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.List;

/** Blocks of an image as channels, or channels as blocks: SPACE_TO_DEPTH and DEPTH_TO_SPACE. */
public final class BlockRearrangement implements Operator.Single<BlockRearrangement.Block> {
  /** The extent of a block along height and width. */
  public record Block(int size) {
    public Block {
      if (size < 1)
        throw new IllegalArgumentException("block_size is %d, must be at least 1".formatted(size));
    }
  }

  private final String name;
  private final boolean toDepth;

  private BlockRearrangement(String name, boolean toDepth) {
    this.name = name;
    this.toDepth = toDepth;
  }

  public static BlockRearrangement spaceToDepth() {
    return new BlockRearrangement("SPACE_TO_DEPTH", true);
  }

  public static BlockRearrangement depthToSpace() {
    return new BlockRearrangement("DEPTH_TO_SPACE", false);
  }

  @Override
  public Signature signature() {
    return Signature.of(name).operand("x", Types.ANY).result("y");
  }

  @Override
  public Block attributes(Attributes raw) {
    return new Block(Math.toIntExact(raw.integer("block_size", 0)));
  }

  @Override
  public Value lower(Call<Block> call, ProgramBuilder b) {
    var x = call.operand("x");
    int size = call.attributes().size();
    if (x.type().rank() != 4) throw call.refuse("x is %s, must be of rank 4", x.type());
    int batch = x.type().extent(0);
    int height = x.type().extent(1);
    int width = x.type().extent(2);
    int channels = x.type().extent(3);
    if (toDepth) {
      if (height % size != 0 || width % size != 0)
        throw call.refuse("x is %s, must be in blocks of %d", x.type(), size);
      var blocks = b.reshape(x, batch, height / size, size, width / size, size, channels);
      var moved = b.permute(blocks, List.of(0, 1, 3, 2, 4, 5));
      return b.reshape(moved, batch, height / size, width / size, size * size * channels);
    }
    if (channels % (size * size) != 0)
      throw call.refuse("%d channels, must be a multiple of %d", channels, size * size);
    int depth = channels / (size * size);
    var blocks = b.reshape(x, batch, height, width, size, size, depth);
    var moved = b.permute(blocks, List.of(0, 1, 3, 2, 4, 5));
    return b.reshape(moved, batch, height * size, width * size, depth);
  }
}
