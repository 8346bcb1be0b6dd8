package dev.bantam.op;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The catalogue: every operator that is defined, by name. */
public final class Operators {
  private final SortedMap<String, Operator<?>> byName;

  private Operators(List<Operator<?>> operators) {
    var map = new TreeMap<String, Operator<?>>();
    for (var operator : operators) {
      var name = operator.signature().name();
      if (map.put(name, operator) != null)
        throw new IllegalArgumentException("operator " + name + " is defined twice");
    }
    byName = Collections.unmodifiableSortedMap(map);
  }

  /** Those of this library. */
  public static Operators standard() {
    var operators = new ArrayList<Operator<?>>(StableHloElementwise.all());
    operators.addAll(StableHloMovement.all());
    operators.addAll(
        List.of(
            new Absolute(),
            Addition.add(),
            Addition.sub(),
            new AddN(),
            ArgExtremum.max(),
            ArgExtremum.min(),
            new AssignVariable(),
            Atan2.builtin(),
            Atan2.custom(),
            new AudioSpectrogram(),
            new BatchMatMul(),
            new BatchToSpaceNd(),
            new BidirectionalSequenceLstm(),
            new BidirectionalSequenceRnn(),
            new Bitcast(),
            BitwiseOperation.rightShift(),
            BitwiseOperation.xor(),
            BlockRearrangement.depthToSpace(),
            BlockRearrangement.spaceToDepth(),
            Branch.choose(),
            Branch.when(),
            new BroadcastArgs(),
            new BroadcastTo(),
            new Bucketize(),
            new CallOnce(),
            new Cast(),
            Choice.select(),
            Choice.selectV2(),
            new CircularBuffer(),
            Comparison.equal(),
            Comparison.greater(),
            Comparison.greaterEqual(),
            Comparison.less(),
            Comparison.lessEqual(),
            Comparison.notEqual(),
            ComplexPart.imaginary(),
            ComplexPart.magnitude(),
            ComplexPart.real(),
            Composition.call(),
            Composition.composite(),
            new Concatenation(),
            new Conv2d(),
            new Conv3d(),
            new Conv3dTranspose(),
            new ConvolutionTransposeBias(),
            new Cumsum(),
            new Densify(),
            new DepthwiseConv2d(),
            new Dequantize(),
            new DetectionPostProcess(),
            new Dilate(),
            new Division(),
            new DynamicUpdateSlice(),
            new EmbeddingLookup(),
            new EmbeddingLookupSparse(),
            new ExpandDims(),
            Extremum.maximum(),
            Extremum.minimum(),
            new FakeQuant(),
            new Fill(),
            FloorDivision.quotient(),
            FloorDivision.remainder(),
            new FullyConnected(),
            new Gather(),
            new GatherNd(),
            new Gelu(),
            new HardSwish(),
            new Hashtable(),
            new HashtableFind(),
            new HashtableImport(),
            new HashtableLookup(),
            new HashtableSize(),
            new L2Normalization(),
            new LeakyRelu(),
            new LocalResponseNormalization(),
            Logical.and(),
            new Logical.Not(),
            Logical.or(),
            new LogSoftmax(),
            Loop.builtin(),
            Loop.stableHlo(),
            new LshProjection(),
            new Lstm(),
            MatrixDiagonal.diag(),
            MatrixDiagonal.setDiag(),
            new MaxPoolingWithArgmax(),
            new MaxUnpooling(),
            new Mean(),
            new Mfcc(),
            new MirrorPad(),
            new Multinomial(),
            new Multiplication(),
            new Negation(),
            NonMaxSuppression.v4(),
            NonMaxSuppression.v5(),
            new OneHot(),
            new Pack(),
            Pad.pad(),
            Pad.padV2(),
            new ParametricRelu(),
            Pooling.average(),
            Pooling.l2(),
            Pooling.max(),
            new Power(),
            new Quantize(),
            RandomNumbers.normal(),
            RandomNumbers.uniform(),
            new Range(),
            new ReadVariable(),
            new RealFft2d(),
            Rectifier.relu(),
            Rectifier.relu0To1(),
            Rectifier.relu6(),
            Rectifier.reluN1To1(),
            new ReduceWindow(),
            Reduction.all(),
            Reduction.any(),
            Reduction.max(),
            Reduction.min(),
            Reduction.product(),
            Reduction.sum(),
            new Reshape(),
            new ResizeBilinear(),
            new ResizeNearestNeighbor(),
            new ReverseSequence(),
            new ReverseV2(),
            new ScatterNd(),
            Segments.sum(),
            Segments.unsortedMax(),
            Segments.unsortedMin(),
            Segments.unsortedProduct(),
            Segments.unsortedSum(),
            ShapeOf.rank(),
            ShapeOf.shape(),
            Sigmoid.logistic(),
            Sigmoid.tanh(),
            Sign.builtin(),
            Sign.custom(),
            new SignalDelay(),
            new SignalEnergy(),
            new SignalFftAutoScale(),
            new SignalFilterBank(),
            new SignalFilterBankLog(),
            new SignalFilterBankSpectralSubtraction(),
            new SignalFilterBankSquareRoot(),
            new SignalFramer(),
            new SignalOverlapAdd(),
            new SignalPcan(),
            SignalRfft.forward(),
            SignalRfft.inverse(),
            new SignalStacker(),
            new SignalWindow(),
            SimpleRnn.sequence(),
            SimpleRnn.step(),
            new SkipGram(),
            new Slice(),
            new Softmax(),
            new SpaceToBatchNd(),
            new SparseToDense(),
            new Split(),
            new SplitV(),
            new SquaredDifference(),
            new Squeeze(),
            new StableHloCompare(),
            new StableHloConvolution(),
            new StableHloDotGeneral(),
            new StableHloGather(),
            new StableHloPad(),
            new StableHloRandomBits(),
            new StableHloReduce(),
            new StableHloReduceWindow(),
            new StableHloScatter(),
            new StableHloSort(),
            new StridedSlice(),
            new Svdf(),
            new Tile(),
            new TopK(),
            new Transpose(),
            new TransposeConv(),
            UnaryFunction.ceil(),
            UnaryFunction.cos(),
            UnaryFunction.elu(),
            UnaryFunction.exp(),
            UnaryFunction.floor(),
            UnaryFunction.log(),
            UnaryFunction.round(),
            UnaryFunction.rsqrt(),
            UnaryFunction.sin(),
            UnaryFunction.sqrt(),
            UnaryFunction.square(),
            new UnidirectionalSequenceLstm(),
            new Unique(),
            new Unpack(),
            new VarHandle(),
            new Where(),
            new ZerosLike()));
    return new Operators(operators);
  }

  /** Those of this library, and the custom ones that are named as services on the class path. */
  public static Operators load() {
    return load(Operators.class.getClassLoader());
  }

  /**
   * Those of this library, and the custom ones that {@code loader} finds named as services.
   *
   * @throws BantamException if one of them has the name of another, or is none that a file may name
   */
  public static Operators load(ClassLoader loader) {
    var operators = new ArrayList<Operator<?>>(standard().byName().values());
    try {
      for (var operator : ServiceLoader.load(Operator.class, loader))
        operators.add(custom(operator));
      return new Operators(operators);
    } catch (ServiceConfigurationError | IllegalArgumentException wrong) {
      throw new BantamException(
          ErrorCode.INVALID_REQUEST, "custom operators: " + wrong.getMessage(), wrong);
    }
  }

  private static Operator<?> custom(Operator<?> operator) {
    if (operator.signature().custom()) return operator;
    throw new IllegalArgumentException(
        "operator %s of %s is none of a file's custom ones, must be made by Signature.custom"
            .formatted(operator.signature().name(), operator.getClass().getName()));
  }

  public Optional<Operator<?>> find(Node node) {
    var operator = byName.get(node.operator());
    if (operator == null || operator.signature().custom() != node.custom()) return Optional.empty();
    return Optional.of(operator);
  }

  /** The signature of an operator of the schema's list. */
  public Signature signature(String name) {
    var operator = byName.get(name);
    if (operator == null) throw new IllegalArgumentException("no operator " + name);
    return operator.signature();
  }

  public SortedMap<String, Operator<?>> byName() {
    return byName;
  }
}
