package dev.bantam.converter.onnx;

import dev.bantam.converter.build.Edge;
import java.util.List;

/**
 * How a node is lowered: an edge for each output that it has, in order; outputs left out at the end
 * may be missing.
 */
@FunctionalInterface
interface OnnxRule {
  List<Edge> lower(OnnxCall call);

  /** A rule with one result. */
  @FunctionalInterface
  interface Single {
    Edge lower(OnnxCall call);
  }

  /**
   * A line of a table.
   *
   * @param fewest inputs that have to be there
   * @param most inputs that may be there
   */
  record Entry(String operator, int fewest, int most, OnnxRule rule) {
    static Entry of(String operator, int fewest, int most, Single rule) {
      return new Entry(operator, fewest, most, call -> List.of(rule.lower(call)));
    }

    static Entry several(String operator, int fewest, int most, OnnxRule rule) {
      return new Entry(operator, fewest, most, rule);
    }
  }
}
