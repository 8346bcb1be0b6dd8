package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Einsum;
import dev.bantam.type.DType;
import java.util.List;

/** Products of matrices. */
final class ContractionRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          of("MatMul", 2, 2, call -> matmul(call, call.in(0), call.in(1))),
          of("Gemm", 2, 3, ContractionRules::gemm),
          of("Det", 1, 1, ContractionRules::determinant),
          of(
              "Einsum",
              1,
              Integer.MAX_VALUE,
              call -> new Einsum(call.b()).apply(call.text("equation", ""), call.inputs())),
          of("com.microsoft:FusedMatMul", 2, 2, ContractionRules::fusedMatmul));

  private ContractionRules() {}

  /** Vectors become matrices of one row or column, which goes again. */
  static Edge matmul(OnnxCall call, Edge a, Edge y) {
    var b = call.b();
    if (a.rank() == 0 || y.rank() == 0)
      throw call.shapeMismatch(
          "a product of %s and %s, must be of rank 1 at least", a.form(), y.form());
    var left = a.rank() == 1 ? b.unsqueeze(a, List.of(0)) : a;
    var right = y.rank() == 1 ? b.unsqueeze(y, List.of(1)) : y;
    var product = b.matmul(left, right);
    if (y.rank() == 1) product = b.squeeze(product, List.of(-1));
    if (a.rank() == 1) product = b.squeeze(product, List.of(y.rank() == 1 ? -1 : -2));
    return product;
  }

  /** Of small matrices, by the rule of Sarrus. */
  private static Edge determinant(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    int rank = x.rank();
    long size = x.dim(-1).value();
    if (!x.dim(-2).is(size) || size < 1 || size > 3)
      throw call.unsupported(
          "its matrices are %s by %s".formatted(x.dim(-2), x.dim(-1)), "use at most 3 by 3");
    Edge sum = null;
    int turns = size == 3 ? 3 : 1;
    for (int turn = 0; turn < turns; turn++) {
      Edge down = null;
      Edge up = null;
      for (int row = 0; row < size; row++) {
        var line = b.pick(x, rank - 2, row);
        var falling = b.pick(line, rank - 2, Math.floorMod(turn + row, size));
        var rising = b.pick(line, rank - 2, Math.floorMod(turn - 1 - row, size));
        down = down == null ? falling : b.mul(down, falling);
        up = up == null ? rising : b.mul(up, rising);
      }
      if (down == null || up == null) throw new IllegalStateException("a matrix has a row");
      var part = size == 1 ? down : b.sub(down, up);
      sum = sum == null ? part : b.add(sum, part);
    }
    if (sum == null) throw new IllegalStateException("a determinant has a part");
    return sum;
  }

  static Edge gemm(OnnxCall call) {
    var b = call.b();
    var dtype = call.in(0).dtype();
    var a = matrix(call, 0, call.flag("transA", false));
    var units = matrix(call, 1, !call.flag("transB", false));
    double alpha = call.real("alpha", 1);
    double beta = call.real("beta", 1);
    var weights = alpha == 1 ? units : b.mul(units, alpha);
    if (!call.has(2)) return b.cast(b.fullyConnected(a, weights, Edge.ABSENT, false), dtype);
    var c = b.cast(call.in(2), DType.F32);
    var scaled = beta == 1 ? c : b.mul(c, beta);
    var width = weights.dim(0);
    boolean row =
        scaled.rank() >= 1
            && scaled.dim(-1).equals(width)
            && scaled.form().elements().equals(width);
    if (row) return b.cast(b.fullyConnected(a, weights, b.reshape(scaled, width), false), dtype);
    return b.cast(b.add(b.fullyConnected(a, weights, Edge.ABSENT, false), scaled), dtype);
  }

  private static Edge matrix(OnnxCall call, int input, boolean turned) {
    var x = call.b().cast(call.in(input), DType.F32);
    if (x.rank() != 2)
      throw call.shapeMismatch("input %d is %s, must be a matrix", input, x.form());
    return turned ? call.b().transpose(x, List.of(1, 0)) : x;
  }

  private static Edge fusedMatmul(OnnxCall call) {
    var b = call.b();
    var product =
        matmul(
            call,
            turned(call, call.in(0), call.flag("transA", false)),
            turned(call, call.in(1), call.flag("transB", false)));
    if (call.flag("transBatchA", false) || call.flag("transBatchB", false))
      throw call.unsupported("it transposes batches", "use Transpose and MatMul");
    double alpha = call.real("alpha", 1);
    return alpha == 1 ? product : b.mul(product, alpha);
  }

  private static Edge turned(OnnxCall call, Edge x, boolean turn) {
    if (!turn || x.rank() < 2) return x;
    var order = new java.util.ArrayList<Integer>();
    for (int i = 0; i < x.rank() - 2; i++) order.add(i);
    order.add(x.rank() - 1);
    order.add(x.rank() - 2);
    return call.b().transpose(x, order);
  }
}
