package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphText;
import dev.bantam.interp.Interpreter;
import dev.bantam.model.TfliteFile;
import dev.bantam.testing.Fixtures;
import dev.bantam.testing.StockTflite;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What stock TensorFlow Lite makes of operands that conformance cases do not have: shapes that just
 * do not fit, masks that meet, zero points where none is asked for. Integers within one step,
 * floats to the last bits.
 */
class StockKernelsTest {
  private static final int ROUNDS = 10;

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(1);

  private static Graph graph(String inner) {
    return GraphText.parse("graph \"\"\n" + inner);
  }

  private void agreesWithStock(Graph graph) throws IOException {
    agreesWithStock(graph, 1);
  }

  /**
   * @param runs one after the other, of one instance
   */
  private void agreesWithStock(Graph graph, int runs) throws IOException {
    var interpreter = new Interpreter();
    var program = new Lowering(Operators.standard(), interpreter).lower(Entry.main(graph));
    var file = folder.resolve("graph.tflite");
    TfliteFile.write(graph, file);
    for (int round = 0; round < ROUNDS; round++) {
      var instance = interpreter.instance(program);
      try (var stock = new StockTflite(file)) {
        for (int run = 0; run < runs; run++) {
          var inputs = program.main().parameters().stream().map(x -> value(x.type())).toList();
          compare(instance.run(inputs), stock.run(inputs.stream().map(this::stock).toList()));
        }
      }
    }
  }

  private Literal value(TensorType type) {
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    boolean small = type.dtype().bits() > 16;
    for (long i = 0; i < type.elements(); i++) {
      long integer = small ? random.nextInt(-1, 4) : random.nextLong();
      Literal.write(bytes, type.dtype(), i, random.nextDouble(-3, 3), integer);
    }
    return new Literal(type, bytes);
  }

  private StockTflite.Value stock(Literal value) {
    var bytes = value.bytes().toArray(ValueLayout.JAVA_BYTE);
    return new StockTflite.Value(value.type().shape().extents(), bytes);
  }

  private static void compare(List<Literal> ours, List<StockTflite.Value> stocks) {
    for (int i = 0; i < ours.size(); i++) {
      var type = ours.get(i).type();
      assertThat(type.shape().extents()).isEqualTo(stocks.get(i).extents());
      var expected = new Literal(type, MemorySegment.ofArray(stocks.get(i).bytes()));
      for (long k = 0; k < type.elements(); k++) {
        boolean real = type.dtype().isFloat();
        double wanted = real ? expected.real(k) : expected.integer(k);
        double got = real ? ours.get(i).real(k) : ours.get(i).integer(k);
        double allowed = real ? 1e-5 * (1 + Math.abs(wanted)) : type.dtype() == DType.I32 ? 0 : 1;
        assertThat(got)
            .as("output %d, element %d", i, k)
            .isCloseTo(wanted, org.assertj.core.data.Offset.offset(allowed));
      }
    }
  }

  @Test
  void plainSumsOfQuantizedProducts() throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0, 1) -> (2)
              %0 "x": i8[2,3,4] scale [0.5] zero [3] axis 0
              %1 "y": i8[2,4,5] scale [0.25] zero [-2] axis 0
              %2 "z": i32[2,3,5] scale [0.125] zero [0] axis 0
              BATCH_MATMUL 4 (0, 1) -> (2) BatchMatMulOptions {}
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin_mask: 1, shrink_axis_mask: 1",
        "begin_mask: 1, offset: true",
        "offset: true",
        "begin_mask: 3, shrink_axis_mask: 2",
      })
  void masksThatMeet(String masks) throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0) -> (4)
              %%0 "x": f32[5,6]
              %%1 "begin": i32[2] = [2, -4]
              %%2 "end": i32[2] = [2, 3]
              %%3 "strides": i32[2] = [1, 1]
              %%4 "y": f32[1]
              STRIDED_SLICE 8 (0, 1, 2, 3) -> (4) StridedSliceOptions {%s}
            """
                .formatted(masks)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MEAN", "SUM", "REDUCE_MAX", "REDUCE_PROD"})
  void anyAxisOfAScalar(String operator) throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0) -> (2)
              %%0 "x": f32[]
              %%1 "axes": i32[2] = [1, 2]
              %%2 "y": f32[]
              %s 2 (0, 1) -> (2) ReducerOptions {keep_dims: true}
            """
                .formatted(operator)));
  }

  @Test
  void imagesJustTooShortForAWindow() throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0) -> (3, 4)
              %0 "x": f32[1,2,5,1]
              %1 "weights": f32[1,3,1,1] = [1.0, 2.0, 3.0]
              %2 "bias": f32[1] = [0.5]
              %3 "y": f32[1]
              %4 "z": f32[1]
              CONV_2D 1 (0, 1, 2) -> (3) Conv2DOptions {padding: VALID, stride_h: 2, stride_w: 1, \
            dilation_h_factor: 1, dilation_w_factor: 1, fused_activation_function: NONE}
              AVERAGE_POOL_2D 1 (0) -> (4) Pool2DOptions {padding: VALID, stride_h: 1, \
            stride_w: 1, filter_height: 3, filter_width: 2, fused_activation_function: NONE}
            """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOG"})
  void bytesLeftOfTheDomain(String operator) throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0) -> (1)
              %%0 "x": i8[256] scale [0.1] zero [-100] axis 0
              %%1 "y": i8[256] scale [0.05] zero [12] axis 0
              %s 2 (0) -> (1)
            """
                .formatted(operator)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "RELU6"})
  void sumsOfShortsWithoutAScale(String activation) throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0, 1) -> (2)
              %%0 "x": i16[3,4]
              %%1 "y": i16[4]
              %%2 "z": i16[3,4]
              ADD 1 (0, 1) -> (2) AddOptions {fused_activation_function: %s}
            """
                .formatted(activation)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOG", "RSQRT"})
  void shortsAtThePole(String operator) throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0) -> (3)
              %%0 "signed": f32[512]
              %%1 "real": f32[512]
              %%2 "x": i16[512] scale [0.02] zero [0] axis 0
              %%3 "y": i16[512] scale [0.0005] zero [0] axis 0
              ABS 1 (0) -> (1)
              QUANTIZE 1 (1) -> (2)
              %s 2 (2) -> (3)
            """
                .formatted(operator)));
  }

  @Test
  void windowsThatReachOutOfTheOperandOfAScatter() throws IOException {
    var file = Fixtures.file("tflite-ops/STABLEHLO_SCATTER/int32_minimum.tflite");
    var graph = TfliteFile.read(file);
    var main = graph.main();
    var tensors = new ArrayList<>(main.tensors());
    int operand = main.nodes().getFirst().inputs().getFirst();
    for (int tensor : List.of(operand, main.nodes().getFirst().outputs().getFirst())) {
      var type = tensors.get(tensor).type();
      tensors.set(tensor, tensors.get(tensor).with(type.with(type.shape().with(1, 3))));
    }
    var subgraphs = new ArrayList<>(graph.subgraphs());
    subgraphs.set(
        0,
        new dev.bantam.graph.Subgraph(
            main.name(), tensors, main.inputs(), main.outputs(), main.nodes()));
    agreesWithStock(new Graph(subgraphs, List.of(), List.of(), ""));
  }

  @Test
  void windowsLargerThanTheOperand() throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0) -> (5)
              %0 "x": f32[3,4]
              %1 "start": f32[] = [0.0]
              %2 "window": i64[2] = [2, 5]
              %3 "strides": i64[2] = [1, 1]
              %4 "dilations": i64[2] = [1, 1]
              %5 "y": f32[2]
              REDUCE_WINDOW 1 (0, 1, 2, 3, 4) -> (5) ReduceWindowOptions {reduce_function: ADD}
            """));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPeepholeBeforeAProjection(boolean timeMajor) throws IOException {
    var file =
        Fixtures.file(
            "tflite-ops/UNIDIRECTIONAL_SEQUENCE_LSTM/int8x8_16_layer_norm_peephole_projection.tflite");
    var text = GraphText.print(TfliteFile.read(file));
    var batchFirst =
        text.replace("time_major: true", "time_major: false").replace("i8[3,2,", "i8[2,3,");
    agreesWithStock(GraphText.parse(timeMajor ? text : batchFirst), 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"i8", "i16"})
  void paddingInFewBits(String type) throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0) -> (2)
              %%0 "x": f32[2,3]
              %%1 "padding": %s[2,2] = [1, 2, 0, 3]
              %%2 "y": f32[5,6]
              PAD 1 (0, 1) -> (2)
            """
                .formatted(type)));
  }

  @Test
  void quotientsAtAnInteger() throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0) -> (6)
              %0 "x": f32[200]
              %1 "many": f32[] = [1000.0]
              %2 "multiples": f32[200]
              %3 "whole": f32[200]
              %4 "step": f32[] = [0.7]
              %5 "steps": f32[200]
              %6 "quotient": f32[200]
              MUL 1 (0, 1) -> (2) MulOptions {}
              FLOOR 1 (2) -> (3)
              MUL 1 (3, 4) -> (5) MulOptions {}
              FLOOR_DIV 1 (5, 4) -> (6)
            """));
  }

  @Test
  void indicesInFewBits() throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0) -> (2)
              %0 "x": f32[400,3,2]
              %1 "indices": i16[2,2] = [399, 1, 0, 2]
              %2 "y": f32[2,2]
              GATHER_ND 1 (0, 1) -> (2)
            """));
  }

  @Test
  void theOldShapeOfAScalar() throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0) -> (1)
              %0 "x": f32[1,1]
              %1 "y": f32[]
              RESHAPE 1 (0) -> (1) ReshapeOptions {new_shape: [0]}
            """));
  }

  @Test
  void bytesOfSeveralScalesBehindEachOther() throws IOException {
    // as i32, so that they are compared to the last bit
    agreesWithStock(
        graph(
            """
            subgraph "main" (0, 1) -> (3)
              %0 "x": u8[200] scale [0.1] zero [3] axis 0
              %1 "y": u8[200] scale [0.05] zero [200] axis 0
              %2 "both": u8[400] scale [0.2] zero [100] axis 0
              %3 "z": i32[400]
              CONCATENATION 1 (0, 1) -> (2) ConcatenationOptions {axis: 0}
              CAST 1 (2) -> (3)
            """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"i8", "u8"})
  void aZeroPointForEachChannel(String type) throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0) -> (1)
              %%0 "x": f32[4,3,2]
              %%1 "y": %s[4,3,2] scale [0.1, 0.02, 0.3] zero [0, 33, 7] axis 1
              QUANTIZE 1 (0) -> (1)
            """
                .formatted(type)));
  }

  @Test
  void whatIsNoNumberInAFakeQuantization() throws IOException {
    agreesWithStock(
        graph(
            """
            subgraph "main" (0) -> (2)
              %0 "x": f32[40]
              %1 "root": f32[40]
              %2 "y": f32[40]
              SQRT 1 (0) -> (1)
              FAKE_QUANT 1 (1) -> (2) FakeQuantOptions {min: -1.0, max: 1.5, num_bits: 8}
            """));
  }
}
