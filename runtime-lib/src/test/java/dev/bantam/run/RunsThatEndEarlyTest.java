package dev.bantam.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.device.Device;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.graph.GraphText;
import dev.bantam.testing.Drivers;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A circular buffer that lets each second run through, wherever it stands, on each device. */
class RunsThatEndEarlyTest {
  /** A name for {@code cycles_max} 2, and one for 1. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "EVERY_SECOND", "options base64 \"Y3ljbGVzX21heAABDAEBAQIEAiQB\"",
          "EVERY", "options base64 \"Y3ljbGVzX21heAABDAEBAQEEAiQB\"");

  private static final String BEHIND =
      """
      graph ""
      subgraph "main" (0) -> (2)
        %0 "x": i8[1,1,1,2]
        %1 "slots": i8[1,2,1,2]
        %2 "y": i8[1,2,1,2]
        custom "CIRCULAR_BUFFER" 1 (0) -> (1) EVERY_SECOND
        NEG 1 (1) -> (2) NegOptions {}
      """;

  /** The negation, and what the subgraph within gave: both only where the run goes on. */
  private static final String CALLED =
      """
      graph ""
      subgraph "main" (0) -> (2, 1)
        %0 "x": i8[1,1,1,2]
        %1 "called": i8[1,2,1,2]
        %2 "y": i8[1,2,1,2]
        CALL 1 (0) -> (1) CallOptions {subgraph: 1}
        NEG 1 (1) -> (2) NegOptions {}
      subgraph "outer" (0) -> (1)
        %0 "x": i8[1,1,1,2]
        %1 "same": i8[1,2,1,2]
        CALL 1 (0) -> (1) CallOptions {subgraph: 2}
      subgraph "inner" (0) -> (2)
        %0 "x": i8[1,1,1,2]
        %1 "slots": i8[1,2,1,2]
        %2 "same": i8[1,2,1,2]
        %3 "negative": i8[1,2,1,2]
        custom "CIRCULAR_BUFFER" 1 (0) -> (1) EVERY_SECOND
        NEG 1 (1) -> (3) NegOptions {}
        NEG 1 (3) -> (2) NegOptions {}
      """;

  private static final String CHOSEN =
      """
      graph ""
      subgraph "main" (0, 1) -> (4, 3)
        %0 "x": i8[1,1,1,1]
        %1 "ends": bool[]
        %2 "chosen": i8[1,1,1,1]
        %3 "negative": i8[1,1,1,1]
        %4 "went through": i8[1,3,1,1]
        IF 1 (1, 0) -> (2) IfOptions {else_subgraph_index: 1, then_subgraph_index: 2}
        NEG 1 (2) -> (3) NegOptions {}
        custom "CIRCULAR_BUFFER" 1 (2) -> (4) EVERY
      subgraph "as it is" (0) -> (0)
        %0 "x": i8[1,1,1,1]
      subgraph "every second" (0) -> (1)
        %0 "x": i8[1,1,1,1]
        %1 "slots": i8[1,1,1,1]
        custom "CIRCULAR_BUFFER" 1 (0) -> (1) EVERY_SECOND
      """;

  /** What was counted in steps that went through before this run, and the steps of this one. */
  private static final String LOOPS =
      """
      graph ""
      subgraph "main" (0, 1) -> (4, 7)
        %0 "x": i8[1,1,1,1]
        %1 "steps": i32[]
        %2 "zero": i32[] = [0]
        %3 "count": resource[1]
        %4 "before": i32[]
        %5 "did": i32[]
        %6 "same": i32[]
        %7 "went through": i32[]
        %8 "same x": i8[1,1,1,1]
        VAR_HANDLE 1 () -> (3) VarHandleOptions {shared_name: "count"}
        READ_VARIABLE 1 (3) -> (4) ReadVariableOptions {}
        WHILE 1 (2, 1, 0) -> (5, 6, 8) WhileOptions {body_subgraph_index: 2, cond_subgraph_index: 1}
        ADD 1 (5, 2) -> (7) AddOptions {fused_activation_function: NONE}
      subgraph "condition" (0, 1, 2) -> (3)
        %0 "did": i32[]
        %1 "steps": i32[]
        %2 "x": i8[1,1,1,1]
        %3 "go": bool[]
        LESS 1 (0, 1) -> (3) LessOptions {}
      subgraph "body" (0, 1, 2) -> (4, 1, 2)
        %0 "did": i32[]
        %1 "steps": i32[]
        %2 "x": i8[1,1,1,1]
        %3 "slots": i8[1,1,1,1]
        %4 "does": i32[]
        %5 "one": i32[] = [1]
        %6 "count": resource[1]
        %7 "counted": i32[]
        %8 "counts": i32[]
        custom "CIRCULAR_BUFFER" 1 (2) -> (3) EVERY_SECOND
        ADD 1 (0, 5) -> (4) AddOptions {fused_activation_function: NONE}
        VAR_HANDLE 1 () -> (6) VarHandleOptions {shared_name: "count"}
        READ_VARIABLE 1 (6) -> (7) ReadVariableOptions {}
        ADD 1 (7, 5) -> (8) AddOptions {fused_activation_function: NONE}
        ASSIGN_VARIABLE 1 (6, 8) -> () AssignVariableOptions {}
      """;

  private static Model model(String graph) {
    var text = graph;
    for (var option : OPTIONS.entrySet())
      text = text.replace(option.getKey() + "\n", option.getValue() + "\n");
    return Model.of(GraphText.parse(text));
  }

  private static void endsEverySecond(Session session) {
    for (int i = 1; i <= 6; i++) {
      session.input(0).setLongs(i, 10 + i);
      session.run();
      int last = i / 2 * 2;
      long[] expected =
          last == 0 ? new long[4] : new long[] {1 - last, -9 - last, -last, -10 - last};
      assertThat(session.output(0).longs()).as("run %d", i).containsExactly(expected);
    }
  }

  private static void endsTheCallersToo(Session session) {
    for (int i = 1; i <= 6; i++) {
      session.input(0).setLongs(i, 10 + i);
      session.run();
      int last = i / 2 * 2;
      long[] expected = last == 0 ? new long[4] : new long[] {last - 1, 9 + last, last, 10 + last};
      assertThat(session.output(1).longs()).as("run %d", i).containsExactly(expected);
      for (int k = 0; k < expected.length; k++) expected[k] = -expected[k];
      assertThat(session.output(0).longs()).as("run %d", i).containsExactly(expected);
    }
  }

  private static void endsOnlyWhereItsBranchIsTaken(Session session) {
    boolean[] ends = {false, true, true, false, true, false, true};
    long[][] through = {
      {0, 0, 1}, {0, 0, 1}, {0, 1, 3}, {1, 3, 4}, {1, 3, 4}, {3, 4, 6}, {4, 6, 7}
    };
    for (int i = 0; i < ends.length; i++) {
      session.input(0).setLongs(i + 1);
      session.input(1).setLongs(ends[i] ? 1 : 0);
      session.run();
      assertThat(session.output(0).longs()).as("run %d", i).containsExactly(through[i]);
      assertThat(session.output(1).longs()).as("run %d", i).containsExactly(-through[i][2]);
    }
  }

  private static void endsTheLoopAndWhatIsBehindIt(Session session) {
    // Each second step goes on, whichever run it is of.
    int[][] runs = {
      // steps that are asked for, counted before, steps of the last run that went through
      {1, 0, 0}, {1, 0, 1}, {3, 1, 1}, {3, 1, 1}, {3, 2, 1}, {0, 3, 0}, {1, 3, 1}, {2, 4, 1}
    };
    for (int i = 0; i < runs.length; i++) {
      session.input(0).setLongs(i);
      session.input(1).setLongs(runs[i][0]);
      session.run();
      assertThat(session.output(0).longs()).as("run %d", i).containsExactly(runs[i][1]);
      assertThat(session.output(1).longs()).as("run %d", i).containsExactly(runs[i][2]);
    }
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
        graph("before an operator", BEHIND, RunsThatEndEarlyTest::endsEverySecond),
        graph("in calls", CALLED, RunsThatEndEarlyTest::endsTheCallersToo),
        graph("in a branch", CHOSEN, RunsThatEndEarlyTest::endsOnlyWhereItsBranchIsTaken),
        graph("in a loop", LOOPS, RunsThatEndEarlyTest::endsTheLoopAndWhatIsBehindIt));
  }

  private static Arguments graph(String name, String graph, Consumer<Session> runs) {
    return Arguments.of(Named.of(name, graph), runs);
  }

  private static void twiceOn(Device device, String graph, Consumer<Session> runs) {
    try (var model = model(graph);
        var session = model.session(device)) {
      runs.accept(session);
      session.reset();
      runs.accept(session);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void onTheInterpreter(String graph, Consumer<Session> runs) {
    twiceOn(Devices.load().device("interp", DeviceOptions.DEFAULT), graph, runs);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void onTheProcessor(String graph, Consumer<Session> runs) {
    twiceOn(Devices.load().device("cpu", DeviceOptions.DEFAULT), graph, runs);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void onOpenCl(String graph, Consumer<Session> runs) {
    twiceOn(Drivers.openCl(DeviceOptions.DEFAULT), graph, runs);
  }

  /** Its steps are parts of the program one behind the other, and none of them may be left out. */
  @Test
  void refusesOneInALoopWhoseShapesChange() {
    var growing =
        """
        graph ""
        subgraph "main" (0) -> (3)
          %0 "x": i8[1,1,1,1]
          %1 "zero": i32[] = [0]
          %2 "did": i32[]
          %3 "all": i8[1,1,1,8]
          WHILE 1 (1, 0) -> (2, 3) WhileOptions {body_subgraph_index: 2, cond_subgraph_index: 1}
        subgraph "condition" (0, 1) -> (3)
          %0 "did": i32[]
          %1 "x": i8[1,1,1,1]
          %2 "three": i32[] = [3]
          %3 "go": bool[]
          LESS 1 (0, 2) -> (3) LessOptions {}
        subgraph "body" (0, 1) -> (2, 6)
          %0 "did": i32[]
          %1 "x": i8[1,1,1,1]
          %2 "does": i32[]
          %3 "one": i32[] = [1]
          %4 "slots": i8[1,1,1,1]
          %5 "c": i8[1,1,1,1] = [5]
          %6 "twice": i8[1,1,1,2]
          ADD 1 (0, 3) -> (2) AddOptions {fused_activation_function: NONE}
          custom "CIRCULAR_BUFFER" 1 (5) -> (4) EVERY_SECOND
          CONCATENATION 1 (1, 4) -> (6) ConcatenationOptions {axis: 3, fused_activation_function: NONE}
        """;
    var device = Devices.load().device("interp", DeviceOptions.DEFAULT);
    try (var model = model(growing);
        var session = model.session(device)) {
      assertThatThrownBy(session::run)
          .hasMessage(
              "subgraph 0 \"main\", operator 0 WHILE: carried shapes change, and a step may end"
                  + " the run of the model, must be a loop of fixed shapes");
    }
  }
}
