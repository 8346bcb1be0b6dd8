package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;

/** A long short-term memory over a sequence; its two states live in variables. */
public final class UnidirectionalSequenceLstm implements Operator.Single<LstmOptions> {
  @Override
  public Signature signature() {
    return LstmOperands.of("UNIDIRECTIONAL_SEQUENCE_LSTM").result("y");
  }

  @Override
  public LstmOptions attributes(Attributes raw) {
    return LstmOptions.of(raw, raw.flag("time_major", false));
  }

  @Override
  public Value lower(Call<LstmOptions> call, ProgramBuilder b) {
    var options = call.attributes();
    var x = call.operand("x");
    if (x.type().rank() != 3) throw call.refuse("x is %s, must be of rank 3", x.type());
    var steps = options.timeMajor() ? x : b.permute(x, List.of(1, 0, 2));
    var outputState = call.variable("output_state");
    var cellState = call.variable("cell_state");
    Cell cell =
        x.type().dtype() == DType.I8
            ? QuantizedLstmCell.of(call, options)
            : RealLstmCell.of(call, "", options, b);
    var carry = List.of(b.read(outputState), b.read(cellState));
    var results = run(cell, carry, steps, false, b);
    b.write(outputState, results.get(0));
    b.write(cellState, results.get(1));
    var y = results.get(2);
    return options.timeMajor() ? y : b.permute(y, List.of(1, 0, 2));
  }

  /** What one step of a recurrent network does. */
  interface Cell {
    /** What of all steps can be computed before the first; {@code [time, ..]} each. */
    List<Value> ahead(Value steps, ProgramBuilder b);

    /** New output and cell states from the old ones and a step of {@link #ahead}. */
    List<Value> step(Value output, Value state, List<Value> ahead, ProgramBuilder b);
  }

  /** The states after the last step, then all outputs. */
  static List<Value> run(
      Cell cell, List<Value> carry, Value steps, boolean reverse, ProgramBuilder b) {
    var ahead = cell.ahead(steps, b);
    var types = new ArrayList<>(carry.stream().map(Value::type).toList());
    for (var value : ahead) {
      var extents = value.type().shape().extents();
      types.add(value.type().with(new dev.bantam.type.Shape(extents.subList(1, extents.size()))));
    }
    var step =
        b.function(
            "lstm_step",
            types,
            (inner, in) -> {
              var next = cell.step(in.get(0), in.get(1), in.subList(2, in.size()), inner);
              return List.of(next.get(0), next.get(1), next.get(0));
            });
    return b.scan(step, carry, ahead, steps.type().extent(0), reverse);
  }
}
