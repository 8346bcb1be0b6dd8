package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.graph.GraphText;
import dev.bantam.interp.Interpreter;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weights {@code [[1, 2, -3, 4], [5, -6, 7, -8]]} with a scale for each two of a row. */
class BlockScalesTest {
  private static String graph(String details) {
    return """
    graph ""
    subgraph "main" (0) -> (4)
      %%0 "x": f32[1,4]
      %%1 "weights": i4[2,4] details %s = base64 "IU2lhw=="
      %%2 "scales": f16[2,2] = base64 "ADwAQABCADg="
      %%3 "points": i8[2,2] = [0, 0, 1, 0]
      %%4 "y": f32[1,2]
      FULLY_CONNECTED 1 (0, 1, -) -> (4)
    """
        .formatted(details);
  }

  private static float[] run(String details) {
    var interpreter = new Interpreter();
    var lowering = new Lowering(Operators.standard(), interpreter);
    var program = lowering.lower(Entry.main(GraphText.parse(graph(details))));
    var x = Literal.of(Shape.of(1, 4), 1f, 10f, 100f, 1000f);
    return interpreter.instance(program).run(List.of(x)).getFirst().toFloats();
  }

  @Test
  void scaleTheWeightsOfTheirBlock() {
    // 1 * (1 + 20) + 2 * (-300 + 4000) and 3 * (5 - 60) + 0.5 * (700 - 8000)
    assertThat(run("BlockwiseQuantization {block_size: 2, scales: 2}"))
        .containsExactly(7421, -3815);
  }

  @Test
  void takeZeroPointsOfBlocksToo() {
    // 3 * (4 - 70) in the third block
    assertThat(run("BlockwiseQuantization {block_size: 2, scales: 2, zero_points: 3}"))
        .containsExactly(7421, -3848);
  }

  @Test
  void areRefusedWhereTheyDoNotFit() {
    assertThatThrownBy(() -> run("BlockwiseQuantization {block_size: 3, scales: 2}"))
        .hasMessage(
            "subgraph 0 \"main\", operator 0 FULLY_CONNECTED: tensor \"weights\" has scales of"
                + " f16[2,2] for blocks of 3, must be one for each block");
    assertThatThrownBy(() -> run("BlockwiseQuantization {block_size: 2, scales: 0}"))
        .hasMessage(
            "subgraph 0 \"main\", operator 0 FULLY_CONNECTED: tensor \"weights\" has scales in"
                + " tensor 0, must be a constant");
    assertThatThrownBy(() -> run("MultiAxisQuantization {block_size: 2, scales: 2}"))
        .hasMessage(
            "subgraph 0 \"main\", operator 0 FULLY_CONNECTED: tensor \"weights\" has a"
                + " MultiAxisQuantization, must have scales of its own, of an axis, or of blocks");
  }
}
