package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** The handle of a table: the same for the same number, all over the model. */
public final class Hashtable implements Operator.Single<Long> {
  @Override
  public Signature signature() {
    return Signature.of("HASHTABLE").result("resource");
  }

  /** The table's number. */
  @Override
  public Long attributes(Attributes raw) {
    return raw.integer("table_id", 0);
  }

  @Override
  public Value lower(Call<Long> call, ProgramBuilder b) {
    return call.handle(new Resource.Table(call.attributes()));
  }
}
