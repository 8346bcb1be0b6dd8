package dev.bantam.converter.build;

import dev.bantam.type.DType;
import java.util.List;

/** Non-maximum suppression: the target fills its results up, so what counts is cut out of them. */
public final class Suppression {
  private final Builder b;

  /**
   * @param indices of boxes, best first
   * @param scores as suppression left them
   * @param count of those that count, as a scalar
   */
  public record Selected(Edge indices, Edge scores, Edge count) {}

  public Suppression(Builder b) {
    this.b = b;
  }

  /**
   * @param boxes {@code [n, 4]}: two opposite corners each, rows before columns
   * @param scores {@code [n]}
   */
  public Selected select(
      Edge boxes, Edge scores, Dim most, Edge overlap, Edge threshold, Edge sigma) {
    var results =
        b.operator(
            "NON_MAX_SUPPRESSION_V5",
            List.of(boxes, scores, b.scalar(most), overlap, threshold, sigma),
            List.of(
                Form.of(DType.I32, most),
                Form.of(DType.F32, most),
                Form.of(DType.I32, new long[0])));
    return new Selected(results.get(0), results.get(1), results.get(2));
  }

  /** The first so many elements. */
  public Edge first(Edge x, Edge count) {
    return b.operator(
            "STRIDED_SLICE",
            List.of(x, b.ints(0), b.reshape(count, Dim.ONE), b.ints(1)),
            List.of(x.form().with(0, Dim.symbol("count of " + x.name()))),
            "begin_mask",
            1L)
        .getFirst();
  }
}
