package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.List;

/**
 * Initializes variables before the first run. What its subgraph assigns is constant, and is already
 * the first value of the variables: nothing is left to do in a run.
 */
public final class CallOnce implements Operator<Long> {
  @Override
  public Signature signature() {
    return Signature.of("CALL_ONCE");
  }

  /** The subgraph. */
  @Override
  public Long attributes(Attributes raw) {
    return raw.integer("init_subgraph_index", 0);
  }

  @Override
  public List<Value> results(Call<Long> call, ProgramBuilder b) {
    call.requireSubgraph(call.attributes());
    return List.of();
  }
}
