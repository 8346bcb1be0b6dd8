package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Two memories over a sequence, one from each end. An auxiliary operand with weights is added to
 * both; one without is what the second runs over.
 */
public final class BidirectionalSequenceLstm
    implements Operator<BidirectionalSequenceLstm.Options> {
  /** Whether both outputs become one. */
  public record Options(LstmOptions cell, boolean merges) {}

  @Override
  public Signature signature() {
    var signature = Signature.of("BIDIRECTIONAL_SEQUENCE_LSTM").operand("x", Types.F32);
    signature = LstmOperands.direction(signature, "forward_");
    signature = LstmOperands.direction(signature, "backward_");
    signature =
        signature
            .operand("forward_output_state", Types.F32)
            .operand("forward_cell_state", Types.F32)
            .operand("backward_output_state", Types.F32)
            .operand("backward_cell_state", Types.F32)
            .optional("auxiliary", Types.F32);
    signature = LstmOperands.auxiliary(signature, "forward_");
    return LstmOperands.auxiliary(signature, "backward_").result("forward").result("backward");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        LstmOptions.of(raw, raw.flag("time_major", true)), raw.flag("merge_outputs", false));
  }

  @Override
  public List<Value> results(Call<Options> call, ProgramBuilder b) {
    var options = call.attributes().cell();
    var x = steps(call, "x", b);
    boolean given = call.has("auxiliary");
    boolean added = given && call.has("forward_auxiliary_to_forget");
    var forwardCell = RealLstmCell.of(call, "forward_", options, b);
    var backwardCell = RealLstmCell.of(call, "backward_", options, b);
    if (added) {
      forwardCell = forwardCell.with(steps(call, "auxiliary", b));
      backwardCell = backwardCell.with(steps(call, "auxiliary", b));
    }
    var second = given && !added ? steps(call, "auxiliary", b) : x;
    var forward = run(call, forwardCell, "forward_", x, false, b);
    var backward = run(call, backwardCell, "backward_", second, true, b);
    var all = new ArrayList<Value>();
    if (call.attributes().merges()) {
      all.add(b.concat(List.of(forward, backward), 2));
    } else {
      all.add(forward);
      all.add(backward);
    }
    return all.stream().map(y -> options.timeMajor() ? y : b.permute(y, List.of(1, 0, 2))).toList();
  }

  private static Value steps(Call<Options> call, String operand, ProgramBuilder b) {
    var x = call.operand(operand);
    if (x.type().rank() != 3) throw call.refuse("%s is %s, must be of rank 3", operand, x.type());
    return call.attributes().cell().timeMajor() ? x : b.permute(x, List.of(1, 0, 2));
  }

  private static Value run(
      Call<Options> call,
      RealLstmCell cell,
      String prefix,
      Value steps,
      boolean reverse,
      ProgramBuilder b) {
    var output = call.variable(prefix + "output_state");
    var state = call.variable(prefix + "cell_state");
    var carry = List.of(b.read(output), b.read(state));
    var results = UnidirectionalSequenceLstm.run(cell, carry, steps, reverse, b);
    b.write(output, results.get(0));
    b.write(state, results.get(1));
    return results.get(2);
  }
}
