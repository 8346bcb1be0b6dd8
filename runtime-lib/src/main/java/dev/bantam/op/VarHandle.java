package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** The handle of a variable: the same for the same container and name, all over the model. */
public final class VarHandle implements Operator.Single<Resource.Named> {
  @Override
  public Signature signature() {
    return Signature.of("VAR_HANDLE").result("resource");
  }

  @Override
  public Resource.Named attributes(Attributes raw) {
    return new Resource.Named(raw.text("container", ""), raw.text("shared_name", ""));
  }

  @Override
  public Value lower(Call<Resource.Named> call, ProgramBuilder b) {
    return call.handle(call.attributes());
  }
}
