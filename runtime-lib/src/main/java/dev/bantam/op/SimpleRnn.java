package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.List;

/**
 * {@code h = activation(x W + h R + bias)}, for one step or a sequence; the state is a variable.
 */
public final class SimpleRnn implements Operator.Single<SimpleRnn.Options> {
  private final String name;
  private final boolean sequence;

  private SimpleRnn(String name, boolean sequence) {
    this.name = name;
    this.sequence = sequence;
  }

  public static SimpleRnn step() {
    return new SimpleRnn("RNN", false);
  }

  public static SimpleRnn sequence() {
    return new SimpleRnn("UNIDIRECTIONAL_SEQUENCE_RNN", true);
  }

  /**
   * @param asymmetric whether rows are quantized with a zero point, where weights are integers
   * @param timeMajor whether time is the first axis of a sequence
   */
  public record Options(String activation, boolean asymmetric, boolean timeMajor) {}

  @Override
  public Signature signature() {
    var weights = Types.of(DType.F32, DType.I8, DType.U8);
    return Signature.of(name)
        .operand("x", Types.F32)
        .operand("input_weights", weights)
        .operand("recurrent_weights", weights)
        .operand("bias", Types.F32)
        .operand("state", Types.F32)
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        raw.text("fused_activation_function", "NONE"),
        raw.flag("asymmetric_quantize_inputs", false),
        raw.flag("time_major", false));
  }

  /** What a step needs beside its input and state. */
  private record Cell(RecurrentWeights recurrent, Literal bias, String activation) {
    Value next(Value product, Value state, ProgramBuilder b) {
      var recurred = recurrent.times(new RecurrentWeights.Rows(state, b), b);
      var sum = b.add(b.add(product, b.constant(bias)), recurred);
      return RecurrentActivation.apply(activation, sum, b);
    }
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var options = call.attributes();
    var x = call.operand("x");
    int rank = sequence ? 3 : 2;
    if (x.type().rank() != rank) throw call.refuse("x is %s, must be of rank %d", x.type(), rank);
    var input = RecurrentWeights.of(call, "input_weights", options.asymmetric());
    var recurrent = RecurrentWeights.of(call, "recurrent_weights", options.asymmetric());
    var cell = new Cell(recurrent, call.constant("bias"), options.activation());
    var state = call.variable("state");
    boolean batchMajor = sequence && !options.timeMajor();
    var steps = batchMajor ? b.permute(x, List.of(1, 0, 2)) : x;
    var products = input.times(new RecurrentWeights.Rows(steps, b), b);
    if (!sequence) {
      var y = cell.next(products, b.read(state), b);
      b.write(state, y);
      return y;
    }
    var extents = products.type().shape().extents();
    var row = products.type().with(new Shape(extents.subList(1, extents.size())));
    var step =
        b.function(
            "rnn_step",
            List.of(state.type(), row),
            (p, v) -> {
              var y = cell.next(v.get(1), v.get(0), p);
              return List.of(y, y);
            });
    var results =
        b.scan(step, List.of(b.read(state)), List.of(products), extents.getFirst(), false);
    b.write(state, results.get(0));
    return batchMajor ? b.permute(results.get(1), List.of(1, 0, 2)) : results.get(1);
  }
}
