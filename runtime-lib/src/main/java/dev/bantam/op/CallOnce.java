package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.List;

/**
 * Initializes variables before the first run. What its subgraph assigns is constant, and is already
 * the first value of the variables: nothing is left to do in a run.
 */
public final class CallOnce implements Operator<Operator.None> {
  @Override
  public Signature signature() {
    return Signature.of("CALL_ONCE");
  }

  @Override
  public None attributes(Attributes raw) {
    return new None();
  }

  @Override
  public List<Value> results(Call<None> call, ProgramBuilder b) {
    return List.of();
  }
}
