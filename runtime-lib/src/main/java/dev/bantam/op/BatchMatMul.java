package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** Matrix products of the last two axes; the axes before them broadcast. */
public final class BatchMatMul implements Operator.Single<BatchMatMul.Options> {
  /** Which operands are transposed, and how hybrid rows are quantized. */
  public record Options(boolean adjointX, boolean adjointY, boolean asymmetric) {}

  @Override
  public Signature signature() {
    var types = Types.of(DType.F32, DType.I8, DType.U8, DType.I16, DType.I32);
    return Signature.of("BATCH_MATMUL").operand("x", types).operand("y", types).result("z");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        raw.flag("adj_x", false),
        raw.flag("adj_y", false),
        raw.flag("asymmetric_quantize_inputs", false));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    var y = call.operand("y");
    if (x.type().rank() < 2 || y.type().rank() < 2)
      throw call.refuse("x is %s and y is %s, must be matrices", x.type(), y.type());
    var product = new Product(call.attributes(), b);
    if (x.type().dtype().isFloat() && !y.type().dtype().isFloat())
      return hybrid(call, x, y, product, b);
    if (!Types.QUANTIZED.contains(x.type().dtype())) return product.of(x, y, x.type().dtype());
    // Sums of products as they are, whatever the integers stand for.
    if (call.resultType(0).dtype() == DType.I32) return product.of(x, y, DType.I32);
    return quantized(call, x, y, product, b);
  }

  private static Value quantized(
      Call<Options> call, Value x, Value y, Product product, ProgramBuilder b) {
    var ofX = call.quantization("x");
    var ofY = call.quantization("y");
    var out = call.resultQuantization(0);
    boolean wide = x.type().dtype() == DType.I16;
    var sum =
        wide
            ? product.of(x, y, DType.I64)
            : product.of(centred(x, ofX.zeroPoint(), b), centred(y, ofY.zeroPoint(), b), DType.I32);
    double multiplier = (double) ofX.scale() * ofY.scale() / out.scale();
    return Rescaling.requantize(
        sum, new double[] {multiplier}, out, call.resultType(0).dtype(), Activation.NONE, b);
  }

  private static Value centred(Value x, long zeroPoint, ProgramBuilder b) {
    if (zeroPoint == 0) return x;
    var wide = b.convert(x, DType.I16);
    return b.add(wide, b.like(wide, -zeroPoint));
  }

  /** Floats times integers: each row of x is quantized on its own. */
  private static Value hybrid(
      Call<Options> call, Value x, Value y, Product product, ProgramBuilder b) {
    var ordered = product.rowsLast(x, call.attributes().adjointX());
    int rank = ordered.type().rank();
    int depth = ordered.type().extent(rank - 1);
    var plain = new Product(new Options(false, call.attributes().adjointY(), false), b);
    // Rows of nothing have no range to be quantized over.
    if (depth == 0) return plain.of(ordered, b.convert(y, DType.F32), DType.F32);
    int count = Math.toIntExact(ordered.type().elements() / depth);
    var matrix = b.reshape(ordered, count, depth);
    var rows =
        call.attributes().asymmetric()
            ? RowQuantization.asymmetric(matrix, b)
            : RowQuantization.symmetric(matrix, b);
    var integers = b.reshape(rows.integers(), ordered.type().shape());
    var perRow = ordered.type().shape().with(rank - 1, 1);
    var centred =
        rows.zeroPoint()
            .map(
                point ->
                    b.sub(
                        b.convert(integers, DType.I16),
                        b.convert(b.reshape(point, perRow), DType.I16)))
            .orElse(integers);
    var sum = b.convert(plain.of(centred, y, DType.I32), DType.F32);
    var scale = b.mul(rows.scale(), b.like(rows.scale(), (double) call.quantization("y").scale()));
    return b.mul(sum, b.reshape(scale, perRow));
  }

  /** The products themselves. */
  private record Product(Options options, ProgramBuilder b) {
    /** The matrices with the contracted axis last. */
    Value rowsLast(Value x, boolean adjoint) {
      if (!adjoint) return x;
      int rank = x.type().rank();
      var order = new ArrayList<>(Axes.range(0, rank - 2));
      order.add(rank - 1);
      order.add(rank - 2);
      return b.permute(x, order);
    }

    Value of(Value x, Value y, DType accumulator) {
      int rank = Math.max(x.type().rank(), y.type().rank());
      var batch = Shape.broadcast(batch(x), batch(y));
      var a = inBatch(x, batch);
      var c = inBatch(y, batch);
      int ofA = options.adjointX() ? rank - 2 : rank - 1;
      int ofC = options.adjointY() ? rank - 1 : rank - 2;
      var axes = Axes.range(0, rank - 2);
      return b.contract(a, c, List.of(ofA), List.of(ofC), axes, axes, accumulator);
    }

    private static Shape batch(Value x) {
      return new Shape(x.type().shape().extents().subList(0, x.type().rank() - 2));
    }

    private Value inBatch(Value x, Shape batch) {
      var extents = new ArrayList<>(batch.extents());
      int rank = x.type().rank();
      extents.add(x.type().extent(rank - 2));
      extents.add(x.type().extent(rank - 1));
      return b.broadcast(x, new Shape(extents));
    }
  }
}
