package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** The handle of a variable: the same for the same container and name, all over the model. */
public final class VarHandle implements Operator.Single<VarHandle.Name> {
  /** What a variable is known by. */
  public record Name(String container, String sharedName) {}

  @Override
  public Signature signature() {
    return Signature.of("VAR_HANDLE").result("resource");
  }

  @Override
  public Name attributes(Attributes raw) {
    return new Name(raw.text("container", ""), raw.text("shared_name", ""));
  }

  @Override
  public Value lower(Call<Name> call, ProgramBuilder b) {
    return call.handle(call.attributes().container(), call.attributes().sharedName());
  }
}
