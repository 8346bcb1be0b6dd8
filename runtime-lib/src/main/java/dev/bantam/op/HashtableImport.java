package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.List;

/** Fills a table with keys and their values; one that is filled stays as it is. */
public final class HashtableImport implements Operator<Operator.None> {
  @Override
  public Signature signature() {
    return Signature.of("HASHTABLE_IMPORT")
        .operand("resource", Types.RESOURCE)
        .operand("keys", Types.KEY)
        .operand("values", Types.KEY);
  }

  @Override
  public None attributes(Attributes raw) {
    return new None();
  }

  @Override
  public List<Value> results(Call<None> call, ProgramBuilder b) {
    var keys = call.operand("keys");
    var values = call.operand("values");
    if (keys.type().elements() != values.type().elements())
      throw call.refuse("%s keys of %s values, must be one each", keys.type(), values.type());
    call.fillTable("resource", keys, values, b);
    return List.of();
  }
}
