package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.List;

/** Another subgraph in this one's place. */
public final class Composition implements Operator<Integer> {
  private final String name;
  private final String option;

  private Composition(String name, String option) {
    this.name = name;
    this.option = option;
  }

  public static Composition call() {
    return new Composition("CALL", "subgraph");
  }

  /** What it stands for is its decomposition, whatever its name promises. */
  public static Composition composite() {
    return new Composition("STABLEHLO_COMPOSITE", "decomposition_subgraph_index");
  }

  @Override
  public Signature signature() {
    return Signature.of(name)
        .variadic("arguments", Types.union(Types.MOVED, Types.RESOURCE))
        .result("results");
  }

  @Override
  public Integer attributes(Attributes raw) {
    return Math.toIntExact(raw.integer(option, 0));
  }

  @Override
  public List<Value> results(Call<Integer> call, ProgramBuilder b) {
    return call.subgraph(call.attributes(), call.operands("arguments"), b);
  }
}
