package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import java.util.List;

/**
 * A filter over features, then one over time, of rank {@code rank} each; the last outputs of the
 * first filter are kept in a variable.
 */
public final class Svdf implements Operator.Single<Svdf.Options> {
  /** How many filters make one unit, and how hybrid rows are quantized. */
  public record Options(int rank, String activation, boolean asymmetric) {
    public Options {
      if (rank < 1)
        throw new IllegalArgumentException("rank is %d, must be at least 1".formatted(rank));
    }
  }

  @Override
  public Signature signature() {
    return Signature.of("SVDF")
        .operand("x", Types.of(DType.F32, DType.I8))
        .operand("features", Types.of(DType.F32, DType.I8, DType.U8))
        .operand("times", Types.of(DType.F32, DType.I16, DType.I8))
        .optional("bias", Types.of(DType.F32, DType.I32))
        .operand("state", Types.of(DType.F32, DType.I16, DType.I8))
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        Math.toIntExact(raw.integer("rank", 0)),
        raw.text("fused_activation_function", "NONE"),
        raw.flag("asymmetric_quantize_inputs", false));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    return call.operand("x").type().dtype().isFloat() ? real(call, b) : quantized(call, b);
  }

  private static Value real(Call<Options> call, ProgramBuilder b) {
    var weights = RecurrentWeights.of(call, "features", call.attributes().asymmetric());
    var newest = weights.times(new RecurrentWeights.Rows(call.operand("x"), b), b);
    var times = call.operand("times");
    if (!times.type().dtype().isFloat())
      times = Reals.dequantize(times, call.quantization("times"), b);
    var state = shifted(call.variable("state"), newest, times.type().extent(1), b);
    var sums = perUnit(call, filtered(state, times, DType.F32, b), b);
    if (call.has("bias")) sums = b.add(sums, call.operand("bias"));
    return RecurrentActivation.apply(call.attributes().activation(), sums, b);
  }

  private static Value quantized(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    var state = call.variable("state");
    var ofX = call.quantization("x");
    var ofState = call.quantization("state");
    var features = call.operand("features");
    var products = b.contract(x, features, List.of(1), List.of(1), List.of(), List.of(), DType.I32);
    var folded = b.mul(FilterForm.perFilter(features, b), b.constant(DType.I32, -ofX.zeroPoint()));
    double toState = ofX.scale() * call.quantization("features").scale() / ofState.scale();
    var scaled = Rescaling.scaled(b.add(products, folded), toState, b);
    var newest = Activation.NONE.quantize(scaled, ofState, state.type().dtype(), b);
    var times = call.operand("times");
    var all = shifted(state, newest, times.type().extent(1), b);
    var sums = perUnit(call, filtered(all, times, DType.I32, b), b);
    if (call.has("bias")) sums = b.add(sums, call.operand("bias"));
    var out = call.resultQuantization(0);
    double toResult = ofState.scale() * call.quantization("times").scale() / out.scale();
    return Rescaling.requantize(sums, new double[] {toResult}, out, DType.I8, Activation.NONE, b);
  }

  /** The state {@code [batch, filters * memory]} without its oldest and with the newest. */
  private static Value shifted(Variable state, Value newest, int memory, ProgramBuilder b) {
    int batch = newest.type().extent(0);
    int filters = newest.type().extent(1);
    var old = b.reshape(b.read(state), batch, filters, memory);
    var kept = b.slice(old, 2, 1, memory);
    var all = b.concat(List.of(kept, b.reshape(newest, batch, filters, 1)), 2);
    b.write(state, b.reshape(all, state.type().shape()));
    return all;
  }

  /** Each filter's memory with its weights over time, {@code [batch, filters]}. */
  private static Value filtered(Value state, Value times, DType accumulator, ProgramBuilder b) {
    var sums =
        b.contract(state, times, List.of(2), List.of(1), List.of(1), List.of(0), accumulator);
    return b.permute(sums, List.of(1, 0));
  }

  private static Value perUnit(Call<Options> call, Value sums, ProgramBuilder b) {
    int rank = call.attributes().rank();
    int filters = sums.type().extent(1);
    if (filters % rank != 0)
      throw call.refuse("%d filters of rank %d, must be a multiple", filters, rank);
    var split = b.reshape(sums, sums.type().extent(0), filters / rank, rank);
    return b.reduce(Fold.ADD, split, List.of(2));
  }
}
