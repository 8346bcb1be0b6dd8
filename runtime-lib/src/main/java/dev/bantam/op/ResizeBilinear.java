package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;

/**
 * Another height and width of {@code [batch, height, width, channels]}: each element is a mean of
 * its four neighbours, weighted by nearness. Signed integers have weights of 10 bits per axis.
 */
public final class ResizeBilinear implements Operator.Single<ResizeAxis> {
  private static final int BITS = 10;
  private static final int HEIGHT = 1;
  private static final int WIDTH = 2;

  @Override
  public Signature signature() {
    return Signature.of("RESIZE_BILINEAR")
        .operand("x", Types.union(Types.FLOAT, Types.QUANTIZED))
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
    var options = call.attributes();
    return switch (x.type().dtype()) {
      case I8, I16 -> integers(x, size, options, b);
      case U8 -> {
        var mixed = reals(b.convert(x, DType.F32), size, options, b);
        yield b.convert(b.add(mixed, 0.5), DType.U8);
      }
      default -> Reals.widened(x, b, wide -> reals(wide, size, options, b));
    };
  }

  private static Value reals(Value x, int[] size, ResizeAxis options, ProgramBuilder b) {
    var rows = mixed(x, HEIGHT, size[0], options, b);
    return mixed(rows, WIDTH, size[1], options, b);
  }

  private static Value mixed(Value x, int axis, int to, ResizeAxis options, ProgramBuilder b) {
    int from = x.type().extent(axis);
    float scale = options.scale(from, to);
    var low = new int[to];
    var high = new int[to];
    var weight = new float[to];
    for (int i = 0; i < to; i++) {
      float at = options.halfPixelCenters() ? (i + 0.5f) * scale - 0.5f : i * scale;
      low[i] = Math.max((int) Math.floor(at), 0);
      high[i] = Math.min((int) Math.ceil(at), from - 1);
      weight[i] = at - low[i];
    }
    var share = b.constant(Literal.of(along(axis, to), weight));
    var rest = b.sub(b.like(share, 1.0), share);
    return b.add(b.mul(taken(x, low, axis, b), rest), b.mul(taken(x, high, axis, b), share));
  }

  private static Value integers(Value x, int[] size, ResizeAxis options, ProgramBuilder b) {
    // Products of two weights and an i16 have 36 bits.
    var dtype = x.type().dtype() == DType.I8 ? DType.I32 : DType.I64;
    var rows = weighted(b.convert(x, dtype), HEIGHT, size[0], options, b);
    var sum = weighted(rows, WIDTH, size[1], options, b);
    var half = b.like(sum, 1L << (2 * BITS - 1));
    var up = b.select(b.lt(b.like(sum, 0L), sum), half, b.neg(half));
    return b.convert(b.div(b.add(sum, up), b.like(sum, 1L << (2 * BITS))), x.type().dtype());
  }

  private static Value weighted(Value x, int axis, int to, ResizeAxis options, ProgramBuilder b) {
    int from = x.type().extent(axis);
    int scale = options.scaleIn10Bits(from, to);
    int one = 1 << BITS;
    var low = new int[to];
    var high = new int[to];
    var weight = new long[to];
    for (int i = 0; i < to; i++) {
      int at = i * scale + (options.halfPixelCenters() ? scale / 2 - one / 2 : 0);
      low[i] = Math.max(at / one, 0);
      high[i] = Math.min((at + one - 1) / one, from - 1);
      weight[i] = at - (long) one * low[i];
    }
    var share = b.convert(b.constant(Literal.of(along(axis, to), weight)), x.type().dtype());
    var rest = b.sub(b.like(share, (long) one), share);
    return b.add(b.mul(taken(x, low, axis, b), rest), b.mul(taken(x, high, axis, b), share));
  }

  private static Value taken(Value x, int[] indices, int axis, ProgramBuilder b) {
    return b.gather(x, b.constant(Literal.of(Shape.of(indices.length), indices)), axis);
  }

  /** A shape that broadcasts along one axis of four. */
  private static Shape along(int axis, int extent) {
    return Shape.of(1, 1, 1, 1).with(axis, extent);
  }
}
