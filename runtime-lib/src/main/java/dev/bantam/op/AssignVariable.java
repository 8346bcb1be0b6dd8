package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.List;

/** Gives a variable its value from now on. */
public final class AssignVariable implements Operator<Operator.None> {
  @Override
  public Signature signature() {
    return Signature.of("ASSIGN_VARIABLE")
        .operand("resource", Types.RESOURCE)
        .operand("value", Types.MOVED);
  }

  @Override
  public None attributes(Attributes raw) {
    return new None();
  }

  @Override
  public List<Value> results(Call<None> call, ProgramBuilder b) {
    b.write(call.variable("resource"), call.operand("value"));
    return List.of();
  }
}
