package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Two simple recurrent networks over a sequence, one from each end. An auxiliary operand with
 * weights is added to both; one without is what the second runs over.
 */
public final class BidirectionalSequenceRnn implements Operator<BidirectionalSequenceRnn.Options> {
  /** As of the one in one direction, and whether both outputs become one. */
  public record Options(String activation, boolean asymmetric, boolean timeMajor, boolean merges) {}

  @Override
  public Signature signature() {
    var weights = Types.of(DType.F32, DType.I8, DType.U8);
    var signature = Signature.of("BIDIRECTIONAL_SEQUENCE_RNN").operand("x", Types.F32);
    for (var prefix : List.of("forward_", "backward_")) {
      signature =
          signature
              .operand(prefix + "weights", weights)
              .operand(prefix + "recurrent", weights)
              .operand(prefix + "bias", Types.F32)
              .operand(prefix + "state", Types.F32);
    }
    return signature
        .optional("auxiliary", Types.F32)
        .optional("forward_auxiliary", weights)
        .optional("backward_auxiliary", weights)
        .result("forward")
        .result("backward");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        raw.text("fused_activation_function", "NONE"),
        raw.flag("asymmetric_quantize_inputs", false),
        raw.flag("time_major", false),
        raw.flag("merge_outputs", false));
  }

  @Override
  public List<Value> results(Call<Options> call, ProgramBuilder b) {
    boolean given = call.has("auxiliary");
    boolean added = given && call.has("forward_auxiliary");
    var x = steps(call, "x", b);
    var more = added ? Optional.of(steps(call, "auxiliary", b)) : Optional.<Value>empty();
    var second = given && !added ? steps(call, "auxiliary", b) : x;
    var forward = run(call, "forward_", x, more, b);
    var backward = run(call, "backward_", second, more, b);
    boolean timeMajor = call.attributes().timeMajor();
    if (call.attributes().merges()) {
      var both = b.concat(List.of(forward, backward), 2);
      return List.of(timeMajor ? both : b.permute(both, List.of(1, 0, 2)));
    }
    if (timeMajor) return List.of(forward, backward);
    return List.of(b.permute(forward, List.of(1, 0, 2)), b.permute(backward, List.of(1, 0, 2)));
  }

  private static Value steps(Call<Options> call, String operand, ProgramBuilder b) {
    var x = call.operand(operand);
    if (x.type().rank() != 3) throw call.refuse("%s is %s, must be of rank 3", operand, x.type());
    return call.attributes().timeMajor() ? x : b.permute(x, List.of(1, 0, 2));
  }

  private static Value run(
      Call<Options> call, String prefix, Value steps, Optional<Value> more, ProgramBuilder b) {
    var options = call.attributes();
    var recurrent = RecurrentWeights.of(call, prefix + "recurrent", options.asymmetric());
    Literal bias = call.constant(prefix + "bias");
    var ahead =
        RecurrentWeights.of(call, prefix + "weights", options.asymmetric())
            .times(new RecurrentWeights.Rows(steps, b), b);
    ahead = b.add(b.constant(bias), ahead);
    if (more.isPresent()) {
      var weights = RecurrentWeights.of(call, prefix + "auxiliary", options.asymmetric());
      ahead = b.add(ahead, weights.times(new RecurrentWeights.Rows(more.orElseThrow(), b), b));
    }
    var state = call.variable(prefix + "state");
    var extents = ahead.type().shape().extents();
    var row = ahead.type().with(new Shape(extents.subList(1, extents.size())));
    var step =
        b.function(
            "rnn_step",
            List.of(state.type(), row),
            (inner, in) -> {
              var recurred = recurrent.times(new RecurrentWeights.Rows(in.get(0), inner), inner);
              var sum = inner.add(in.get(1), recurred);
              var y = RecurrentActivation.apply(options.activation(), sum, inner);
              return List.of(y, y);
            });
    boolean reverse = prefix.equals("backward_");
    var results = b.scan(step, List.of(b.read(state)), List.of(ahead), extents.getFirst(), reverse);
    b.write(state, results.get(0));
    return results.get(1);
  }
}
