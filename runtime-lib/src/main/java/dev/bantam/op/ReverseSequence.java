package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** Reverses the first elements of each sequence of a batch, as many as its length says. */
public final class ReverseSequence implements Operator.Single<ReverseSequence.Options> {
  /** Which axes are the sequence and the batch. */
  public record Options(int sequence, int batch) {}

  @Override
  public Signature signature() {
    return Signature.of("REVERSE_SEQUENCE")
        .operand("x", Types.MOVED)
        .operand("lengths", Types.INDEX)
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        Math.toIntExact(raw.integer("seq_dim", 0)), Math.toIntExact(raw.integer("batch_dim", 0)));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    int sequence = Axes.of(call, call.attributes().sequence(), x);
    int batch = Axes.of(call, call.attributes().batch(), x);
    if (sequence == batch) throw call.refuse("sequence and batch are axis %d, must differ", batch);
    var order = new ArrayList<>(List.of(batch, sequence));
    for (int i = 0; i < x.type().rank(); i++) if (i != batch && i != sequence) order.add(i);
    var rows = b.permute(x, order);
    int sequences = x.type().extent(batch);
    int length = x.type().extent(sequence);
    var lengths = b.reshape(b.convert(call.operand("lengths"), DType.I32), sequences, 1);
    var at = b.broadcast(b.iota(length, DType.I32), Shape.of(sequences, length));
    var mirrored = b.sub(b.add(lengths, -1), at);
    var within = b.select(b.lt(at, lengths), mirrored, at);
    var first = b.reshape(b.mul(b.iota(sequences, DType.I32), length), sequences, 1);
    var taken =
        b.gather(
            b.reshape(rows, FlatIndex.joined(rows.type().shape(), 2)),
            b.reshape(b.add(within, first), sequences * length),
            0);
    return b.permute(b.reshape(taken, rows.type().shape()), inverse(order));
  }

  private static List<Integer> inverse(List<Integer> order) {
    var inverse = new ArrayList<>(order);
    for (int i = 0; i < order.size(); i++) inverse.set(order.get(i), i);
    return inverse;
  }
}
