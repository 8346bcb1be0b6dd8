package dev.bantam.converter.tensorflow;

import dev.bantam.converter.build.Edge;
import java.util.List;

/** How a node is lowered: a value for each of its outputs, in order. */
@FunctionalInterface
interface TfRule {
  List<TfValue> lower(TfCall call);

  /** A rule with one tensor as its result. */
  @FunctionalInterface
  interface Single {
    Edge lower(TfCall call);
  }

  /** A line of a table. */
  record Entry(String operator, TfRule rule) {
    static Entry of(String operator, Single rule) {
      return new Entry(operator, call -> List.of(new TfValue.Tensor(rule.lower(call))));
    }

    static Entry several(String operator, TfRule rule) {
      return new Entry(operator, rule);
    }
  }

  static List<TfValue> tensors(List<Edge> edges) {
    return edges.stream().<TfValue>map(TfValue.Tensor::new).toList();
  }
}
