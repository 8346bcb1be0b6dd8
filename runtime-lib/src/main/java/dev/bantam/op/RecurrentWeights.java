package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights {@code [units, depth]} of a recurrent operator on float rows. They are constants, so that
 * the function of a step can have them for itself.
 *
 * @param quantization of integer weights, which make the product hybrid
 */
record RecurrentWeights(Literal weights, Optional<Quantization> quantization, boolean asymmetric) {
  static RecurrentWeights of(Call<?> call, String operand, boolean asymmetric) {
    var weights = call.constant(operand);
    boolean real = weights.type().dtype().isFloat();
    return new RecurrentWeights(
        weights, real ? Optional.empty() : Optional.of(call.quantization(operand)), asymmetric);
  }

  /** Rows {@code [.., depth]}, which are quantized once for all weights that need it. */
  static final class Rows {
    private final Value x;
    private final Value matrix;
    private final Map<Boolean, RowQuantization> quantized = new HashMap<>();

    Rows(Value x, ProgramBuilder b) {
      this.x = x;
      int depth = x.type().extent(x.type().rank() - 1);
      matrix = b.reshape(x, Math.toIntExact(x.type().elements() / depth), depth);
    }

    RowQuantization quantized(boolean asymmetric, ProgramBuilder b) {
      return quantized.computeIfAbsent(
          asymmetric,
          key ->
              key ? RowQuantization.asymmetric(matrix, b) : RowQuantization.symmetric(matrix, b));
    }
  }

  /** The products, {@code [.., units]}. */
  Value times(Rows rows, ProgramBuilder b) {
    var w = b.constant(weights);
    var product =
        quantization
            .map(q -> hybrid(rows, w, q, b))
            .orElseGet(() -> product(rows.matrix, w, DType.F32, b));
    var extents = new ArrayList<>(rows.x.type().shape().extents());
    extents.set(extents.size() - 1, weights.type().extent(0));
    return b.reshape(product, new Shape(extents));
  }

  private Value hybrid(Rows rows, Value w, Quantization q, ProgramBuilder b) {
    var quantized = rows.quantized(asymmetric, b);
    int count = rows.matrix.type().extent(0);
    var sum = product(quantized.integers(), w, DType.I32, b);
    if (quantized.zeroPoint().isPresent()) {
      var points = b.reshape(quantized.zeroPoint().orElseThrow(), count, 1);
      sum = b.sub(sum, b.mul(points, FilterForm.perFilter(w, b)));
    }
    var scale = b.mul(b.reshape(quantized.scale(), count, 1), b.constant(perUnit(q)));
    return b.mul(b.convert(sum, DType.F32), scale);
  }

  private static Literal perUnit(Quantization q) {
    var scales = Reals.scales(q);
    return scales.elements() == 1 ? scales.reshaped(Shape.SCALAR) : scales;
  }

  private static Value product(Value x, Value w, DType accumulator, ProgramBuilder b) {
    return b.contract(x, w, List.of(1), List.of(1), List.of(), List.of(), accumulator);
  }
}
