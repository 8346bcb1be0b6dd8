package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of a long short-term memory. The full kernel keeps its states in variables; the basic
 * one takes and gives them as tensors, with one matrix for all gates.
 */
public final class Lstm implements Operator<Lstm.Options> {
  /** Which kernel, and how its cell is. */
  public record Options(LstmOptions cell, boolean basic) {}

  /**
   * The operands of the full kernel. The first five of the basic one are x, the output before, the
   * weights, the bias and the state before, under these names.
   */
  @Override
  public Signature signature() {
    var any = Types.of(DType.F32, DType.I8, DType.U8, DType.I16, DType.I32);
    var signature = Signature.of("LSTM");
    for (var operand : LstmOperands.of("LSTM").operands())
      signature = signature.optional(operand.name(), any);
    return signature.result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(LstmOptions.of(raw, true), raw.text("kernel_type", "FULL").equals("BASIC"));
  }

  @Override
  public List<Value> results(Call<Options> call, ProgramBuilder b) {
    return call.attributes().basic() ? BasicLstmStep.of(call, b) : List.of(full(call, b));
  }

  private static Value full(Call<Options> call, ProgramBuilder b) {
    var options = call.attributes().cell();
    var x = call.operand("x");
    if (x.type().rank() != 2) throw call.refuse("x is %s, must be of rank 2", x.type());
    UnidirectionalSequenceLstm.Cell cell =
        x.type().dtype() == DType.I8
            ? QuantizedLstmCell.of(call, options)
            : RealLstmCell.of(call, "", options, b);
    var output = call.variable("output_state");
    var state = call.variable("cell_state");
    var one = new ArrayList<>(x.type().shape().extents());
    one.addFirst(1);
    var ahead = cell.ahead(b.reshape(x, new Shape(one)), b);
    var rows = new ArrayList<Value>();
    for (var gate : ahead) {
      var extents = gate.type().shape().extents();
      rows.add(b.reshape(gate, new Shape(extents.subList(1, extents.size()))));
    }
    var next = cell.step(b.read(output), b.read(state), rows, b);
    b.write(output, next.get(0));
    b.write(state, next.get(1));
    return next.get(0);
  }
}
