package dev.bantam.op;

import dev.bantam.graph.Node;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
    return new Operators(
        List.of(
            Addition.add(),
            Addition.sub(),
            new AssignVariable(),
            new BatchMatMul(),
            new CallOnce(),
            new Cast(),
            new Concatenation(),
            new Conv2d(),
            new DepthwiseConv2d(),
            new Dequantize(),
            new Division(),
            Extremum.maximum(),
            Extremum.minimum(),
            new FullyConnected(),
            new Gelu(),
            new HardSwish(),
            new LeakyRelu(),
            new Mean(),
            new Multiplication(),
            Pad.pad(),
            Pad.padV2(),
            Pooling.average(),
            Pooling.l2(),
            Pooling.max(),
            new Quantize(),
            new ReadVariable(),
            Rectifier.relu(),
            Rectifier.relu0To1(),
            Rectifier.relu6(),
            Rectifier.reluN1To1(),
            Reduction.all(),
            Reduction.any(),
            Reduction.max(),
            Reduction.min(),
            Reduction.product(),
            Reduction.sum(),
            new Reshape(),
            Sigmoid.logistic(),
            Sigmoid.tanh(),
            new Softmax(),
            new SquaredDifference(),
            new StridedSlice(),
            new Svdf(),
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
            new VarHandle()));
  }

  public Optional<Operator<?>> find(Node node) {
    var operator = byName.get(node.operator());
    if (operator == null || operator.signature().custom() != node.custom()) return Optional.empty();
    return Optional.of(operator);
  }

  public SortedMap<String, Operator<?>> byName() {
    return byName;
  }
}
