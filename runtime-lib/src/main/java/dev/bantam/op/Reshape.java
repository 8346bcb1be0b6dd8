package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.List;
import java.util.Optional;

/** The same elements under another shape, given by an operand or else by the option. */
public final class Reshape implements Operator.Single<Reshape.NewShape> {
  /** One extent may be -1, which the others and the number of elements decide. */
  public record NewShape(Optional<List<Long>> extents) {
    /** Old files say {@code [0]} of a scalar. */
    long[] toLongs() {
      var given = extents.orElse(List.of());
      if (given.equals(List.of(0L))) return new long[0];
      return given.stream().mapToLong(Long::longValue).toArray();
    }
  }

  @Override
  public Signature signature() {
    return Signature.of("RESHAPE")
        .operand("x", Types.MOVED)
        .optional("shape", Types.INDEX)
        .result("y");
  }

  @Override
  public NewShape attributes(Attributes raw) {
    return new NewShape(raw.integers("new_shape"));
  }

  @Override
  public Value lower(Call<NewShape> call, ProgramBuilder b) {
    var x = call.operand("x");
    return b.reshape(x, shape(call, x.type().elements()));
  }

  private static Shape shape(Call<NewShape> call, long elements) {
    long[] extents =
        call.has("shape") ? call.constant("shape").toLongs() : call.attributes().toLongs();
    long rest = 1;
    int open = -1;
    for (int i = 0; i < extents.length; i++) {
      if (extents[i] >= 0) {
        rest = Math.multiplyExact(rest, extents[i]);
      } else if (extents[i] == -1 && open < 0) {
        open = i;
      } else {
        throw call.refuse(
            "new shape %s, must have extents of at least 0 and at most one -1",
            java.util.Arrays.toString(extents));
      }
    }
    if (open >= 0) extents[open] = rest == 0 ? 0 : elements / rest;
    return Shape.of(java.util.Arrays.stream(extents).mapToInt(Math::toIntExact).toArray());
  }
}
