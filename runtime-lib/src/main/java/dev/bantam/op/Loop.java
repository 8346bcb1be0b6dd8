package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Function;
import dev.bantam.prim.Prim;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** Runs a subgraph on its own results, as long as another one says so. */
public final class Loop implements Operator<Loop.Options> {
  /** A loop whose shapes change is written out step by step, so its steps have an end. */
  private static final int MOST_STEPS_WRITTEN_OUT = 1000;

  private static final int MOST_COUNTERS = 16;

  private final String name;

  private Loop(String name) {
    this.name = name;
  }

  public static Loop builtin() {
    return new Loop("WHILE");
  }

  public static Loop stableHlo() {
    return new Loop("STABLEHLO_WHILE");
  }

  /** The subgraphs of condition and body. */
  public record Options(int condition, int body) {}

  @Override
  public Signature signature() {
    return Signature.of(name)
        .variadic("carried", Types.union(Types.ANY, Types.RESOURCE))
        .result("results");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        Math.toIntExact(raw.integer("cond_subgraph_index", 0)),
        Math.toIntExact(raw.integer("body_subgraph_index", 0)));
  }

  @Override
  public List<Value> results(Call<Options> call, ProgramBuilder b) {
    var carried = call.operands("carried");
    var types = carried.stream().map(Value::type).toList();
    if (!keepsItsTypes(call, carried, b)) return writtenOut(call, carried, b);
    Function condition = b.function("condition", types, (p, x) -> List.of(condition(call, x, p)));
    Function body =
        b.function("body", types, (p, x) -> call.subgraph(call.attributes().body(), x, p));
    return b.apply(new Prim.While(condition, body, carried));
  }

  /** Asked of a function that is thrown away: a body may fail to lower for shapes that change. */
  private static boolean keepsItsTypes(Call<Options> call, List<Value> carried, ProgramBuilder b) {
    var types = carried.stream().map(Value::type).toList();
    var body = b.function("body", types, (p, x) -> call.subgraph(call.attributes().body(), x, p));
    return body.resultTypes().equals(types);
  }

  private static Value condition(Call<Options> call, List<Value> carried, ProgramBuilder b) {
    var results = call.subgraph(call.attributes().condition(), carried, b);
    return b.reshape(results.getFirst(), Shape.SCALAR);
  }

  /** The carried values, of which those that a condition may count with are known. */
  private static List<Value> withCounters(
      Call<Options> call, List<Value> carried, ProgramBuilder b) {
    var known = new ArrayList<Value>();
    for (int i = 0; i < carried.size(); i++) {
      var type = carried.get(i).type();
      boolean counts = !type.dtype().isFloat() && type.elements() <= MOST_COUNTERS;
      known.add(counts ? b.constant(call.constant("carried", i)) : carried.get(i));
    }
    return known;
  }

  private static List<Value> writtenOut(Call<Options> call, List<Value> initial, ProgramBuilder b) {
    var carried = withCounters(call, initial, b);
    for (int step = 0; step <= MOST_STEPS_WRITTEN_OUT; step++) {
      Literal goesOn =
          b.constant(condition(call, carried, b))
              .orElseThrow(
                  () ->
                      call.refuse(
                          "carried shapes change and the condition is known only when the model"
                              + " runs, must be known before"));
      if (goesOn.integer(0) == 0) return carried;
      carried = call.subgraph(call.attributes().body(), carried, b);
    }
    throw call.refuse(
        "carried shapes change for more than %d steps, must end before", MOST_STEPS_WRITTEN_OUT);
  }
}
