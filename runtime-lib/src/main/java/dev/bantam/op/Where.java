package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.Arrays;

/**
 * The coordinates of what is not 0, in order. How many there are shapes the result, so that the
 * operand has to be known when the program is made; a model that computes it is cut in two there.
 */
public final class Where implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("WHERE")
        .operand("condition", Types.union(Types.NUMBER, Types.BOOL))
        .result("coordinates");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var condition = call.constant("condition");
    var shape = condition.type().shape();
    var strides = shape.strides();
    var coordinates = new long[Math.toIntExact(condition.elements()) * shape.rank()];
    int found = 0;
    for (long at = 0; at < condition.elements(); at++) {
      if (condition.real(at) == 0) continue;
      for (int axis = 0; axis < shape.rank(); axis++) {
        coordinates[found * shape.rank() + axis] =
            at / strides[axis] % Math.max(1, shape.extent(axis));
      }
      found++;
    }
    var used = Arrays.copyOf(coordinates, found * shape.rank());
    return b.constant(Literal.of(Shape.of(found, shape.rank()), used));
  }
}
