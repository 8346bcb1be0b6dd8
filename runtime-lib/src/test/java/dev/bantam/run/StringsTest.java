package dev.bantam.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.graph.GraphText;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings and tables, on a device that has them and on one where the host helps out. */
class StringsTest {
  /** Numbers by the device, between a look-up of words and one of labels by the host. */
  private static final String WORDS_TO_LABELS =
      """
      graph ""
      subgraph "main" (1) -> (6, 4)
        %0 "words": resource[1]
        %1 "x": str[3]
        %2 "none": i64[1] = [-1]
        %3 "ids": i64[3]
        %4 "doubled": i64[3]
        %5 "labels": str[5] = ["zero", "one", "two", "three", "four"]
        %6 "y": str[3]
        CALL_ONCE 1 () -> () CallOnceOptions {init_subgraph_index: 1}
        HASHTABLE 1 () -> (0) HashtableOptions {key_dtype: STRING, table_id: 3, value_dtype: INT64}
        HASHTABLE_FIND 1 (0, 1, 2) -> (3) HashtableFindOptions {}
        ADD 1 (3, 3) -> (4) AddOptions {}
        GATHER 1 (5, 4) -> (6) GatherOptions {axis: 0}
      subgraph "init" () -> ()
        %0 "words": resource[1]
        %1 "keys": str[3] = ["b", "a", "b"]
        %2 "values": i64[3] = [2, 1, 0]
        HASHTABLE 1 () -> (0) HashtableOptions {key_dtype: STRING, table_id: 3, value_dtype: INT64}
        HASHTABLE_IMPORT 1 (0, 1, 2) -> () HashtableImportOptions {}
      """;

  /** The first import stays, also from run to run; a loop takes the handle along. */
  private static final String IMPORT_IN_A_RUN =
      """
      graph ""
      subgraph "main" (1, 2, 3) -> (9, 6)
        %0 "table": resource[1]
        %1 "keys": str[2]
        %2 "values": i64[2]
        %3 "wanted": str[1]
        %4 "none": i64[1] = [0]
        %5 "start": i64[1] = [0]
        %6 "size": i64[1]
        %7 "sameTable": resource[1]
        %8 "sameWanted": str[1]
        %9 "sum": i64[1]
        HASHTABLE 1 () -> (0) HashtableOptions {key_dtype: STRING, table_id: 3, value_dtype: INT64}
        HASHTABLE_IMPORT 1 (0, 1, 2) -> () HashtableImportOptions {}
        HASHTABLE_SIZE 1 (0) -> (6) HashtableSizeOptions {}
        WHILE 1 (0, 3, 5) -> (7, 8, 9) WhileOptions {body_subgraph_index: 2, cond_subgraph_index: 1}
      subgraph "condition" (0, 1, 2) -> (4)
        %0 "table": resource[1]
        %1 "wanted": str[1]
        %2 "sum": i64[1]
        %3 "most": i64[1] = [20]
        %4 "goesOn": bool[1]
        LESS 1 (2, 3) -> (4) LessOptions {}
      subgraph "body" (0, 1, 2) -> (0, 1, 5)
        %0 "table": resource[1]
        %1 "wanted": str[1]
        %2 "sum": i64[1]
        %3 "one": i64[1] = [1]
        %4 "found": i64[1]
        %5 "next": i64[1]
        HASHTABLE_FIND 1 (0, 1, 3) -> (4) HashtableFindOptions {}
        ADD 1 (2, 4) -> (5) AddOptions {}
      """;

  private static Literal strings(String... texts) {
    var bytes = Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    return Literal.strings(Shape.of(texts.length), bytes);
  }

  private static List<String> texts(Tensor tensor) {
    return tensor.strings().stream().map(text -> new String(text, StandardCharsets.UTF_8)).toList();
  }

  private static Session session(String graph, String device) {
    return Model.of(GraphText.parse(graph))
        .session(Devices.load().device(device, DeviceOptions.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"interp", "cpu"})
  void goThroughTablesAndNumbers(String device) {
    try (var session = session(WORDS_TO_LABELS, device)) {
      session.input(0).set(strings("b", "a", "longer than any key"));
      session.run();
      assertThat(texts(session.output(0))).containsExactly("four", "two", "");
      assertThat(session.output(1).longs()).containsExactly(4, 2, -2);
      session.input(0).set(strings("a"));
      session.run();
      assertThat(texts(session.output(0))).containsExactly("two");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"interp", "cpu"})
  void aTableKeepsItsFirstImport(String device) {
    try (var session = session(IMPORT_IN_A_RUN, device)) {
      session.input(0).set(strings("x", "y"));
      session.input(1).setLongs(7, 9);
      session.input(2).set(strings("y"));
      session.run();
      assertThat(session.output(0).longs()).containsExactly(27);
      session.input(0).set(strings("y", "y"));
      session.input(1).setLongs(1, 1);
      session.input(2).set(strings("x"));
      session.run();
      assertThat(session.output(0).longs()).containsExactly(21);
      assertThat(session.output(1).longs()).containsExactly(2);
      session.reset();
      session.input(2).set(strings("y"));
      session.run();
      assertThat(session.output(0).longs()).containsExactly(20);
      assertThat(session.output(1).longs()).containsExactly(1);
    }
  }
}
