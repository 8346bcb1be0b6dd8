package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A long short-term memory's step on {@code i8} rows and weights: gates are {@code i16} in Q3.12,
 * the cell state {@code i16} with a scale that is a power of two.
 */
final class QuantizedLstmCell implements UnidirectionalSequenceLstm.Cell {
  /** The scale of gates that are not normalized. */
  private static final double GATE_SCALE = 1.0 / 4096;

  private final List<Gate> gates;
  private final int cellExponent;
  private final long cellClip;
  private final double hiddenMultiplier;
  private final Quantization hidden;
  private final Quantization output;
  private final Optional<Projection> projection;
  private final boolean batchTogether;

  /** Integer weights, the constant that is added to their products, and the factor of the sum. */
  private record Product(
      Literal weights, Optional<Literal> bias, long zeroPoint, double multiplier) {
    Value of(Value rows, ProgramBuilder b) {
      int axis = rows.type().rank() - 1;
      var w = b.constant(weights);
      var sum = b.contract(rows, w, List.of(axis), List.of(1), List.of(), List.of(), DType.I32);
      var constant = b.mul(FilterForm.perFilter(w, b), b.constant(DType.I32, -zeroPoint));
      if (bias.isPresent()) constant = b.add(constant, b.constant(bias.orElseThrow()));
      return Rescaling.scaled(b.add(sum, constant), multiplier, b);
    }
  }

  private record Peephole(Literal weights, double multiplier) {
    /**
     * What the gate sees of the cell. Stock kernels take the width of the output for the cell's,
     * which it is without a projection: with one the last elements have no part. Where they compute
     * a batch together they read its rows one behind the other.
     *
     * @param state {@code [batch, cells]}
     */
    Value of(Value state, int width, boolean together, ProgramBuilder b) {
      int cells = state.type().extent(1);
      if (width >= cells) return scaled(state, b.constant(weights), b);
      if (!together) {
        var head = b.slice(b.constant(weights), 0, 0, width);
        var seen = scaled(b.slice(state, 1, 0, width), head, b);
        var zero = b.constant(DType.I32, 0L);
        return b.pad(seen, List.of(0, 0), List.of(0, cells - width), zero);
      }
      int batch = state.type().extent(0);
      var first = b.slice(b.reshape(state, batch * cells), 0, 0, batch * width);
      var seen =
          scaled(b.reshape(first, batch, width), b.slice(b.constant(weights), 0, 0, width), b);
      var zero = b.constant(DType.I32, 0L);
      var rest = List.of(batch * (cells - width));
      return b.reshape(b.pad(b.reshape(seen, batch * width), List.of(0), rest, zero), batch, cells);
    }

    private Value scaled(Value state, Value weights, ProgramBuilder b) {
      return Rescaling.scaled(product(weights, state, b), multiplier, b);
    }
  }

  private record Norm(Literal coefficients, Literal bias, double scale) {}

  private record Gate(
      String name,
      Product input,
      Product recurrent,
      Optional<Peephole> peephole,
      Optional<Norm> norm) {}

  private record Projection(Product product, long clip) {}

  private QuantizedLstmCell(
      List<Gate> gates,
      int cellExponent,
      long cellClip,
      double hiddenMultiplier,
      Quantization hidden,
      Quantization output,
      Optional<Projection> projection,
      boolean batchTogether) {
    this.gates = gates;
    this.cellExponent = cellExponent;
    this.cellClip = cellClip;
    this.hiddenMultiplier = hiddenMultiplier;
    this.hidden = hidden;
    this.output = output;
    this.projection = projection;
    this.batchTogether = batchTogether;
  }

  static QuantizedLstmCell of(Call<?> call, LstmOptions options) {
    var cell = call.quantization("cell_state");
    int exponent = (int) Math.round(Math.log(cell.scale()) / Math.log(2));
    var gates = new ArrayList<Gate>();
    for (int i = 0; i < LstmOperands.GATES.size(); i++) {
      var name = LstmOperands.GATES.get(i);
      if (call.has("x_to_" + name)) gates.add(gate(call, name, i, Math.scalb(1.0, exponent)));
    }
    var output = call.quantization("output_state");
    var hidden = call.hasIntermediate(4) ? call.intermediate(4) : output;
    return new QuantizedLstmCell(
        gates,
        exponent,
        clip(options.cellClip(), cell.scale(), 32767),
        Math.scalb(1.0, -30) / hidden.scale(),
        hidden,
        output,
        call.has("projection")
            ? Optional.of(projection(call, options, hidden, output))
            : Optional.empty(),
        options.timeMajor());
  }

  private static long clip(double most, float scale, long highest) {
    return most > 0 ? (long) Math.min(most / scale, highest) : 0;
  }

  private static Gate gate(Call<?> call, String name, int index, double cellScale) {
    boolean normalized = call.has(name + "_norm");
    double scale = normalized ? call.intermediate(index).scale() : GATE_SCALE;
    boolean peeps = !name.equals("cell") && call.has("c_to_" + name);
    var bias =
        call.has(name + "_bias")
            ? Optional.of(call.constant(name + "_bias"))
            : Optional.<Literal>empty();
    var peephole =
        peeps
            ? Optional.of(
                new Peephole(
                    call.constant("c_to_" + name),
                    cellScale * call.quantization("c_to_" + name).scale() / scale))
            : Optional.<Peephole>empty();
    var norm =
        normalized
            ? Optional.of(
                new Norm(
                    call.constant(name + "_norm"),
                    bias.orElseThrow(() -> call.refuse("%s_bias is missing, must be there", name)),
                    call.quantization(name + "_norm").scale()))
            : Optional.<Norm>empty();
    return new Gate(
        name,
        product(
            call,
            "x_to_" + name,
            normalized ? Optional.empty() : bias,
            call.quantization("x"),
            scale),
        product(call, "h_to_" + name, Optional.empty(), call.quantization("output_state"), scale),
        peephole,
        norm);
  }

  private static Product product(
      Call<?> call, String operand, Optional<Literal> bias, Quantization rows, double scale) {
    return new Product(
        call.constant(operand),
        bias,
        rows.zeroPoint(),
        (double) (call.quantization(operand).scale() * rows.scale()) / scale);
  }

  private static Projection projection(
      Call<?> call, LstmOptions options, Quantization hidden, Quantization output) {
    var bias =
        call.has("projection_bias")
            ? Optional.of(call.constant("projection_bias"))
            : Optional.<Literal>empty();
    return new Projection(
        product(call, "projection", bias, hidden, output.scale()),
        clip(options.projectionClip(), output.scale(), 127));
  }

  @Override
  public List<Value> ahead(Value steps, ProgramBuilder b) {
    return gates.stream().map(gate -> saturated(gate.input().of(steps, b), b)).toList();
  }

  @Override
  public List<Value> step(Value out, Value state, List<Value> ahead, ProgramBuilder b) {
    int cell = gates.size() - 2;
    var forget = activated(gates.get(cell - 1), ahead.get(cell - 1), out, state, b);
    var input =
        cell == 2
            ? activated(gates.get(0), ahead.get(0), out, state, b)
            : b.sub(b.like(forget, 32767L), forget);
    var update = activated(gates.get(cell), ahead.get(cell), out, state, b);
    var kept = Rescaling.shifted(product(forget, state, b), 15, b);
    var added = Rescaling.shifted(product(input, update, b), 30 + cellExponent, b);
    var next =
        saturated(
            b.add(
                b.convert(b.convert(kept, DType.I16), DType.I32),
                b.convert(b.convert(added, DType.I16), DType.I32)),
            b);
    if (cellClip > 0) next = bounded(next, cellClip, b);
    var open = activated(gates.getLast(), ahead.getLast(), out, next, b);
    return List.of(result(open, next, b), next);
  }

  private Value activated(Gate gate, Value ahead, Value out, Value state, ProgramBuilder b) {
    var sum = added(ahead, gate.recurrent().of(out, b), b);
    if (gate.peephole().isPresent()) {
      var peephole = gate.peephole().orElseThrow();
      sum = added(sum, peephole.of(state, out.type().extent(1), batchTogether, b), b);
    }
    if (gate.norm().isPresent()) sum = normalized(sum, gate.norm().orElseThrow(), b);
    return gate.name().equals("cell") ? ShortGates.tanh(sum, 3, b) : ShortGates.logistic(sum, b);
  }

  private static Value normalized(Value x, Norm norm, ProgramBuilder b) {
    return ShortLayerNorm.of(x, norm.coefficients(), norm.bias(), norm.scale(), b);
  }

  private Value result(Value open, Value state, ProgramBuilder b) {
    var activated = ShortGates.tanh(state, 15 + cellExponent, b);
    var scaled = Rescaling.scaled(product(open, activated, b), hiddenMultiplier, b);
    var moved = b.add(scaled, b.like(scaled, hidden.zeroPoint()));
    var y = Activation.NONE.quantize(moved, hidden, DType.I8, b);
    if (projection.isEmpty()) return y;
    var projected = projection.orElseThrow().product().of(y, b);
    var result =
        Activation.NONE.quantize(
            b.add(projected, b.like(projected, output.zeroPoint())), output, DType.I8, b);
    long clip = projection.orElseThrow().clip();
    return clip > 0 ? bounded(result, clip, b) : result;
  }

  private static Value bounded(Value x, long most, ProgramBuilder b) {
    return b.min(b.max(x, b.like(x, -most)), b.like(x, most));
  }

  private static Value product(Value x, Value y, ProgramBuilder b) {
    return b.mul(b.convert(x, DType.I32), b.convert(y, DType.I32));
  }

  private static Value added(Value x, Value more, ProgramBuilder b) {
    return saturated(b.add(b.convert(x, DType.I32), more), b);
  }

  private static Value saturated(Value x, ProgramBuilder b) {
    var above = b.max(x, b.like(x, (long) Short.MIN_VALUE));
    return b.convert(b.min(above, b.like(x, (long) Short.MAX_VALUE)), DType.I16);
  }
}
