package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Control;
import dev.bantam.prim.Function;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** One of several subgraphs, chosen when the model runs; all take the same arguments. */
public final class Branch implements Operator<List<Integer>> {
  private final String name;
  private final boolean two;

  private Branch(String name, boolean two) {
    this.name = name;
    this.two = two;
  }

  /** One subgraph if a condition holds, another if not. */
  public static Branch when() {
    return new Branch("IF", true);
  }

  /** The subgraph of a number, and the last one for numbers that there are none of. */
  public static Branch choose() {
    return new Branch("STABLEHLO_CASE", false);
  }

  @Override
  public Signature signature() {
    return Signature.of(name)
        .operand("choice", two ? Types.BOOL : Types.I32)
        .variadic("arguments", Types.union(Types.MOVED, Types.RESOURCE))
        .result("results");
  }

  /** The subgraphs by number; of a condition, false comes first. */
  @Override
  public List<Integer> attributes(Attributes raw) {
    if (two) {
      return List.of(
          Math.toIntExact(raw.integer("else_subgraph_index", 0)),
          Math.toIntExact(raw.integer("then_subgraph_index", 0)));
    }
    return raw.integers("branch_subgraph_indices").orElse(List.of()).stream()
        .map(Math::toIntExact)
        .toList();
  }

  @Override
  public List<Value> results(Call<List<Integer>> call, ProgramBuilder b) {
    var subgraphs = call.attributes();
    if (subgraphs.isEmpty()) throw call.refuse("no branches, must be at least one");
    var arguments = call.operands("arguments");
    var known = call.known("choice");
    if (known.isPresent()) return chosen(call, known.orElseThrow(), arguments, b);
    var branches = new ArrayList<Function>();
    List<Value> taken = List.of();
    try {
      for (int subgraph : subgraphs) {
        var region = Region.of(call, "branch", subgraph, arguments, b);
        branches.add(region.function());
        taken = region.arguments();
      }
    } catch (UnknownValueException ofABranch) {
      // Shapes inside of the branch follow from data: it is part of the program itself.
      return chosen(call, call.constant("choice"), arguments, b);
    }
    boolean alike = branches.stream().map(Function::resultTypes).distinct().count() == 1;
    // Where shapes depend on the choice, the program is made again for each.
    if (!alike) return chosen(call, call.constant("choice"), arguments, b);
    var index = b.reshape(b.convert(call.operand("choice"), DType.I32), Shape.SCALAR);
    return b.apply(new Control.Case(index, branches, taken));
  }

  private static List<Value> chosen(
      Call<List<Integer>> call, Literal choice, List<Value> arguments, ProgramBuilder b) {
    var subgraphs = call.attributes();
    long index = choice.integer(0);
    boolean exists = index >= 0 && index < subgraphs.size();
    int subgraph = exists ? subgraphs.get((int) index) : subgraphs.getLast();
    return call.subgraph(subgraph, arguments, b);
  }
}
