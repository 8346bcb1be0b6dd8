package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;
import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Form;
import dev.bantam.type.DType;
import java.util.List;

/** Reductions, orders, and what normalizes along an axis. */
final class TfReductionRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          reduce("Sum", "SUM"),
          reduce("Mean", "MEAN"),
          reduce("Max", "REDUCE_MAX"),
          reduce("Min", "REDUCE_MIN"),
          reduce("Prod", "REDUCE_PROD"),
          reduce("Any", "REDUCE_ANY"),
          reduce("All", "REDUCE_ALL"),
          of("EuclideanNorm", TfReductionRules::euclideanNorm),
          of("ArgMax", call -> argExtreme(call, "ARG_MAX")),
          of("ArgMin", call -> argExtreme(call, "ARG_MIN")),
          several("TopKV2", TfReductionRules::topK),
          of("Cumsum", TfReductionRules::cumsum),
          of("Softmax", call -> call.b().softmax(call.in(0))),
          of("LogSoftmax", call -> call.b().logSoftmax(call.in(0), -1)),
          of(
              "L2Loss",
              call ->
                  call.b()
                      .mul(call.b().sum(call.b().square(call.in(0)), all(call.in(0)), false), 0.5)),
          several("Unique", TfReductionRules::unique),
          of("Bucketize", TfReductionRules::bucketize));

  private TfReductionRules() {}

  private static List<Integer> all(Edge x) {
    return java.util.stream.IntStream.range(0, x.rank()).boxed().toList();
  }

  private static TfRule.Entry reduce(String operator, String target) {
    return of(
        operator,
        call ->
            call.b()
                .reduce(
                    target, call.in(0), call.constants(1, "axes"), call.flag("keep_dims", false)));
  }

  private static Edge euclideanNorm(TfCall call) {
    var b = call.b();
    var axes = call.constants(1, "axes");
    if (axes.isEmpty()) return b.abs(call.in(0));
    return b.sqrt(b.sum(b.square(call.in(0)), axes, call.flag("keep_dims", false)));
  }

  private static Edge argExtreme(TfCall call, String target) {
    int axis = call.constants(1, "axis").getFirst();
    return call.b().argExtreme(target, call.in(0), axis, call.dtype("output_type", DType.I64));
  }

  private static List<TfValue> topK(TfCall call) {
    return TfRule.tensors(call.b().topK(call.in(0), call.shape(1, "count").getFirst()));
  }

  private static Edge cumsum(TfCall call) {
    return call.b()
        .cumsum(
            call.in(0),
            call.constants(1, "axis").getFirst(),
            call.flag("exclusive", false),
            call.flag("reverse", false));
  }

  private static List<TfValue> unique(TfCall call) {
    var x = call.in(0);
    var index = call.dtype("out_idx", DType.I32);
    var count = Dim.symbol("distinct of " + x.name());
    return TfRule.tensors(
        call.b()
            .operator(
                "UNIQUE",
                List.of(x),
                List.of(Form.of(x.dtype(), count), x.form().with(index)),
                "idx_out_type",
                dev.bantam.converter.build.Options.typeName(index)));
  }

  private static Edge bucketize(TfCall call) {
    var boundaries =
        call.attribute("boundaries")
            .map(value -> value.getList().getFList().stream().map(Float::doubleValue).toList())
            .orElse(List.of());
    var x = call.in(0);
    return call.b()
        .operator(
            "BUCKETIZE", List.of(x), List.of(x.form().with(DType.I32)), "boundaries", boundaries)
        .getFirst();
  }
}
