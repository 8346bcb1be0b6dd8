package dev.bantam.op;

import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.List;
import java.util.OptionalLong;

/**
 * One element of a vector that operators put together: where it comes from, as far back as it was
 * only moved. So the begin {@code [i, 0, 0]} of a slice has two elements that are known, though the
 * vector is not.
 */
record Element(Value source, int index) {
  /** The element of that index, {@code 0} of a scalar. */
  static Element of(Value vector, int index) {
    return switch (vector.prim().orElse(null)) {
      case Movement.Reshape(var x, _) -> of(x, index);
      case Movement.Expand(var x, _) when x.type().elements() == 1 -> of(x, 0);
      case Movement.Slice slice when slice.x().type().rank() == 1 ->
          of(slice.x(), slice.start().getFirst() + index * slice.step().getFirst());
      case Movement.Concat(var xs, _) when vector.type().rank() == 1 -> among(xs, index);
      case null, default -> new Element(vector, index);
    };
  }

  private static Element among(List<Value> parts, int index) {
    int left = index;
    for (var part : parts) {
      int count = part.type().extent(0);
      if (left < count) return of(part, left);
      left -= count;
    }
    throw new IndexOutOfBoundsException("element %d of %s".formatted(index, parts));
  }

  /** Its value, if it is a constant. */
  OptionalLong known(ProgramBuilder b) {
    var literal = b.constant(source);
    return literal.isPresent()
        ? OptionalLong.of(literal.get().integer(index))
        : OptionalLong.empty();
  }

  /** Whether it is the other one and a constant more. */
  boolean is(Element other, long more, ProgramBuilder b) {
    if (known(b).isPresent() && other.known(b).isPresent())
      return known(b).getAsLong() == other.known(b).getAsLong() + more;
    if (more == 0) return equals(other);
    if (!(source.prim().orElse(null) instanceof Elementwise.Binary(var fn, var x, var y)))
      return false;
    if (fn != Fn2.ADD) return false;
    return sums(x, y, other, more, b) || sums(y, x, other, more, b);
  }

  private boolean sums(Value x, Value y, Element other, long more, ProgramBuilder b) {
    var amount = of(y, y.type().elements() == 1 ? 0 : index).known(b);
    return amount.isPresent()
        && amount.getAsLong() == more
        && of(x, x.type().elements() == 1 ? 0 : index).equals(other);
  }
}
