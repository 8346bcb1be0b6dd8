package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;

/**
 * Energies summed under overlapping triangles: each frequency goes with its weight into one
 * channel, and with what is left of it into the next.
 */
public final class SignalFilterBank implements Operator.Single<Integer> {
  private static final int MOST_TERMS = 1 << 22;

  @Override
  public Signature signature() {
    return Signature.custom("SignalFilterBank")
        .operand("energy", Types.of(DType.U32))
        .operand("weights", Types.Q16)
        .operand("unweights", Types.Q16)
        .operand("frequency_starts", Types.Q16)
        .operand("weight_starts", Types.Q16)
        .operand("widths", Types.Q16)
        .result("channels");
  }

  /** How many channels there are. */
  @Override
  public Integer attributes(Attributes raw) {
    return SignalBits.within(raw, "num_channels", 1, Short.MAX_VALUE);
  }

  /** An energy times a weight, added to a channel. */
  private record Term(int frequency, long weight, int channel) {}

  @Override
  public Value lower(Call<Integer> call, ProgramBuilder b) {
    var energy = call.operand("energy");
    int channels = call.attributes();
    int frequencies = energy.type().rank() == 1 ? energy.type().extent(0) : 0;
    var terms = new ArrayList<Term>();
    var weights = call.constant("weights");
    var unweights = call.constant("unweights");
    for (int i = 0; i <= channels; i++) {
      long frequency = at(call, "frequency_starts", i);
      long weight = at(call, "weight_starts", i);
      for (int j = 0; j < at(call, "widths", i); j++) {
        if (frequency + j < 0
            || frequency + j >= frequencies
            || weight + j < 0
            || weight + j >= Math.min(weights.elements(), unweights.elements())) {
          throw call.refuse(
              "channel %d takes frequency %d with weight %d, must be of %d and %d",
              i, frequency + j, weight + j, frequencies, weights.elements());
        }
        if (terms.size() >= MOST_TERMS)
          throw call.refuse("more than %d weights, must be at most that", MOST_TERMS);
        int bin = (int) frequency + j;
        // What is summed for channel 0 by weight is never given out.
        if (i > 0) terms.add(new Term(bin, weights.integer(weight + j), i - 1));
        if (i < channels) terms.add(new Term(bin, unweights.integer(weight + j), i));
      }
    }
    var chosen = terms.stream().mapToInt(Term::frequency).toArray();
    var factors = terms.stream().mapToLong(Term::weight).toArray();
    var places = terms.stream().mapToInt(Term::channel).toArray();
    var shape = Shape.of(chosen.length);
    var wide = b.convert(b.gather(energy, b.constant(Literal.of(shape, chosen)), 0), DType.I64);
    var products = b.mul(wide, b.constant(Literal.of(shape, factors)));
    var zeros = b.broadcast(b.constant(DType.I64, 0L), Shape.of(channels));
    var where = b.constant(Literal.of(shape, places));
    var sums = b.one(new Indexed.Scatter(Prim.Update.ADD, zeros, where, products));
    return b.bitcast(sums, DType.U64);
  }

  private static long at(Call<Integer> call, String operand, int channel) {
    var values = call.constant(operand);
    if (channel < values.elements()) return values.integer(channel);
    throw call.refuse(
        "%s has %d elements, must have %d", operand, values.elements(), call.attributes() + 1);
  }
}
