package dev.bantam.converter.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Single operators, converted and run, against what TensorFlow's reference says of them. */
class TfOperatorTest {
  /** A node, and the values of its first outputs. */
  private record Case(OneNode node, List<Literal> expected) {
    static Case of(OneNode node, Literal... expected) {
      return new Case(node, List.of(expected));
    }

    @Override
    public String toString() {
      return node + " gives " + expected;
    }
  }

  private static Literal floats(float... values) {
    return Literal.of(Shape.of(values.length), values);
  }

  private static Literal ints(int... values) {
    return Literal.of(Shape.of(values.length), values);
  }

  private static Literal longs(long... values) {
    return Literal.of(Shape.of(values.length), values);
  }

  private static Literal of(Literal values, int... extents) {
    return values.reshaped(Shape.of(extents));
  }

  private static Literal scalar(int value) {
    return Literal.of(Shape.SCALAR, value);
  }

  private static Literal truths(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) values[i];
    return Literal.of(Shape.of(bytes.length), bytes);
  }

  static Stream<Case> elementwise() {
    var signed = floats(-2.5f, 0, 2.5f, 7);
    var divisor = floats(2, 0, -2, 3);
    return Stream.of(
        Case.of(
            OneNode.of("Erfc").input(floats(-1, 0, 0.5f, 2)),
            floats(1.842701f, 1, 0.4795001f, 0.004677735f)),
        Case.of(
            OneNode.of("TruncateDiv").input(ints(-7, 7, -7, 7)).input(ints(2, -2, -2, 2)),
            ints(-3, -3, 3, 3)),
        Case.of(
            OneNode.of("TruncateMod").input(ints(-7, 7, -7, 7)).input(ints(2, -2, -2, 2)),
            ints(-1, 1, -1, 1)),
        Case.of(
            OneNode.of("TruncateDiv").input(signed).input(floats(2, 1, -2, 3)),
            floats(-1, 0, -1, 2)),
        Case.of(OneNode.of("Invert").input(ints(0, 5, -1)), ints(-1, -6, 0)),
        Case.of(OneNode.of("MulNoNan").input(signed).input(divisor), floats(-5, 0, -5, 21)),
        Case.of(
            OneNode.of("MulNoNan").input(floats(Float.NaN, 2)).input(floats(0, 3)), floats(0, 6)),
        Case.of(
            OneNode.of("Xdivy").input(signed).input(divisor), floats(-1.25f, 0, -1.25f, 7f / 3)),
        Case.of(
            OneNode.of("Xlog1py").input(floats(0, 2)).input(floats(-1, 1)), floats(0, 1.3862944f)),
        Case.of(OneNode.of("IsInf").input(floats(Float.NEGATIVE_INFINITY, 1)), truths(1, 0)));
  }

  static Stream<Case> orders() {
    var near = of(longs(1L << 40, (1L << 40) + 1, 3, 3), 2, 2);
    return Stream.of(
        // As floats both would be equal.
        Case.of(OneNode.of("ArgMax").input(near).constant(scalar(1)), longs(1, 0)),
        Case.of(OneNode.of("ArgMin").input(near).constant(scalar(1)), longs(0, 0)),
        Case.of(
            OneNode.of("EuclideanNorm").input(of(floats(3, 4, 5, 12), 2, 2)).constant(ints(1)),
            floats(5, 13)),
        Case.of(OneNode.of("InvertPermutation").input(ints(2, 0, 1)), ints(1, 2, 0)),
        Case.of(
            OneNode.of("InTopKV2")
                .input(of(floats(0.1f, 0.5f, 0.4f, 0.9f, 0, 0.1f), 2, 3))
                .input(ints(2, 1))
                .constant(scalar(2)),
            truths(1, 0)),
        Case.of(
            OneNode.of("SparseSoftmaxCrossEntropyWithLogits")
                .input(of(floats(0, 0, 1, 1), 2, 2))
                .input(ints(0, 1)),
            floats(0.6931472f, 0.6931472f),
            of(floats(-0.5f, 0.5f, 0.5f, -0.5f), 2, 2)));
  }

  static Stream<Case> counts() {
    var rows = of(floats(1, 3, 3, 5), 1, 4);
    return Stream.of(
        Case.of(
            OneNode.of("DenseBincount")
                .input(of(ints(0, 2, 2, 9, 1, 1), 2, 3))
                .constant(scalar(3))
                .constant(floats()),
            of(floats(1, 0, 2, 0, 2, 0), 2, 3)),
        Case.of(
            OneNode.of("DenseBincount")
                .input(of(ints(0, 2, 2, 9, 1, 1), 2, 3))
                .constant(scalar(3))
                .constant(floats())
                .with("binary_output", true),
            of(floats(1, 0, 1, 0, 1, 0), 2, 3)),
        Case.of(
            OneNode.of("LowerBound").constant(rows).input(of(floats(0, 3, 6), 1, 3)),
            of(ints(0, 1, 4), 1, 3)),
        Case.of(
            OneNode.of("UpperBound").constant(rows).input(of(floats(0, 3, 6), 1, 3)),
            of(ints(0, 3, 4), 1, 3)));
  }

  static Stream<Case> segments() {
    var rows = of(floats(1, 2, 3, 4, 5, 6), 3, 2);
    var ids = ints(0, 0, 2);
    return Stream.of(
        Case.of(
            OneNode.of("SegmentMean").input(rows).constant(ids),
            of(floats(2, 3, 0, 0, 5, 6), 3, 2)),
        Case.of(
            OneNode.of("SegmentMax").input(rows).constant(ids), of(floats(3, 4, 0, 0, 5, 6), 3, 2)),
        Case.of(
            OneNode.of("SegmentMin").input(rows).constant(ids), of(floats(1, 2, 0, 0, 5, 6), 3, 2)),
        Case.of(
            OneNode.of("SegmentProd").input(rows).constant(ids),
            of(floats(3, 8, 1, 1, 5, 6), 3, 2)),
        Case.of(
            OneNode.of("SparseSegmentMean")
                .input(rows)
                .constant(ints(2, 0, 1))
                .constant(ints(0, 0, 1)),
            of(floats(3, 4, 3, 4), 2, 2)),
        Case.of(
            OneNode.of("TensorScatterSub")
                .input(floats(1, 2, 3))
                .constant(of(ints(1, 1), 2, 1))
                .input(floats(10, 20)),
            floats(1, -28, 3)));
  }

  static Stream<Case> images() {
    var row = of(floats(0, 1, 2, 3), 1, 1, 4, 1);
    var square = of(floats(0, 1, 2, 3, 4, 5, 6, 7, 8), 1, 3, 3, 1);
    return Stream.of(
        Case.of(
            OneNode.of("ResizeArea").input(row).constant(ints(1, 2)),
            of(floats(0.5f, 2.5f), 1, 1, 2, 1)),
        Case.of(OneNode.of("ResizeBicubic").input(row).constant(ints(1, 4)), row),
        Case.of(
            OneNode.of("CropAndResize")
                .input(square)
                .input(of(floats(0, 0, 1, 1, 0.25f, 0, 0.75f, 2), 2, 4))
                .constant(ints(0, 0))
                .constant(ints(2, 2)),
            of(floats(0, 2, 6, 8, 1.5f, 0, 4.5f, 0), 2, 2, 2, 1)),
        Case.of(
            OneNode.of("ExtractImagePatches")
                .input(square)
                .with("ksizes", List.of(1L, 2L, 2L, 1L))
                .with("strides", List.of(1L, 1L, 1L, 1L))
                .with("rates", List.of(1L, 1L, 1L, 1L))
                .with("padding", "VALID"),
            of(floats(0, 1, 3, 4, 1, 2, 4, 5, 3, 4, 6, 7, 4, 5, 7, 8), 1, 2, 2, 4)),
        Case.of(
            OneNode.of("MaxPoolWithArgmax")
                .input(square)
                .with("ksize", List.of(1L, 2L, 2L, 1L))
                .with("strides", List.of(1L, 2L, 2L, 1L))
                .with("padding", "SAME"),
            of(floats(4, 5, 7, 8), 1, 2, 2, 1),
            of(longs(4, 5, 7, 8), 1, 2, 2, 1)),
        Case.of(
            OneNode.of("RGBToHSV").input(of(floats(0.5f, 0.25f, 0, 0, 0, 1), 2, 3)),
            of(floats(1f / 12, 1, 0.5f, 2f / 3, 1, 1), 2, 3)),
        Case.of(
            OneNode.of("HSVToRGB").input(of(floats(1f / 12, 1, 0.5f, 2f / 3, 1, 1), 2, 3)),
            of(floats(0.5f, 0.25f, 0, 0, 0, 1), 2, 3)),
        Case.of(
            OneNode.of("DepthToSpace")
                .input(of(floats(1, 2, 3, 4), 1, 4, 1, 1))
                .with("block_size", 2)
                .with("data_format", "NCHW"),
            of(floats(1, 2, 3, 4), 1, 1, 2, 2)),
        Case.of(
            OneNode.of("BatchToSpace")
                .input(of(floats(1, 2, 3, 4), 4, 1, 1, 1))
                .constant(of(ints(0, 1, 0, 0), 2, 2))
                .with("block_size", 2),
            of(floats(1, 2), 1, 1, 2, 1)));
  }

  static Stream<Case> convolutions() {
    return Stream.of(
        // What VALID gives is 1 2 3 2 1 in each direction; the paddings cut its ends off.
        Case.of(
            OneNode.of("Conv2DBackpropInput")
                .constant(ints(1, 1, 3, 1))
                .constant(of(floats(1, 1, 1), 1, 3, 1, 1))
                .input(of(floats(1, 1, 1), 1, 1, 3, 1))
                .with("strides", List.of(1L, 1L, 1L, 1L))
                .with("padding", "EXPLICIT")
                .with("explicit_paddings", List.of(0L, 0L, 0L, 0L, 1L, 1L, 0L, 0L)),
            of(floats(2, 3, 2), 1, 1, 3, 1)),
        Case.of(
            OneNode.of("MaxPoolV2")
                .input(of(floats(1, 5, 2, 3), 1, 1, 4, 1))
                .constant(ints(1, 1, 2, 1))
                .constant(ints(1, 1, 2, 1))
                .with("padding", "VALID"),
            of(floats(5, 3), 1, 1, 2, 1)),
        Case.of(
            OneNode.of("FusedBatchNormV3")
                .input(of(floats(1, 3, 5, 7), 1, 1, 4, 1))
                .constant(floats(2))
                .constant(floats(1))
                .constant(floats())
                .constant(floats())
                .with("is_training", true),
            of(floats(-1.683255f, 0.105582f, 1.894418f, 3.683255f), 1, 1, 4, 1),
            floats(4),
            floats(20f / 3)),
        Case.of(
            OneNode.of("Conv3DBackpropInputV2")
                .constant(ints(1, 1, 1, 4, 1))
                .constant(of(floats(1, 2), 1, 1, 2, 1, 1))
                .input(of(floats(3, 5), 1, 1, 1, 2, 1))
                .with("strides", List.of(1L, 1L, 1L, 2L, 1L))
                .with("padding", "VALID"),
            of(floats(3, 6, 5, 10), 1, 1, 1, 4, 1)));
  }

  static Stream<Case> slices() {
    var matrix = of(ints(0, 1, 2, 3, 4, 5), 2, 3);
    return Stream.of(
        // matrix[i, ::-1]
        Case.of(
            OneNode.of("StridedSlice")
                .input(matrix)
                .input(ints(1, 0))
                .input(ints(2, 0))
                .constant(ints(1, -1))
                .with("shrink_axis_mask", 1)
                .with("begin_mask", 2)
                .with("end_mask", 2),
            ints(5, 4, 3)),
        // matrix[..., i]
        Case.of(
            OneNode.of("StridedSlice")
                .input(matrix)
                .input(ints(0, 1))
                .input(ints(0, 2))
                .constant(ints(1, 1))
                .with("shrink_axis_mask", 2)
                .with("ellipsis_mask", 1),
            ints(1, 4)));
  }

  @ParameterizedTest
  @MethodSource({"elementwise", "orders", "counts", "segments", "images", "convolutions", "slices"})
  void givesWhatTensorFlowGives(Case line) {
    var actual = line.node().run(line.expected().size());
    for (int i = 0; i < actual.size(); i++) {
      var expected = line.expected().get(i);
      assertThat(actual.get(i).type().shape()).isEqualTo(expected.type().shape());
      for (int at = 0; at < expected.elements(); at++)
        assertThat(actual.get(i).real(at))
            .as("output %d at %d", i, at)
            .isCloseTo(expected.real(at), within(1e-5 + 1e-4 * Math.abs(expected.real(at))));
    }
  }
}
