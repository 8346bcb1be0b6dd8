package dev.bantam.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.error.BantamException;
import dev.bantam.graph.GraphText;
import dev.bantam.model.TfliteFile;
import dev.bantam.testing.StockTflite;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops and branches inside of which shapes follow from data. Stock TensorFlow Lite runs them. */
class DataInLoopsTest {
  @TempDir Path folder;

  /** Three steps, each of which adds what is greater than its number. */
  private static final String STEPS =
      """
      subgraph "condition" (0, 1, 2) -> (4)
        %0 "i": f32[]
        %1 "x": f32[6]
        %2 "sum": f32[]
        %3 "three": f32[] = [3.0]
        %4 "go": bool[]
        LESS 1 (0, 3) -> (4) LessOptions {}
      subgraph "body" (0, 1, 2) -> (8, 1, 7)
        %0 "i": f32[]
        %1 "x": f32[6]
        %2 "sum": f32[]
        %3 "more": bool[6]
        %4 "places": i64[1,1]
        %5 "taken": f32[1]
        %6 "part": f32[]
        %7 "next": f32[]
        %8 "after": f32[]
        %9 "one": f32[] = [1.0]
        %10 "axis": i32[1] = [0]
        GREATER 1 (1, 0) -> (3) GreaterOptions {}
        WHERE 1 (3) -> (4) WhereOptions {}
        GATHER_ND 1 (1, 4) -> (5) GatherNdOptions {}
        SUM 1 (5, 10) -> (6) ReducerOptions {keep_dims: false}
        ADD 1 (2, 6) -> (7) AddOptions {fused_activation_function: NONE}
        ADD 1 (0, 9) -> (8) AddOptions {fused_activation_function: NONE}
      """;

  /** Adds up what is greater than the step, over three steps. */
  private static final String SUMS =
      """
      graph ""
      subgraph "main" (0) -> (4)
        %0 "x": f32[6]
        %1 "i": f32[] = [0.0]
        %2 "sum": f32[] = [0.0]
        %3 "last": f32[]
        %4 "total": f32[]
        %5 "same": f32[6]
        WHILE 1 (1, 0, 2) -> (3, 5, 4) WhileOptions {body_subgraph_index: 2, cond_subgraph_index: 1}
      """
          + STEPS;

  /** Those sums from each of the three steps on: a loop in a loop. */
  private static final String NESTED =
      """
      graph ""
      subgraph "main" (0) -> (5)
        %0 "x": f32[6]
        %1 "i": f32[] = [0.0]
        %2 "sum": f32[] = [0.0]
        %3 "last": f32[]
        %4 "same": f32[6]
        %5 "total": f32[]
        WHILE 1 (1, 0, 2) -> (3, 4, 5) WhileOptions {body_subgraph_index: 3, cond_subgraph_index: 1}
      """
          + STEPS
          + """
      subgraph "outer" (0, 1, 2) -> (6, 1, 5)
        %0 "i": f32[]
        %1 "x": f32[6]
        %2 "sum": f32[]
        %3 "last": f32[]
        %4 "same": f32[6]
        %5 "total": f32[]
        %6 "after": f32[]
        %7 "one": f32[] = [1.0]
        WHILE 1 (0, 1, 2) -> (3, 4, 5) WhileOptions {body_subgraph_index: 2, cond_subgraph_index: 1}
        ADD 1 (0, 7) -> (6) AddOptions {fused_activation_function: NONE}
      """;

  /** Takes what is greater than the mean, as long as the sum of what is left is above 6. */
  private static final String SHRINKS =
      """
      graph ""
      subgraph "main" (0) -> (1)
        %0 "x": f32[6]
        %1 "left": f32[6]
        WHILE 1 (0) -> (1) WhileOptions {body_subgraph_index: 2, cond_subgraph_index: 1}
      subgraph "condition" (0) -> (4)
        %0 "x": f32[6]
        %1 "axis": i32[1] = [0]
        %2 "sum": f32[]
        %3 "least": f32[] = [6.0]
        %4 "go": bool[]
        SUM 1 (0, 1) -> (2) ReducerOptions {keep_dims: false}
        GREATER 1 (2, 3) -> (4) GreaterOptions {}
      subgraph "body" (0) -> (5)
        %0 "x": f32[6]
        %1 "axis": i32[1] = [0]
        %2 "mean": f32[]
        %3 "more": bool[6]
        %4 "places": i64[1,1]
        %5 "taken": f32[1]
        MEAN 1 (0, 1) -> (2) ReducerOptions {keep_dims: false}
        GREATER 1 (0, 2) -> (3) GreaterOptions {}
        WHERE 1 (3) -> (4) WhereOptions {}
        GATHER_ND 1 (0, 4) -> (5) GatherNdOptions {}
      """;

  /** Different elements of x, or those that are not 0. */
  private static final String BRANCHES =
      """
      graph ""
      subgraph "main" (0, 1) -> (2)
        %0 "choice": bool[1]
        %1 "x": f32[6]
        %2 "sum": f32[]
        IF 1 (0, 1) -> (2) IfOptions {else_subgraph_index: 2, then_subgraph_index: 1}
      subgraph "different" (0) -> (4)
        %0 "x": f32[6]
        %1 "values": f32[6]
        %2 "indices": i32[6]
        %3 "axis": i32[1] = [0]
        %4 "sum": f32[]
        UNIQUE 1 (0) -> (1, 2) UniqueOptions {idx_out_type: INT32}
        SUM 1 (1, 3) -> (4) ReducerOptions {keep_dims: false}
      subgraph "not zero" (0) -> (4)
        %0 "x": f32[6]
        %1 "places": i64[1,1]
        %2 "shape": i32[2]
        %3 "axis": i32[1] = [0]
        %4 "sum": f32[]
        %5 "real": f32[2]
        WHERE 1 (0) -> (1) WhereOptions {}
        SHAPE 1 (1) -> (2) ShapeOptions {out_type: INT32}
        CAST 1 (2) -> (5) CastOptions {in_data_type: INT32, out_data_type: FLOAT32}
        SUM 1 (5, 3) -> (4) ReducerOptions {keep_dims: false}
      """;

  private static byte[] bytes(float... values) {
    var buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) buffer.putFloat(value);
    return buffer.array();
  }

  private float[] stock(String graph, byte[]... inputs) throws IOException {
    var file = folder.resolve("m.tflite");
    TfliteFile.write(GraphText.parse(graph), file);
    var output = ByteBuffer.wrap(StockTflite.run(file, List.of(inputs)).getFirst());
    var floats = new float[output.remaining() / 4];
    output.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }

  private static Session session(Model model, String device) {
    return model.session(Devices.load().device(device, DeviceOptions.DEFAULT));
  }

  private static float[] run(Session session, float... x) {
    session.input("x").setFloats(x);
    session.run();
    return session.output(0).floats();
  }

  @ParameterizedTest
  @ValueSource(strings = {"interp", "cpu"})
  void whatALoopTakesFollowsFromDataInEachStep(String device) throws IOException {
    try (var model = Model.of(GraphText.parse(SUMS));
        var session = session(model, device)) {
      for (var x : List.of(new float[] {1, 2, 3, 4, 0, -1}, new float[] {0, 0, 0, 0, 0, 5})) {
        assertThat(run(session, x)).isEqualTo(stock(SUMS, bytes(x)));
      }
      assertThat(run(session, 1, 2, 3, 4, 0, -1)).containsExactly(10 + 9 + 7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"interp", "cpu"})
  void carriedShapesFollowFromDataAndSoDoesTheEnd(String device) throws IOException {
    try (var model = Model.of(GraphText.parse(SHRINKS));
        var session = session(model, device)) {
      for (var x : List.of(new float[] {1, 2, 3, 4, 5, 6}, new float[] {0, 0, 0, 1, 2, 9})) {
        assertThat(run(session, x)).isEqualTo(stock(SHRINKS, bytes(x)));
      }
      assertThat(run(session, 1, 2, 3, 4, 5, 6)).containsExactly(6);
      assertThat(run(session, 1, 1, 1, 1, 1, 1)).containsExactly(1, 1, 1, 1, 1, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"interp", "cpu"})
  void shapesInsideOfABranchFollowFromData(String device) throws IOException {
    var x = new float[] {1, 2, 2, 4, 0, 1};
    try (var model = Model.of(GraphText.parse(BRANCHES));
        var session = session(model, device)) {
      for (int choice = 0; choice < 2; choice++) {
        session.input("choice").setLongs(choice);
        assertThat(run(session, x))
            .containsExactly(choice == 1 ? 7 : 6)
            .isEqualTo(stock(BRANCHES, new byte[] {(byte) choice}, bytes(x)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"interp", "cpu"})
  void loopsInLoopsDoSo(String device) throws IOException {
    var x = new float[] {1, 2, 3, 4, 0, -1};
    try (var model = Model.of(GraphText.parse(NESTED));
        var session = session(model, device)) {
      assertThat(run(session, x))
          .containsExactly((10 + 9 + 7) + (9 + 7) + 7)
          .isEqualTo(stock(NESTED, bytes(x)));
    }
  }

  @Test
  void refusesMoreValuesThanTheLimit() {
    var endless = SUMS.replace("\"three\": f32[] = [3.0]", "\"three\": f32[] = [1000.0]");
    try (var model = Model.of(GraphText.parse(endless));
        var session = session(model, "interp")) {
      session.input("x").set(Literal.of(Shape.of(6), 1f, 2f, 3f, 4f, 5f, 6f));
      assertThatThrownBy(session::run)
          .isInstanceOf(BantamException.class)
          .hasMessage("shapes depend on more than 256 values that are computed, must be fewer");
    }
  }
}
