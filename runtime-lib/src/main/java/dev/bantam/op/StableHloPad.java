package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** Puts a value between elements and at the edges; a negative edge takes elements away. */
public final class StableHloPad implements Operator.Single<StableHloPad.Edges> {
  /** Of each axis: elements before, behind, and between neighbours. */
  public record Edges(List<Integer> low, List<Integer> high, List<Integer> interior) {
    public Edges {
      low = List.copyOf(low);
      high = List.copyOf(high);
      interior = List.copyOf(interior);
      for (int amount : interior) {
        if (amount < 0) {
          throw new IllegalArgumentException(
              "interior padding %s, must not be negative".formatted(interior));
        }
      }
    }
  }

  @Override
  public Signature signature() {
    return Signature.of("STABLEHLO_PAD")
        .operand("x", Types.ANY)
        .operand("value", Types.ANY)
        .result("y");
  }

  @Override
  public Edges attributes(Attributes raw) {
    return new Edges(
        integers(raw, "edge_padding_low"),
        integers(raw, "edge_padding_high"),
        integers(raw, "interior_padding"));
  }

  static List<Integer> integers(Attributes raw, String name) {
    return raw.integers(name).orElse(List.of()).stream().map(Math::toIntExact).toList();
  }

  @Override
  public Value lower(Call<Edges> call, ProgramBuilder b) {
    var edges = call.attributes();
    var x = call.operand("x");
    int rank = x.type().rank();
    if (edges.low().size() != rank
        || edges.high().size() != rank
        || edges.interior().size() != rank)
      throw call.refuse("padding %s of %s, must have one of each for each axis", edges, x.type());
    return padded(x, edges, b.reshape(call.operand("value"), Shape.SCALAR), b);
  }

  static Value padded(Value x, Edges edges, Value value, ProgramBuilder b) {
    var y = x;
    for (int axis = 0; axis < x.type().rank(); axis++) {
      y = Dilation.of(y, axis, edges.interior().get(axis) + 1, value, b);
    }
    var low = new ArrayList<Integer>();
    var high = new ArrayList<Integer>();
    for (int axis = 0; axis < x.type().rank(); axis++) {
      low.add(Math.max(edges.low().get(axis), 0));
      high.add(Math.max(edges.high().get(axis), 0));
    }
    // Padded first and cut then: one edge may take away what the other has put there.
    y = b.pad(y, low, high, value);
    for (int axis = 0; axis < x.type().rank(); axis++) {
      int start = Math.max(-edges.low().get(axis), 0);
      int stop = y.type().extent(axis) - Math.max(-edges.high().get(axis), 0);
      y = b.slice(y, axis, start, stop);
    }
    return y;
  }
}
