package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.graph.GraphText;
import dev.bantam.interp.Interpreter;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The operators of StableHLO that no stock kernel runs, against results computed otherwise. */
class StableHloGoldensTest {
  private static final float[] X = {0.5f, 1f, 2.25f, 3f, 8f, 0.1f};
  private static final float[] Y = {2f, -1f, 0.75f, 3f, -0.5f, 1.5f};

  private static final Map<String, DoubleUnaryOperator> OF_ONE =
      Map.of(
          "ABS", Math::abs,
          "NEGATE", x -> -x,
          "COSINE", Math::cos,
          "EXPONENTIAL", Math::exp,
          "FLOOR", Math::floor,
          "LOG", Math::log,
          "TANH", Math::tanh,
          "LOGISTIC", x -> 1 / (1 + Math.exp(-x)),
          "RSQRT", x -> 1 / Math.sqrt(x),
          "CBRT", Math::cbrt);

  private static final Map<String, DoubleBinaryOperator> OF_TWO =
      Map.of(
          "SUBTRACT", (x, y) -> x - y,
          "DIVIDE", (x, y) -> x / y,
          "POWER", Math::pow,
          "REMAINDER", (x, y) -> x % y);

  /** Those that {@link StableHloOperatorsTest} asks. */
  private static final List<String> ELSEWHERE = List.of("REDUCE", "SORT", "CONVOLUTION");

  private static final Map<String, String> COMPARISONS =
      Map.of(
          "EQ", "000100", "NE", "111011", "GE", "011110", "GT", "011010", "LE", "100101", "LT",
          "100001");

  private static final float[] MATRIX = {1, 2, 3, 4, 5, 6};

  /** By name: inner text of a graph over {@code x: f32[2,3]}, tensor 0, and what it gives. */
  private record Moved(String name, String graph, float... expected) {}

  private static final List<Moved> MOVED =
      List.of(
          new Moved("RESHAPE", one("f32[3,2]", "RESHAPE", "{}"), 1, 2, 3, 4, 5, 6),
          new Moved(
              "TRANSPOSE", one("f32[3,2]", "TRANSPOSE", "{permutation: [1, 0]}"), 1, 4, 2, 5, 3, 6),
          new Moved(
              "SLICE",
              one(
                  "f32[1,2]",
                  "SLICE",
                  "{start_indices: [1, 0], limit_indices: [2, 3], strides: [1, 2]}"),
              4,
              6),
          new Moved(
              "BROADCAST_IN_DIM",
              one("f32[3,2,2]", "BROADCAST_IN_DIM", "{broadcast_dimensions: [1, 0]}"),
              1,
              1,
              4,
              4,
              2,
              2,
              5,
              5,
              3,
              3,
              6,
              6),
          new Moved("CONVERT", one("i32[2,3]", "CONVERT", "{}"), 1, 2, 3, 4, 5, 6),
          new Moved(
              "CONCATENATE",
              """
              subgraph "main" (0) -> (1)
                %0 "x": f32[2,3]
                %1 "y": f32[2,6]
                STABLEHLO_CONCATENATE 1 (0, 0) -> (1) Options {dimension: 1}
              """,
              1,
              2,
              3,
              1,
              2,
              3,
              4,
              5,
              6,
              4,
              5,
              6),
          new Moved(
              "SELECT",
              """
              subgraph "main" (0) -> (3)
                %0 "x": f32[2,3]
                %1 "c": bool[2,3] = [1, 0, 1, 0, 1, 0]
                %2 "z": f32[2,3] = [0.0, 0.0, 0.0, -1.0, -1.0, -1.0]
                %3 "y": f32[2,3]
                STABLEHLO_SELECT 1 (1, 0, 2) -> (3)
              """,
              1,
              0,
              3,
              -1,
              5,
              -1),
          new Moved(
              "CLAMP",
              """
              subgraph "main" (0) -> (3)
                %0 "x": f32[2,3]
                %1 "low": f32[] = [2.0]
                %2 "high": f32[2,3] = [9.0, 9.0, 2.5, 9.0, 4.5, 9.0]
                %3 "y": f32[2,3]
                STABLEHLO_CLAMP 1 (1, 0, 2) -> (3)
              """,
              2,
              2,
              2.5f,
              4,
              4.5f,
              6),
          new Moved(
              "IOTA",
              """
              subgraph "main" (0) -> (1)
                %0 "x": f32[2,3]
                %1 "y": i32[2,3]
                STABLEHLO_IOTA 1 () -> (1) Options {iota_dimension: 1}
              """,
              0,
              1,
              2,
              0,
              1,
              2),
          new Moved(
              "DYNAMIC_SLICE",
              """
              subgraph "main" (0) -> (3)
                %0 "x": f32[2,3]
                %1 "i": i32[] = [0]
                %2 "j": i32[] = [7]
                %3 "y": f32[2,2]
                STABLEHLO_DYNAMIC_SLICE 1 (0, 1, 2) -> (3) Options {slice_sizes: [2, 2]}
              """,
              2,
              3,
              5,
              6),
          new Moved(
              "DYNAMIC_UPDATE_SLICE",
              """
              subgraph "main" (0) -> (4)
                %0 "x": f32[2,3]
                %1 "u": f32[1,2] = [8.0, 9.0]
                %2 "i": i32[] = [1]
                %3 "j": i32[] = [-4]
                %4 "y": f32[2,3]
                STABLEHLO_DYNAMIC_UPDATE_SLICE 1 (0, 1, 2, 3) -> (4)
              """,
              1,
              2,
              3,
              8,
              9,
              6),
          new Moved(
              "OR",
              """
              subgraph "main" (0) -> (3)
                %0 "x": f32[2,3]
                %1 "a": i32[3] = [1, 2, -8]
                %2 "b": i32[3] = [4, 3, 5]
                %3 "y": i32[3]
                STABLEHLO_OR 1 (1, 2) -> (3)
              """,
              5,
              3,
              -3),
          new Moved(
              "DOT_GENERAL",
              """
              subgraph "main" (0) -> (1)
                %0 "x": f32[2,3]
                %1 "y": f32[2,2]
                STABLEHLO_DOT_GENERAL 1 (0, 0) -> (1) Options {lhs_contracting_dimensions: [1], \
              rhs_contracting_dimensions: [1]}
              """,
              14,
              32,
              32,
              77),
          new Moved(
              "WHILE",
              """
              subgraph "main" (0) -> (3)
                %0 "x": f32[2,3]
                %1 "i": i32[] = [0]
                %2 "n": i32[]
                %3 "y": f32[2,3]
                STABLEHLO_WHILE 1 (1, 0) -> (2, 3) Options {cond_subgraph_index: 1, \
              body_subgraph_index: 2}
              subgraph "condition" (0, 1) -> (3)
                %0 "i": i32[]
                %1 "x": f32[2,3]
                %2 "end": i32[] = [3]
                %3 "less": bool[]
                STABLEHLO_COMPARE 1 (0, 2) -> (3) Options {comparison_direction: \
              STABLEHLO_COMPARISON_DIRECTION_LT}
              subgraph "body" (0, 1) -> (3, 4)
                %0 "i": i32[]
                %1 "x": f32[2,3]
                %2 "one": i32[] = [1]
                %3 "next": i32[]
                %4 "sum": f32[2,3]
                STABLEHLO_ADD 1 (0, 2) -> (3)
                STABLEHLO_ADD 1 (1, 1) -> (4)
              """,
              8,
              16,
              24,
              32,
              40,
              48));

  private static String one(String type, String operator, String options) {
    return """
    subgraph "main" (0) -> (1)
      %%0 "x": f32[2,3]
      %%1 "y": %s
      STABLEHLO_%s 1 (0) -> (1) Options %s
    """
        .formatted(type, operator, options);
  }

  private static Literal run(String graph, Literal... arguments) {
    var interpreter = new Interpreter();
    var entry = Entry.main(GraphText.parse("graph \"\"\n" + graph));
    var program = new Lowering(Operators.standard(), interpreter).lower(entry);
    return interpreter.instance(program).run(List.of(arguments)).getFirst();
  }

  private static Literal vector(float... values) {
    return Literal.of(Shape.of(values.length), values);
  }

  private static void close(String name, float[] actual, DoubleUnaryOperator expectedAt) {
    for (int i = 0; i < actual.length; i++) {
      double wanted = expectedAt.applyAsDouble(i);
      assertThat((double) actual[i])
          .as("%s of element %d", name, i)
          .isCloseTo(wanted, org.assertj.core.data.Offset.offset(1e-6 * (1 + Math.abs(wanted))));
    }
  }

  @Test
  void functionsOfOneNumber() {
    OF_ONE.forEach(
        (name, function) -> {
          var graph =
              """
              subgraph "main" (0) -> (1)
                %%0 "x": f32[6]
                %%1 "y": f32[6]
                STABLEHLO_%s 1 (0) -> (1)
              """
                  .formatted(name);
          close(name, run(graph, vector(X)).toFloats(), i -> function.applyAsDouble(X[(int) i]));
        });
  }

  private static final String PAIR =
      """
      subgraph "main" (0, 1) -> (2)
        %%0 "x": f32[6]
        %%1 "y": f32[6]
        %%2 "z": %s[6]
        STABLEHLO_%s 1 (0, 1) -> (2) Options %s
      """;

  @Test
  void functionsOfTwoNumbers() {
    OF_TWO.forEach(
        (name, function) ->
            close(
                name,
                run(PAIR.formatted("f32", name, "{}"), vector(X), vector(Y)).toFloats(),
                i -> function.applyAsDouble(X[(int) i], Y[(int) i])));
  }

  @Test
  void comparisons() {
    COMPARISONS.forEach(
        (direction, expected) -> {
          var options =
              "{comparison_direction: STABLEHLO_COMPARISON_DIRECTION_%s}".formatted(direction);
          var truths = run(PAIR.formatted("bool", "COMPARE", options), vector(X), vector(Y));
          var digits = new StringBuilder();
          for (long truth : truths.toLongs()) digits.append(truth);
          assertThat(digits.toString()).as(direction).isEqualTo(expected);
        });
  }

  @Test
  void movementAndChoice() {
    for (var moved : MOVED) {
      var result = run(moved.graph(), Literal.of(Shape.of(2, 3), MATRIX));
      assertThat(result.toFloats()).as(moved.name()).containsExactly(moved.expected());
    }
  }

  /** Stock kernels: these have conformance cases. */
  private static final List<String> WITH_A_KERNEL =
      List.of(
          "ADD",
          "MULTIPLY",
          "MAXIMUM",
          "MINIMUM",
          "AND",
          "SHIFT_LEFT",
          "PAD",
          "GATHER",
          "SCATTER",
          "REDUCE_WINDOW",
          "RNG_BIT_GENERATOR",
          "COMPOSITE",
          "CASE");

  @Test
  void noneIsLeftOut() {
    var asked = new TreeSet<>(OF_ONE.keySet());
    asked.addAll(OF_TWO.keySet());
    MOVED.forEach(moved -> asked.add(moved.name()));
    asked.add("COMPARE");
    asked.addAll(ELSEWHERE);
    var defined = new TreeSet<String>();
    for (var name : Operators.standard().byName().keySet())
      if (name.startsWith("STABLEHLO_")) defined.add(name.substring("STABLEHLO_".length()));
    defined.removeAll(WITH_A_KERNEL);
    assertThat(asked).isEqualTo(defined);
  }
}
