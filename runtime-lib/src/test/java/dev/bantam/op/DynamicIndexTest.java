package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.graph.GraphText;
import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Control;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Instruction;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Program;
import dev.bantam.prim.Reachable;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts of tensors whose place is known only when the model runs, in loops above all. */
class DynamicIndexTest {
  private final Interpreter interpreter = new Interpreter();

  private Program program(String graph) {
    var entry = Entry.main(GraphText.parse(graph));
    return new Lowering(Operators.standard(), interpreter).lower(entry);
  }

  private Literal run(Program program, Literal... inputs) {
    return interpreter.instance(program).run(List.of(inputs)).getFirst();
  }

  private static Literal index(int value) {
    return Literal.of(Shape.of(1), value);
  }

  private static Literal counted(int... extents) {
    var shape = Shape.of(extents);
    var values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) values[i] = i;
    return Literal.of(shape, values);
  }

  private static boolean has(Program program, Class<? extends Prim> prim) {
    return Reachable.from(program.main()).stream()
        .flatMap(function -> function.body().stream())
        .map(Instruction::prim)
        .anyMatch(prim::isInstance);
  }

  @Test
  void sliceTakesAsManyFromAnyBegin() {
    var program =
        program(
            """
            graph ""
            subgraph "main" (0, 1) -> (5)
              %0 "x": f32[4,3]
              %1 "i": i32[1]
              %2 "zero": i32[1] = [1]
              %3 "begin": i32[2]
              %4 "size": i32[2] = [2, -1]
              %5 "y": f32[2,2]
              CONCATENATION 1 (1, 2) -> (3) Options {axis: 0}
              SLICE 1 (0, 3, 4) -> (5)
            """);
    assertThat(run(program, counted(4, 3), index(1)).toFloats()).containsExactly(4, 5, 7, 8);
    assertThat(run(program, counted(4, 3), index(0)).toFloats()).containsExactly(1, 2, 4, 5);
    // What does not fit is clamped.
    assertThat(run(program, counted(4, 3), index(9)).toFloats()).containsExactly(7, 8, 10, 11);
  }

  @Test
  void allThatFollowNeedsToKnowTheBegin() {
    assertThatThrownBy(
            () ->
                program(
                    """
                    graph ""
                    subgraph "main" (0, 1) -> (3)
                      %0 "x": f32[4]
                      %1 "begin": i32[1]
                      %2 "size": i32[1] = [-1]
                      %3 "y": f32[2]
                      SLICE 1 (0, 1, 2) -> (3)
                    """))
        .isInstanceOf(UnknownValueException.class)
        .hasMessageContaining("operand \"begin\" is known only when the model runs");
  }

  @Test
  void stridedSliceTakesOneElementOfAnyIndex() {
    var program =
        program(
            """
            graph ""
            subgraph "main" (0, 1) -> (7)
              %0 "x": f32[4,3]
              %1 "i": i32[1]
              %2 "zero": i32[1] = [0]
              %3 "begin": i32[2]
              %4 "one": i32[1] = [1]
              %5 "end": i32[2]
              %6 "strides": i32[2] = [1, 2]
              %7 "y": f32[2]
              %8 "next": i32[1]
              ADD 1 (1, 4) -> (8) Options {fused_activation_function: NONE}
              CONCATENATION 1 (1, 2) -> (3) Options {axis: 0}
              CONCATENATION 1 (8, 2) -> (5) Options {axis: 0}
              STRIDED_SLICE 1 (0, 3, 5, 6) -> (7) Options {shrink_axis_mask: 1, end_mask: 2}
            """);
    assertThat(run(program, counted(4, 3), index(2)).toFloats()).containsExactly(6, 8);
    assertThat(run(program, counted(4, 3), index(-1)).toFloats()).containsExactly(9, 11);
  }

  @Test
  void stridedSliceTakesAsManyFromAnyBeginIfEndsAreCounted() {
    var program =
        program(
            """
            graph ""
            subgraph "main" (0, 1) -> (4)
              %0 "x": f32[6]
              %1 "begin": i32[1]
              %2 "end": i32[1] = [3]
              %3 "strides": i32[1] = [2]
              %4 "y": f32[2]
              STRIDED_SLICE 8 (0, 1, 2, 3) -> (4) Options {offset: true}
            """);
    assertThat(run(program, counted(6), index(1)).toFloats()).containsExactly(1, 3);
    assertThat(run(program, counted(6), index(-3)).toFloats()).containsExactly(3, 5);
  }

  /** Adds up rows of x, and writes each sum into a list, as converters write recurrent networks. */
  private static final String LIST_IN_A_LOOP =
      """
      graph ""
      subgraph "main" (0, 1) -> (6)
        %0 "x": f32[4,3]
        %1 "sum": f32[3]
        %2 "begin": i32[] = [0]
        %3 "list": f32[4,3] = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
        %4 "i": i32[]
        %5 "sum": f32[3]
        %6 "list": f32[4,3]
        %7 "x": f32[4,3]
        WHILE 1 (2, 1, 3, 0) -> (4, 5, 6, 7) Options {cond_subgraph_index: 1, body_subgraph_index: 2}
      subgraph "condition" (0, 1, 2, 3) -> (5)
        %0 "i": i32[]
        %1 "sum": f32[3]
        %2 "list": f32[4,3]
        %3 "x": f32[4,3]
        %4 "end": i32[] = [STEPS]
        %5 "less": bool[]
        LESS 1 (0, 4) -> (5)
      subgraph "body" (0, 1, 2, 3) -> (5, 7, 18, 3)
        %0 "i": i32[]
        %1 "sum": f32[3]
        %2 "list": f32[4,3]
        %3 "x": f32[4,3]
        %4 "one": i32[] = [1]
        %5 "next": i32[]
        %6 "row": f32[3]
        %7 "sum": f32[3]
        %8 "item": f32[1,3]
        %9 "axis": i32[] = [0]
        %10 "index": i32[1]
        %11 "all": i32[1] = [-1]
        %12 "size": i32[2]
        %13 "origin": i32[2] = [0, 0]
        %14 "after": i32[1]
        %15 "zero": i32[1] = [0]
        %16 "begin": i32[2]
        %17 "before": f32[1,3]
        %18 "list": f32[4,3]
        %19 "open": i32[2] = [-1, -1]
        %20 "behind": f32[1,3]
        ADD 1 (0, 4) -> (5) Options {fused_activation_function: NONE}
        GATHER 1 (3, 0) -> (6) Options {axis: 0}
        ADD 1 (1, 6) -> (7) Options {fused_activation_function: NONE}
        EXPAND_DIMS 1 (7, 9) -> (8)
        EXPAND_DIMS 1 (0, 9) -> (10)
        CONCATENATION 1 (10, 11) -> (12) Options {axis: 0}
        EXPAND_DIMS 1 (5, 9) -> (14)
        CONCATENATION 1 (14, 15) -> (16) Options {axis: 0}
        SLICE 1 (2, 13, 12) -> (17)
        SLICE 1 (2, 16, 19) -> (20)
        CONCATENATION 1 (17, 8, 20) -> (18) Options {axis: 0, fused_activation_function: NONE}
      """;

  private static final float[] SUMS = {1, 2, 3, 4, 6, 8, 10, 13, 16, 19, 23, 27};

  @Test
  void aListThatALoopFillsIsUpdatedInPlace() {
    var program = program(LIST_IN_A_LOOP.replace("STEPS", "4"));
    var sum = Literal.of(Shape.of(3), 1f, 1f, 1f);
    assertThat(run(program, counted(4, 3), sum).toFloats()).containsExactly(SUMS);
    assertThat(has(program, Indexed.DynamicUpdate.class)).isTrue();
    assertThat(has(program, Control.While.class)).isTrue();
  }

  @Test
  void anotherListThatALoopFillsIsWrittenOut() {
    // The rows behind begin one later: the list is shorter after each step, and has another shape.
    var shrinking =
        LIST_IN_A_LOOP
            .replace("STEPS", "2")
            .replace("\"one\": i32[] = [1]", "\"one\": i32[] = [2]");
    var program = program(shrinking);
    assertThat(has(program, Control.While.class)).isFalse();
    var result = run(program, counted(4, 3), Literal.of(Shape.of(3), 1f, 1f, 1f));
    assertThat(result.type().shape()).isEqualTo(Shape.of(3, 3));
    assertThat(result.toFloats()).containsExactly(1, 2, 3, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void rowsOfTheListKeepWhatTheyHad() {
    var program = program(LIST_IN_A_LOOP.replace("STEPS", "2"));
    var sum = Literal.of(Shape.of(3), 1f, 1f, 1f);
    var list = run(program, counted(4, 3), sum).toFloats();
    assertThat(list).startsWith(1, 2, 3, 4, 6, 8).endsWith(0, 0, 0, 0, 0, 0);
  }
}
