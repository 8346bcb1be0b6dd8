package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.List;

/**
 * The one definition of an operator. Shapes are not stated apart: the values that {@link #results}
 * makes have them.
 *
 * @param <A> its attributes; a record whose constructor refuses what has no meaning
 */
public interface Operator<A> {
  /** Name, operands and results, with the types they take. */
  Signature signature();

  /**
   * Reads the attributes that the file has; the schema's defaults stand for those it leaves out.
   */
  A attributes(Attributes raw);

  /** The results, as primitives of the operands, in the order of the signature. */
  List<Value> results(Call<A> call, ProgramBuilder b);

  /** For an operator without attributes. */
  record None() {}

  /** An operator with one result. */
  interface Single<A> extends Operator<A> {
    Value lower(Call<A> call, ProgramBuilder b);

    @Override
    default List<Value> results(Call<A> call, ProgramBuilder b) {
      return List.of(lower(call, b));
    }
  }

  /** An operator with one result and no attributes. */
  interface Plain extends Single<None> {
    @Override
    default None attributes(Attributes raw) {
      return new None();
    }
  }
}
