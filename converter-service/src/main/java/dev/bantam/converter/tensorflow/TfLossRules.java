package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;
import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.List;

/** How far predictions are from what was to be predicted, and in what direction. */
final class TfLossRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          several("SoftmaxCrossEntropyWithLogits", call -> entropy(call, call.in(1))),
          several("SparseSoftmaxCrossEntropyWithLogits", call -> entropy(call, classes(call))),
          of("InTopKV2", TfLossRules::inTopK));

  private TfLossRules() {}

  /** Labels {@code [batch]} as probabilities {@code [batch, classes]}. */
  private static Edge classes(TfCall call) {
    var b = call.b();
    var x = call.in(0);
    return b.oneHot(call.in(1), x.dim(1), b.scalar(x.dtype(), 1), b.scalar(x.dtype(), 0), -1);
  }

  private static List<TfValue> entropy(TfCall call, Edge labels) {
    var b = call.b();
    var x = call.in(0);
    var loss = b.neg(b.sum(b.mul(b.logSoftmax(x, -1), labels), List.of(1), false));
    return TfRule.tensors(List.of(loss, b.sub(b.softmax(x), labels)));
  }

  /** Whether fewer than k classes are predicted above the right one. */
  private static Edge inTopK(TfCall call) {
    var b = call.b();
    var x = call.in(0);
    var right = b.oneHot(call.in(1), x.dim(1), b.scalar(x.dtype(), 1), b.scalar(x.dtype(), 0), -1);
    var stated = b.sum(b.mul(x, right), List.of(1), true);
    var above = b.sum(b.cast(b.greater(x, stated), DType.I32), List.of(1), false);
    return b.less(above, b.cast(call.in(2), DType.I32));
  }
}
