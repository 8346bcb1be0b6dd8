package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.interp.Instance;
import dev.bantam.interp.Interpreter;
import dev.bantam.type.Bytes;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircularBufferTest {
  /** {@code cycles_max}: 1, as TensorFlow Lite Micro's own test has it. */
  private static final String ONCE = "6379636c65735f6d617800010c0101010104022401";

  private static final String TWICE = "6379636c65735f6d617800010c0101010204022401";

  private static final String THRICE = "6379636c65735f6d617800010c0101010304022401";

  private static Instance buffer(String options, String input, GraphTensor output) {
    var tensors = List.of(GraphTensor.of("x", TensorType.parse(input)), output);
    var bytes = Bytes.of(HexFormat.of().parseHex(options));
    var attributes = Attributes.NONE.with(bytes);
    var node = new Node("CIRCULAR_BUFFER", true, 1, List.of(0), List.of(1), List.of(), attributes);
    var main = new Subgraph("main", tensors, List.of(0), List.of(1), List.of(node));
    var graph = new Graph(List.of(main), List.of(), List.of(), "");
    var interpreter = new Interpreter();
    var program = new Lowering(Operators.standard(), interpreter).lower(Entry.main(graph));
    return interpreter.instance(program);
  }

  private static GraphTensor slots(String type) {
    return GraphTensor.of("slots", TensorType.parse(type));
  }

  private static long[] run(Instance buffer, int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) bytes[i] = (byte) values[i];
    var x = Literal.of(Shape.of(1, 1, 1, values.length), bytes);
    return buffer.run(List.of(x)).getFirst().toLongs();
  }

  @Test
  void holdsTheLastSlicesTheNewestLast() {
    var buffer = buffer(ONCE, "i8[1,1,1,3]", slots("i8[1,4,1,3]"));
    assertThat(run(buffer, 1, 2, 3)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3);
    assertThat(run(buffer, 4, 5, 6)).containsExactly(0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6);
    assertThat(run(buffer, 7, 8, 9)).containsExactly(0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(run(buffer, 10, 11, 12)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(run(buffer, 13, 14, 15)).containsExactly(4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    buffer.reset();
    assertThat(run(buffer, -1, -2, -3)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -2, -3);
  }

  @Test
  void beginsWithTheIntegerThatStandsForZero() {
    var output =
        new GraphTensor(
            "slots",
            TensorType.parse("i8[1,5,1,1]"),
            List.of(),
            Optional.of(Quantization.perTensor(0.5f, -7)),
            Optional.empty(),
            true);
    var buffer = buffer("", "i8[1,1,1,1]", output);
    assertThat(run(buffer, 3)).containsExactly(-7, -7, -7, -7, 3);
    assertThat(run(buffer, 4)).containsExactly(-7, -7, -7, 3, 4);
  }

  @Test
  void holdsOneSlice() {
    var buffer = buffer(ONCE, "i8[1,1,1,2]", slots("i8[1,1,1,2]"));
    assertThat(run(buffer, 1, 2)).containsExactly(1, 2);
    assertThat(run(buffer, 3, 4)).containsExactly(3, 4);
  }

  /** {@code slots -> negated -> all negated slots of those runs}, and the input as it comes. */
  private static Graph behind(String options, String slots) {
    var type = TensorType.parse(slots);
    int count = type.extent(1);
    var tensors =
        List.of(
            GraphTensor.of("x", TensorType.parse("i8[1,1,1,1]")),
            slots(slots),
            GraphTensor.of("negated", type),
            GraphTensor.of("negated_x", TensorType.parse("i8[1,1,1,1]")),
            GraphTensor.constant("begin", Literal.of(Shape.of(4), 0, count - 1, 0, 0)),
            GraphTensor.constant("size", Literal.of(Shape.of(4), 1, 1, 1, 1)),
            GraphTensor.of("last", TensorType.parse("i8[1,1,1,1]")),
            slots("i8[1,3,1,1]"));
    var nodes =
        List.of(
            Node.builtin("NEG", List.of(0), List.of(3), Attributes.NONE),
            custom(options, 0, 1),
            Node.builtin("NEG", List.of(1), List.of(2), Attributes.NONE),
            Node.builtin("SLICE", List.of(2, 4, 5), List.of(6), Attributes.NONE),
            custom(ONCE, 6, 7));
    return graph(new Subgraph("main", tensors, List.of(0), List.of(3, 1, 7), nodes));
  }

  private static Graph graph(Subgraph main) {
    return new Graph(List.of(main), List.of(), List.of(), "");
  }

  private static Node custom(String options, int input, int output) {
    var attributes = Attributes.NONE.with(Bytes.of(HexFormat.of().parseHex(options)));
    return new Node(
        "CIRCULAR_BUFFER", true, 1, List.of(input), List.of(output), List.of(), attributes);
  }

  private static Instance instance(Graph graph) {
    var interpreter = new Interpreter();
    return interpreter.instance(
        new Lowering(Operators.standard(), interpreter).lower(Entry.main(graph)));
  }

  private static List<long[]> outputs(Instance instance, int x) {
    return instance.run(List.of(Literal.of(Shape.of(1, 1, 1, 1), (byte) x))).stream()
        .map(Literal::toLongs)
        .toList();
  }

  @Test
  void whatIsBehindItRunsOnceInSoManyRuns() {
    var instance = instance(behind(THRICE, "i8[1,2,1,1]"));
    var expected =
        List.of(
            // what is before it, its slots, and what remembers the runs that went on
            List.of(new long[] {-1}, new long[] {0, 1}, new long[] {0, 0, 0}),
            List.of(new long[] {-2}, new long[] {1, 2}, new long[] {0, 0, 0}),
            List.of(new long[] {-3}, new long[] {2, 3}, new long[] {0, 0, -3}),
            List.of(new long[] {-4}, new long[] {3, 4}, new long[] {0, 0, -3}),
            List.of(new long[] {-5}, new long[] {4, 5}, new long[] {0, 0, -3}),
            List.of(new long[] {-6}, new long[] {5, 6}, new long[] {0, -3, -6}));
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < expected.size(); i++)
        assertThat(outputs(instance, i + 1)).usingRecursiveComparison().isEqualTo(expected.get(i));
      instance.reset();
    }
  }

  @Test
  void onesBehindEachOtherMultiply() {
    var tensors =
        List.of(
            GraphTensor.of("x", TensorType.parse("i8[1,1,1,1]")),
            slots("i8[1,1,1,1]"),
            slots("i8[1,1,1,1]"),
            slots("i8[1,2,1,1]"));
    var nodes = List.of(custom(TWICE, 0, 1), custom(THRICE, 1, 2), custom(ONCE, 2, 3));
    var instance = instance(graph(new Subgraph("main", tensors, List.of(0), List.of(3), nodes)));
    for (int i = 1; i <= 20; i++) {
      int latest = i / 6 * 6;
      assertThat(outputs(instance, i).getFirst()).containsExactly(Math.max(latest - 6, 0), latest);
    }
  }

  @Test
  void letsEverySecondRunThroughWhereTheFileDoesNotSay() {
    var instance = instance(behind("", "i8[1,4,1,1]"));
    for (int i = 1; i <= 6; i++)
      assertThat(outputs(instance, i).getLast()[2]).isEqualTo(-(i / 2 * 2));
  }

  /** As the kernel of origin counts those that a file leaves open: six of these eight. */
  @Test
  void theFifthOfItsSizeLetsEveryRunThroughWhereTheFileDoesNotSay() {
    var type = "i8[1,1,2,96]";
    var tensors = new ArrayList<>(List.of(GraphTensor.of("x", TensorType.parse(type))));
    var nodes = new ArrayList<Node>();
    for (var options : List.of("", "", ONCE, "", "", "", "", ONCE)) {
      tensors.add(slots("i8[1,2,2,96]"));
      nodes.add(custom(options, 0, tensors.size() - 1));
    }
    var main = new Subgraph("main", tensors, List.of(0), List.of(7, 8), nodes);
    var instance = instance(graph(main));
    for (int i = 1; i <= 64; i++) {
      var bytes = new byte[192];
      Arrays.fill(bytes, (byte) i);
      var slots = instance.run(List.of(Literal.of(Shape.of(1, 1, 2, 96), bytes)));
      // Four let every second run through, the fifth each; then the counting begins anew.
      assertThat(slots.get(0).integer(192)).isEqualTo(i / 16 * 16);
      assertThat(slots.get(1).integer(192)).isEqualTo(i / 32 * 32);
    }
  }

  @Test
  void refusesShapesThatDoNotFit() {
    for (var output : List.of("i8[1,4,2,3]", "i8[2,4,1,3]", "i8[1,0,1,3]", "i8[4,3]")) {
      assertThatThrownBy(() -> buffer(ONCE, "i8[1,1,1,3]", slots(output)))
          .hasMessageEndingWith(
              "x is i8[1,1,1,3] and the slots are %s, must be [n,1,w,c] and [n,slots,w,c]", output);
    }
    assertThatThrownBy(() -> buffer(ONCE, "i8[1,2,1,3]", slots("i8[1,4,1,3]")))
        .hasMessageEndingWith("must be [n,1,w,c] and [n,slots,w,c]");
  }
}
