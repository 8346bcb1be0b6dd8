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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircularBufferTest {
  /** {@code cycles_max}: 1, as TensorFlow Lite Micro's own test has it. */
  private static final String ONCE = "6379636c65735f6d617800010c0101010104022401";

  private static final String TWICE = "6379636c65735f6d617800010c0101010204022401";

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

  @Test
  void refusesToEndRunsEarly() {
    assertThatThrownBy(() -> buffer(TWICE, "i8[1,1,1,3]", slots("i8[1,5,1,3]")))
        .hasMessageEndingWith(
            "cycles_max is 2 with 5 slots, must be 1: a buffer that ends runs early is not supported");
    assertThatThrownBy(() -> buffer("", "i8[1,1,1,3]", slots("i8[1,4,1,3]")))
        .hasMessageEndingWith(
            "cycles_max is 0 with 4 slots, must be 1: a buffer that ends runs early is not supported");
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
