package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.flatbuffers.FlexBuffersBuilder;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.interp.Instance;
import dev.bantam.interp.Interpreter;
import dev.bantam.type.Bytes;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The operators of an audio front end on small signals, and transforms against their formula. */
class SignalOperatorsTest {
  private static Bytes flex(Map<String, ?> values) {
    var options = new FlexBuffersBuilder();
    int map = options.startMap();
    new TreeMap<>(values)
        .forEach(
            (key, value) -> {
              if (value instanceof Boolean truth) options.putBoolean(key, truth);
              else options.putInt(key, (Integer) value);
            });
    options.endMap(null, map);
    var buffer = options.finish();
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return Bytes.of(bytes);
  }

  private static Bytes raw(int... values) {
    var bytes = new byte[4 * values.length];
    var segment = MemorySegment.ofArray(bytes);
    for (int i = 0; i < values.length; i++) segment.set(Literal.I32, 4L * i, values[i]);
    return Bytes.of(bytes);
  }

  /** A custom operator ready to run; its results have the given types. */
  private static Instance operator(
      String name, Bytes options, List<String> operands, List<String> results) {
    var tensors = new ArrayList<GraphTensor>();
    var inputs = new ArrayList<Integer>();
    var outputs = new ArrayList<Integer>();
    for (var type : operands) {
      inputs.add(tensors.size());
      tensors.add(GraphTensor.of("x" + tensors.size(), TensorType.parse(type)));
    }
    for (var type : results) {
      outputs.add(tensors.size());
      tensors.add(GraphTensor.of("y" + tensors.size(), TensorType.parse(type)));
    }
    var node = new Node(name, true, 1, inputs, outputs, List.of(), Attributes.NONE.with(options));
    var main = new Subgraph("main", tensors, inputs, outputs, List.of(node));
    var graph = new Graph(List.of(main), List.of(), List.of(), "");
    var interpreter = new Interpreter();
    var program = new Lowering(Operators.standard(), interpreter).lower(Entry.main(graph));
    return interpreter.instance(program);
  }

  private static Literal shorts(int... values) {
    return of(DType.I16, Shape.of(values.length), values);
  }

  private static Literal of(DType dtype, Shape shape, int... values) {
    var type = new TensorType(dtype, shape);
    var segment = MemorySegment.ofArray(new byte[(int) type.bytes()]);
    for (int i = 0; i < values.length; i++) Literal.write(segment, dtype, i, values[i], values[i]);
    return new Literal(type, segment);
  }

  private static long[] run(Instance instance, int result, Literal... arguments) {
    return instance.run(List.of(arguments)).get(result).toLongs();
  }

  @Test
  void aDelayGivesBackWhatCameBefore() {
    var delay =
        operator(
            "SignalDelay", flex(Map.of("delay_length", 3)), List.of("i16[4]"), List.of("i16[4]"));
    assertThat(run(delay, 0, shorts(1, 2, 3, 4))).containsExactly(0, 0, 0, 1);
    assertThat(run(delay, 0, shorts(5, 6, 7, 8))).containsExactly(2, 3, 4, 5);
  }

  @Test
  void framesOverlapAndAreValidOnceTheyAreWhole() {
    var options = flex(Map.of("frame_size", 5, "frame_step", 2, "prefill", false));
    var framer =
        operator("SignalFramer", options, List.of("i16[2]"), List.of("i16[1,5]", "bool[]"));
    var first = framer.run(List.of(shorts(1, 2)));
    assertThat(first.get(1).integer(0)).isEqualTo(0);
    assertThat(framer.run(List.of(shorts(3, 4))).get(1).integer(0)).isEqualTo(0);
    var third = framer.run(List.of(shorts(5, 6)));
    assertThat(third.get(0).toLongs()).containsExactly(1, 2, 3, 4, 5);
    assertThat(third.get(1).integer(0)).isEqualTo(1);
    assertThat(run(framer, 0, shorts(7, 8))).containsExactly(3, 4, 5, 6, 7);
  }

  @Test
  void framesThatAreFilledBeforeAreAlwaysValid() {
    var options = flex(Map.of("frame_size", 3, "frame_step", 2, "prefill", true));
    var framer =
        operator("SignalFramer", options, List.of("i16[4]"), List.of("i16[2,3]", "bool[]"));
    var first = framer.run(List.of(shorts(1, 2, 3, 4)));
    assertThat(first.get(0).toLongs()).containsExactly(0, 1, 2, 2, 3, 4);
    assertThat(first.get(1).integer(0)).isEqualTo(1);
    assertThat(run(framer, 0, shorts(5, 6, 7, 8))).containsExactly(4, 5, 6, 6, 7, 8);
  }

  @Test
  void framesAreStackedWithTheirNeighbours() {
    var options =
        flex(
            Map.of(
                "num_channels", 1,
                "stacker_left_context", 1,
                "stacker_right_context", 1,
                "stacker_step", 2));
    var stacker =
        operator("SignalStacker", options, List.of("i16[1]"), List.of("i16[3]", "bool[]"));
    assertThat(run(stacker, 1, shorts(1))).containsExactly(0);
    assertThat(run(stacker, 0, shorts(2))).containsExactly(1, 1, 2);
    assertThat(run(stacker, 1, shorts(3))).containsExactly(0);
    assertThat(run(stacker, 0, shorts(4))).containsExactly(2, 3, 4);
  }

  @Test
  void overlappingFramesAreAddedAndSaturate() {
    var options = flex(Map.of("T", 7, "frame_step", 2));
    var add = operator("SignalOverlapAdd", options, List.of("i16[2,3]"), List.of("i16[4]"));
    var shape = Shape.of(2, 3);
    assertThat(run(add, 0, of(DType.I16, shape, 1, 2, 32000, 32000, 5, 6)))
        .containsExactly(1, 2, 32767, 5);
    assertThat(run(add, 0, of(DType.I16, shape, 10, 0, 0, 0, 0, 0))).containsExactly(16, 0, 0, 0);
  }

  @Test
  void aSignalIsScaledToUseAllBits() {
    var scale =
        operator(
            "SignalFftAutoScale", flex(Map.of()), List.of("i16[3]"), List.of("i16[3]", "i32[]"));
    var results = scale.run(List.of(shorts(1, -300, 200)));
    assertThat(results.get(0).toLongs()).containsExactly(64, -19200, 12800);
    assertThat(results.get(1).integer(0)).isEqualTo(6);
    assertThat(run(scale, 1, shorts(0, 0, 0))).containsExactly(15);
    assertThat(run(scale, 1, shorts(1, -32768, 2))).containsExactly(0);
  }

  @Test
  void rootsAreRounded() {
    var root =
        operator(
            "SignalFilterBankSquareRoot",
            flex(Map.of()),
            List.of("u64[8]", "i32[]"),
            List.of("u32[8]"));
    long[] squares = {0, 1, 2, 3, 12, 13, 0xFFFFFFFFL, -1};
    var x = new Literal(TensorType.parse("u64[8]"), MemorySegment.ofArray(squares));
    assertThat(run(root, 0, x, Literal.scalar(DType.I32, 0L)))
        .containsExactly(0, 1, 1, 2, 3, 4, 0xFFFF, 0xFFFFFFFFL);
    assertThat(run(root, 0, x, Literal.scalar(DType.I32, 1L)))
        .containsExactly(0, 0, 0, 1, 1, 2, 0x7FFF, 0x7FFFFFFFL);
  }

  @Test
  void fixedPointTransformsFollowTheFormula() {
    for (int length : new int[] {2, 4, 8, 16, 32, 128}) {
      for (var dtype : List.of("i16", "i32")) {
        var options = flex(Map.of("T", 0, "fft_length", length));
        var time = "%s[%d]".formatted(dtype, length);
        var spectrum = "%s[%d]".formatted(dtype, length + 2);
        var forward = operator("SignalRfft", options, List.of(time), List.of(spectrum));
        var backward = operator("SignalIrfft", options, List.of(spectrum), List.of(time));
        var random = new Random(length);
        int most = dtype.equals("i16") ? 30_000 : 2_000_000_000;
        var x = random.ints(length, -most, most).toArray();
        var result = forward.run(List.of(of(DType.parse(dtype), Shape.of(length), x))).getFirst();
        for (int k = 0; k <= length / 2; k++) {
          double re = 0;
          double im = 0;
          for (int i = 0; i < length; i++) {
            re += x[i] * Math.cos(2 * Math.PI * i * k / length) / length;
            im -= x[i] * Math.sin(2 * Math.PI * i * k / length) / length;
          }
          // Half a step is lost with each factor.
          double steps = 8 + most * 2e-4;
          assertThat((double) result.integer(2L * k)).isCloseTo(re, within(steps));
          assertThat((double) result.integer(2L * k + 1)).isCloseTo(im, within(steps));
        }
        // Both directions divide by the length: what comes back is a part of what went in.
        var back = backward.run(List.of(result)).getFirst();
        for (int i = 0; i < length; i++) {
          double steps = 16 + most * 4e-4;
          assertThat((double) back.integer(i)).isCloseTo((double) x[i] / length, within(steps));
        }
      }
    }
  }

  @Test
  void realTransformsFollowTheFormula() {
    for (int length : new int[] {2, 6, 128, 300, 1024}) {
      var options = flex(Map.of("T", 0, "fft_length", length));
      var time = "f32[2,%d]".formatted(length);
      var spectrum = "f32[2,%d]".formatted(length + 2);
      var forward = operator("SignalRfft", options, List.of(time), List.of(spectrum));
      var backward = operator("SignalIrfft", options, List.of(spectrum), List.of(time));
      var random = new Random(length);
      var x = new float[2 * length];
      for (int i = 0; i < x.length; i++) x[i] = random.nextFloat() - 0.5f;
      var result = forward.run(List.of(Literal.of(Shape.of(2, length), x))).getFirst();
      for (int k = 0; k <= length / 2; k += 1 + length / 16) {
        double re = 0;
        for (int i = 0; i < length; i++) {
          re += x[length + i] * Math.cos(2 * Math.PI * ((long) i * k % length) / length);
        }
        assertThat(result.real(length + 2 + 2L * k)).isCloseTo(re, within(1e-3));
      }
      var back = backward.run(List.of(result)).getFirst().toFloats();
      for (int i = 0; i < x.length; i++) assertThat(back[i]).isCloseTo(x[i], within(1e-5f));
    }
  }

  @Test
  void maximaAreFoundAndPutBack() {
    var options = raw(2, 2, 2, 2, 2, 0);
    var pool =
        operator(
            "MaxPoolingWithArgmax2D",
            options,
            List.of("f32[1,2,4,1]"),
            List.of("f32[1,1,2,1]", "f32[1,1,2,1]"));
    var results =
        pool.run(List.of(Literal.of(Shape.of(1, 2, 4, 1), 1f, 2f, -5f, -6f, 4f, 4f, -8f, -5f)));
    assertThat(results.get(0).toFloats()).containsExactly(4, -5);
    assertThat(results.get(1).toFloats()).containsExactly(2.1f, 0.1f);
    var unpool =
        operator(
            "MaxUnpooling2D",
            options,
            List.of("f32[1,1,2,1]", "f32[1,1,2,1]"),
            List.of("f32[1,2,4,1]"));
    assertThat(unpool.run(results).getFirst().toFloats()).containsExactly(0, 0, -5, 0, 4, 0, 0, 0);
  }

  @Test
  void aTransposedConvolutionWithABias() {
    var convolution =
        operator(
            "Convolution2DTransposeBias",
            raw(2, 2, 2),
            List.of("f32[1,1,2,1]", "f32[1,1,3,1]", "f32[1]"),
            List.of("f32[1,1,5,1]"));
    var y =
        convolution.run(
            List.of(
                Literal.of(Shape.of(1, 1, 2, 1), 1f, 2f),
                Literal.of(Shape.of(1, 1, 3, 1), 1f, 10f, 100f),
                Literal.of(Shape.of(1), 0.5f)));
    assertThat(y.getFirst().toFloats()).containsExactly(1.5f, 10.5f, 102.5f, 20.5f, 200.5f);
  }
}
