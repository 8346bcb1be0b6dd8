package dev.bantam.op;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.BantamException;
import dev.bantam.graph.GraphText;
import dev.bantam.interp.Interpreter;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Operators that no stock kernel runs: against results by hand, and a convolution by its
 * definition.
 */
class StableHloOperatorsTest {
  private static List<Literal> run(String graph, Literal... arguments) {
    var interpreter = new Interpreter();
    var lowering = new Lowering(Operators.standard(), interpreter);
    var program = lowering.lower(Entry.main(GraphText.parse(graph)));
    return interpreter.instance(program).run(List.of(arguments));
  }

  private static String reduction(String body) {
    return """
    graph ""
    subgraph "main" (0) -> (2)
      %0 "x": f32[2,3]
      %1 "start": f32[] = [10]
      %2 "y": f32[2]
      STABLEHLO_REDUCE 1 (0, 1) -> (2) StablehloReduceOptions {body_subgraph_index: 1, dimensions: [1]}
    subgraph "body" (0, 1) -> (2)
      %0 "old": f32[]
      %1 "new": f32[]
      %2 "result": f32[]
    """
        + body;
  }

  @Test
  void reducesByAKnownFold() {
    var graph = reduction("  STABLEHLO_ADD 1 (0, 1) -> (2)\n");
    var y = run(graph, Literal.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f)).getFirst();
    assertThat(y.toFloats()).containsExactly(16, 25);
  }

  @Test
  void reducesByAnyFold() {
    var graph =
        reduction(
            """
              %3 "two": f32[] = [2]
              %4 "twice": f32[]
              STABLEHLO_MULTIPLY 1 (0, 3) -> (4)
              STABLEHLO_SUBTRACT 1 (4, 1) -> (2)
            """);
    var y = run(graph, Literal.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f)).getFirst();
    // ((10 * 2 - 1) * 2 - 2) * 2 - 3 and ((10 * 2 - 4) * 2 - 5) * 2 - 6
    assertThat(y.toFloats()).containsExactly(69, 48);
  }

  @Test
  void reducesSeveralOperandsTogether() {
    var graph =
        """
        graph ""
        subgraph "main" (0, 1) -> (4, 5)
          %0 "x": f32[3,2]
          %1 "place": i32[3,2]
          %2 "lowest": f32[] = [-100]
          %3 "none": i32[] = [-1]
          %4 "most": f32[2]
          %5 "where": i32[2]
          STABLEHLO_REDUCE 1 (0, 1, 2, 3) -> (4, 5) StablehloReduceOptions {body_subgraph_index: 1, dimensions: [0]}
        subgraph "body" (0, 1, 2, 3) -> (5, 6)
          %0 "old": f32[]
          %1 "oldPlace": i32[]
          %2 "new": f32[]
          %3 "newPlace": i32[]
          %4 "isOld": bool[]
          %5 "most": f32[]
          %6 "where": i32[]
          STABLEHLO_COMPARE 1 (0, 2) -> (4) StablehloCompareOptions {comparison_direction: STABLEHLO_COMPARISON_DIRECTION_GE}
          STABLEHLO_SELECT 1 (4, 0, 2) -> (5)
          STABLEHLO_SELECT 1 (4, 1, 3) -> (6)
        """;
    var results =
        run(
            graph,
            Literal.of(Shape.of(3, 2), 1f, 9f, 7f, 2f, 7f, 4f),
            Literal.of(Shape.of(3, 2), 0, 0, 1, 1, 2, 2));
    assertThat(results.get(0).toFloats()).containsExactly(7, 9);
    assertThat(results.get(1).toInts()).containsExactly(1, 0);
  }

  @Test
  void sortsByTheOrderOfItsSubgraph() {
    var graph =
        """
        graph ""
        subgraph "main" (0, 1) -> (2, 3)
          %0 "keys": i32[2,4]
          %1 "payload": f32[2,4]
          %2 "sorted": i32[2,4]
          %3 "taken": f32[2,4]
          STABLEHLO_SORT 1 (0, 1) -> (2, 3) StablehloSortOptions {comparator_subgraph_index: 1, dimension: 1, is_stable: true}
        subgraph "greater" (0, 1, 2, 3) -> (4)
          %0 "a": i32[]
          %1 "b": i32[]
          %2 "pa": f32[]
          %3 "pb": f32[]
          %4 "isBefore": bool[]
          STABLEHLO_COMPARE 1 (0, 1) -> (4) StablehloCompareOptions {comparison_direction: STABLEHLO_COMPARISON_DIRECTION_GT}
        """;
    var results =
        run(
            graph,
            Literal.of(Shape.of(2, 4), 3, 1, 3, 2, -1, 0, 5, 0),
            Literal.of(Shape.of(2, 4), 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f));
    assertThat(results.get(0).toInts()).containsExactly(3, 3, 2, 1, 5, 0, 0, -1);
    assertThat(results.get(1).toFloats()).containsExactly(1, 3, 4, 2, 7, 6, 8, 5);
  }

  @ParameterizedTest
  @CsvSource({
    "EQ, 0 1 0 0",
    "NE, 1 0 1 1",
    "GE, 1 1 0 1",
    "GT, 1 0 0 1",
    "LE, 0 1 1 0",
    "LT, 0 0 1 0"
  })
  void comparesTheRealsOfQuantizedOperands(String direction, String expected) {
    var graph =
        """
        graph ""
        subgraph "main" (0, 1) -> (2)
          %%0 "x": i8[4] scale [0.5] zero [1] axis 0
          %%1 "y": i8[4] scale [0.25] zero [-3] axis 0
          %%2 "z": bool[4]
          STABLEHLO_COMPARE 1 (0, 1) -> (2) StablehloCompareOptions {comparison_direction: STABLEHLO_COMPARISON_DIRECTION_%s}
        """
            .formatted(direction);
    // 1, -2, 0.5, 63 and 0.5, -2, 0.75, 32.5
    var x =
        new Literal(TensorType.of(DType.I8, 4), MemorySegment.ofArray(new byte[] {3, -3, 2, 127}));
    var y =
        new Literal(
            TensorType.of(DType.I8, 4), MemorySegment.ofArray(new byte[] {-1, -11, 0, 127}));
    var z = run(graph, x, y).getFirst();
    assertThat(LongStream.range(0, 4).mapToObj(i -> "" + z.integer(i)).collect(joining(" ")))
        .isEqualTo(expected);
  }

  /**
   * One spatial axis; x is {@code [channels, batch, width]} and filters {@code [width, in, out]}.
   */
  @ParameterizedTest(
      name = "stride {0}, padding {1} {2}, dilation {3} {4}, flipped {5}, groups {6} {7}")
  @CsvSource({
    "1, 0, 0, 1, 1, false, 1, 1",
    "2, 1, 2, 1, 2, false, 1, 1",
    "1, -1, 3, 2, 1, true, 1, 1",
    "3, 2, -1, 3, 2, true, 2, 1",
    "1, 1, 1, 1, 1, false, 1, 2"
  })
  void convolvesAsItsDefinitionSays(
      int stride,
      int low,
      int high,
      int dilationX,
      int dilation,
      boolean flipped,
      int groups,
      int batchGroups) {
    int batch = 4;
    int channels = 4;
    int width = 6;
    int size = 2;
    int in = channels / groups;
    int out = 6;
    int spread = (width - 1) * dilationX + 1 + low + high;
    int positions = (spread - (size - 1) * dilation - 1) / stride + 1;
    var graph =
        """
        graph ""
        subgraph "main" (0, 1) -> (2)
          %%0 "x": i32[%d,%d,%d]
          %%1 "filters": i32[%d,%d,%d]
          %%2 "y": i32[%d,%d,%d]
          STABLEHLO_CONVOLUTION 1 (0, 1) -> (2) StablehloConvolutionOptions {batch_group_count: %d, feature_group_count: %d, input_batch_dimension: 1, input_feature_dimension: 0, input_spatial_dimensions: [2], kernel_input_feature_dimension: 1, kernel_output_feature_dimension: 2, kernel_spatial_dimensions: [0], lhs_dilation: [%d], output_batch_dimension: 2, output_feature_dimension: 0, output_spatial_dimensions: [1], padding: [%d, %d], rhs_dilation: [%d], window_reversal: [%s], window_strides: [%d]}
        """
            .formatted(
                channels,
                batch,
                width,
                size,
                in,
                out,
                out,
                positions,
                batch / batchGroups,
                batchGroups,
                groups,
                dilationX,
                low,
                high,
                dilation,
                flipped,
                stride);
    var random = new Random(1);
    var x = random.ints(channels * batch * width, -9, 10).toArray();
    var filters = random.ints(size * in * out, -9, 10).toArray();
    var y =
        run(
                graph,
                Literal.of(Shape.of(channels, batch, width), x),
                Literal.of(Shape.of(size, in, out), filters))
            .getFirst()
            .toInts();
    var expected = new int[out * positions * (batch / batchGroups)];
    for (int o = 0; o < out; o++) {
      for (int p = 0; p < positions; p++) {
        for (int n = 0; n < batch / batchGroups; n++) {
          int sum = 0;
          for (int k = 0; k < size; k++) {
            int place = p * stride + k * dilation - low;
            if (place < 0 || place % dilationX != 0 || place / dilationX >= width) continue;
            if (p * stride + k * dilation >= spread) continue;
            for (int c = 0; c < in; c++) {
              int channel = o / (out / groups) * in + c;
              int image = o / (out / batchGroups) * (batch / batchGroups) + n;
              int tap = flipped ? size - 1 - k : k;
              sum +=
                  x[(channel * batch + image) * width + place / dilationX]
                      * filters[(tap * in + c) * out + o];
            }
          }
          expected[(o * positions + p) * (batch / batchGroups) + n] = sum;
        }
      }
    }
    assertThat(y).containsExactly(expected);
  }

  @Test
  void refusesAFoldThatDoesMore() {
    var graph =
        reduction(
            """
              %3 "axis": i32[1] = [0]
              %4 "row": f32[1]
              %5 "shape": i32[1] = [1]
              %6 "sorted": f32[1]
              %7 "places": i32[1]
              %8 "k": i32[] = [1]
              STABLEHLO_RESHAPE 1 (0) -> (4)
              TOPK_V2 1 (4, 8) -> (6, 7)
              STABLEHLO_RESHAPE 1 (6) -> (2)
            """);
    assertThatThrownBy(() -> run(graph, Literal.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f)))
        .isInstanceOf(BantamException.class)
        .hasMessage(
            "subgraph 0 \"main\", operator 0 STABLEHLO_REDUCE: its subgraph does more than compute"
                + " with scalars, must do only that");
  }
}
