package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A long short-term memory's step on floats; weights may be integers, which makes it hybrid.
 * Peepholes, coupled gates, projection and layer normalization are terms that are there or not.
 */
final class RealLstmCell implements UnidirectionalSequenceLstm.Cell {
  private static final double VARIANCE_GUARD = 1e-8;

  private final List<Gate> gates;
  private final LstmOptions options;
  private final Optional<RecurrentWeights> projection;
  private final Optional<Literal> projectionBias;
  private final Optional<Value> auxiliarySteps;

  /** What one gate has; the input gate of a coupled cell is not there. */
  private record Gate(
      String name,
      RecurrentWeights input,
      RecurrentWeights recurrent,
      Optional<RecurrentWeights> auxiliary,
      Optional<Literal> peephole,
      Optional<Literal> bias,
      Optional<Literal> norm) {}

  private RealLstmCell(
      List<Gate> gates,
      LstmOptions options,
      Optional<RecurrentWeights> projection,
      Optional<Literal> projectionBias,
      Optional<Value> auxiliarySteps) {
    this.gates = gates;
    this.options = options;
    this.projection = projection;
    this.projectionBias = projectionBias;
    this.auxiliarySteps = auxiliarySteps;
  }

  /** The cell whose operands have names that begin with {@code prefix}. */
  static RealLstmCell of(Call<?> call, String prefix, LstmOptions options, ProgramBuilder b) {
    var gates = new ArrayList<Gate>();
    for (var name : LstmOperands.GATES) {
      if (!call.has(prefix + "x_to_" + name)) continue;
      boolean peeps = !name.equals("cell") && call.has(prefix + "c_to_" + name);
      gates.add(
          new Gate(
              name,
              weights(call, prefix + "x_to_" + name, options),
              weights(call, prefix + "h_to_" + name, options),
              auxiliary(call, prefix, name, options),
              peeps ? Optional.of(real(call, prefix + "c_to_" + name, b)) : Optional.empty(),
              optional(call, prefix + name + "_bias"),
              prefix.isEmpty() ? optional(call, name + "_norm") : Optional.empty()));
    }
    var projection = prefix + "projection";
    return new RealLstmCell(
        gates,
        options,
        call.has(projection) ? Optional.of(weights(call, projection, options)) : Optional.empty(),
        optional(call, prefix + "projection_bias"),
        Optional.empty());
  }

  private static Optional<RecurrentWeights> auxiliary(
      Call<?> call, String prefix, String gate, LstmOptions options) {
    var operand = prefix + "auxiliary_to_" + gate;
    boolean given = !prefix.isEmpty() && call.has(operand);
    return given ? Optional.of(weights(call, operand, options)) : Optional.empty();
  }

  private static RecurrentWeights weights(Call<?> call, String operand, LstmOptions options) {
    return RecurrentWeights.of(call, operand, options.asymmetric());
  }

  private static Optional<Literal> optional(Call<?> call, String operand) {
    return call.has(operand) ? Optional.of(call.constant(operand)) : Optional.empty();
  }

  private static Literal real(Call<?> call, String operand, ProgramBuilder b) {
    var value = call.operand(operand);
    if (value.type().dtype().isFloat()) return call.constant(operand);
    return b.constant(Reals.dequantize(value, call.quantization(operand), b)).orElseThrow();
  }

  /** The same with a second operand {@code [time, batch, depth]}, which has weights of its own. */
  RealLstmCell with(Value steps) {
    return new RealLstmCell(gates, options, projection, projectionBias, Optional.of(steps));
  }

  @Override
  public List<Value> ahead(Value steps, ProgramBuilder b) {
    var rows = new RecurrentWeights.Rows(steps, b);
    var more = auxiliarySteps.map(other -> new RecurrentWeights.Rows(other, b));
    return gates.stream().map(gate -> ahead(gate, rows, more, b)).toList();
  }

  /** The bias comes first, but for a gate that is normalized. */
  private static Value ahead(
      Gate gate,
      RecurrentWeights.Rows rows,
      Optional<RecurrentWeights.Rows> more,
      ProgramBuilder b) {
    var sum = gate.input().times(rows, b);
    if (gate.norm().isEmpty() && gate.bias().isPresent())
      sum = b.add(b.constant(gate.bias().orElseThrow()), sum);
    if (gate.auxiliary().isEmpty() || more.isEmpty()) return sum;
    return b.add(sum, gate.auxiliary().orElseThrow().times(more.orElseThrow(), b));
  }

  @Override
  public List<Value> step(Value output, Value state, List<Value> ahead, ProgramBuilder b) {
    var rows = new RecurrentWeights.Rows(output, b);
    int cell = gates.size() - 2;
    var forget = activated(gates.get(cell - 1), ahead.get(cell - 1), rows, state, b);
    var input =
        cell == 2
            ? activated(gates.get(0), ahead.get(0), rows, state, b)
            : b.sub(b.like(forget, 1.0), forget);
    var update = activated(gates.get(cell), ahead.get(cell), rows, state, b);
    var next = b.add(b.mul(forget, state), b.mul(input, update));
    next = clipped(next, options.cellClip(), b);
    var open = activated(gates.getLast(), ahead.getLast(), rows, next, b);
    return List.of(projected(b.mul(open, cellActivation(next, b)), b), next);
  }

  private Value activated(
      Gate gate, Value ahead, RecurrentWeights.Rows output, Value state, ProgramBuilder b) {
    var sum = b.add(ahead, gate.recurrent().times(output, b));
    if (gate.peephole().isPresent())
      sum = b.add(sum, b.mul(state, b.constant(gate.peephole().orElseThrow())));
    if (gate.norm().isPresent()) {
      sum = b.mul(normalized(sum, b), b.constant(gate.norm().orElseThrow()));
      if (gate.bias().isPresent()) sum = b.add(sum, b.constant(gate.bias().orElseThrow()));
    }
    return gate.name().equals("cell") ? cellActivation(sum, b) : b.unary(Fn1.LOGISTIC, sum);
  }

  private static Value normalized(Value x, ProgramBuilder b) {
    var last = List.of(x.type().rank() - 1);
    double count = x.type().extent(x.type().rank() - 1);
    var sum = b.reduceKeeping(Fold.ADD, x, last);
    var centred = b.sub(x, b.div(sum, b.like(sum, count)));
    var squares = b.reduceKeeping(Fold.ADD, b.mul(centred, centred), last);
    var variance = b.div(squares, b.like(squares, count));
    return b.div(centred, b.unary(Fn1.SQRT, b.add(variance, VARIANCE_GUARD)));
  }

  private Value cellActivation(Value x, ProgramBuilder b) {
    return RecurrentActivation.apply(options.activation(), x, b);
  }

  private Value projected(Value x, ProgramBuilder b) {
    if (projection.isEmpty()) return x;
    var y = projection.orElseThrow().times(new RecurrentWeights.Rows(x, b), b);
    if (projectionBias.isPresent()) y = b.add(y, b.constant(projectionBias.orElseThrow()));
    return clipped(y, options.projectionClip(), b);
  }

  private static Value clipped(Value x, double most, ProgramBuilder b) {
    return most > 0 ? b.min(b.max(x, -most), most) : x;
  }
}
