package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Suppression;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;

/** Selection of boxes. */
final class TfDetectionRules {
  /** More than two boxes can overlap. */
  private static final double NEVER = 2;

  static final List<TfRule.Entry> TABLE =
      List.of(
          several("NonMaxSuppressionV3", call -> selected(call, false)),
          several("NonMaxSuppressionV4", call -> selected(call, false)),
          several("NonMaxSuppressionV5", call -> selected(call, true)));

  private TfDetectionRules() {}

  /** TensorFlow never drops a box where it lessens scores; the target does both. */
  private static boolean softens(Edge sigma) {
    return sigma.constant().filter(value -> value.real(0) > 0).isPresent();
  }

  /** TensorFlow drops what overlaps by more than this, the target what overlaps by as much. */
  private static Edge justAbove(Builder b, Edge overlap) {
    return overlap
        .constant()
        .map(value -> b.scalar(DType.F32, Math.nextUp((float) value.real(0))))
        .orElse(overlap);
  }

  private static List<TfValue> selected(TfCall call, boolean scored) {
    var b = call.b();
    var most = call.shape(2, "number of boxes").getFirst();
    var suppression = new Suppression(b);
    var sigma = scored ? call.in(5) : b.scalar(DType.F32, 0);
    var overlap = softens(sigma) ? b.scalar(DType.F32, NEVER) : justAbove(b, call.in(3));
    var result = suppression.select(call.in(0), call.in(1), most, overlap, call.in(4), sigma);
    boolean padded = call.flag("pad_to_max_output_size", false);
    var values = new ArrayList<TfValue>();
    values.add(
        new TfValue.Tensor(
            padded ? result.indices() : suppression.first(result.indices(), result.count())));
    if (scored)
      values.add(
          new TfValue.Tensor(
              padded ? result.scores() : suppression.first(result.scores(), result.count())));
    values.add(new TfValue.Tensor(result.count()));
    return values;
  }
}
