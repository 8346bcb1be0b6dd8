package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;

import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Einsum;
import java.util.List;
import java.util.stream.IntStream;

/** Products of matrices. */
final class TfContractionRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          of("MatMul", call -> matmul(call, "transpose_a", "transpose_b")),
          of("BatchMatMul", call -> matmul(call, "adj_x", "adj_y")),
          of("BatchMatMulV2", call -> matmul(call, "adj_x", "adj_y")),
          of("BatchMatMulV3", call -> matmul(call, "adj_x", "adj_y")),
          of(
              "Einsum",
              call -> new Einsum(call.b()).apply(call.text("equation", ""), call.tensors(0))));

  private TfContractionRules() {}

  private static Edge matmul(TfCall call, String first, String second) {
    var x = turned(call, call.in(0), call.flag(first, false));
    return call.b().matmul(x, turned(call, call.in(1), call.flag(second, false)));
  }

  private static Edge turned(TfCall call, Edge x, boolean turn) {
    if (!turn) return x;
    var order = new java.util.ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    java.util.Collections.swap(order, x.rank() - 1, x.rank() - 2);
    return call.b().transpose(x, List.copyOf(order));
  }
}
