package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;

/** Another height and width of {@code [batch, height, width, channels]}, by repeating elements. */
public final class ResizeNearestNeighbor implements Operator.Single<ResizeAxis> {
  @Override
  public Signature signature() {
    return Signature.of("RESIZE_NEAREST_NEIGHBOR")
        .operand("x", Types.ANY)
        .operand("size", Types.I32)
        .result("y");
  }

  @Override
  public ResizeAxis attributes(Attributes raw) {
    return ResizeAxis.of(raw);
  }

  @Override
  public Value lower(Call<ResizeAxis> call, ProgramBuilder b) {
    var x = call.operand("x");
    int[] size = ResizeAxis.size(call);
    var rows = nearest(x, 1, size[0], call.attributes(), b);
    return nearest(rows, 2, size[1], call.attributes(), b);
  }

  private static Value nearest(Value x, int axis, int to, ResizeAxis options, ProgramBuilder b) {
    int from = x.type().extent(axis);
    float scale = options.scale(from, to);
    float offset = options.halfPixelCenters() ? 0.5f : 0;
    var indices = new int[to];
    for (int i = 0; i < to; i++) {
      float at = (i + offset) * scale;
      int index = (int) Math.floor(options.alignCorners() ? at + 0.5f : at);
      indices[i] = Math.max(0, Math.min(index, from - 1));
    }
    return b.gather(x, b.constant(Literal.of(Shape.of(to), indices)), axis);
  }
}
