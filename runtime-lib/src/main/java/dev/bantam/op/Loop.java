package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Control;
import dev.bantam.prim.Function;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
        .variadic("carried", Types.union(Types.MOVED, Types.RESOURCE))
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
    var carried = new Carried(call.operands("carried"), b);
    int bodyIndex = call.attributes().body();
    // A body is thrown away until it is known what stays: it may fail to lower for shapes that
    // change, and handles of resources and extents may come in only by what is carried.
    Function body;
    try {
      do {
        var varying = carried.varying();
        body =
            b.function(
                "body",
                varying.stream().map(Value::type).toList(),
                (p, x) -> carried.keep(call.subgraph(bodyIndex, carried.all(x, p), p), p));
      } while (body.parameters().size() != carried.varying().size());
    } catch (UnknownValueException ofTheBody) {
      // Shapes inside of the body may follow from what is counted.
      return writtenOut(call, call.operands("carried"), b);
    }
    var types = carried.varying().stream().map(Value::type).toList();
    if (!body.resultTypes().equals(types)) return writtenOut(call, call.operands("carried"), b);
    Function condition =
        b.function("condition", types, (p, x) -> List.of(condition(call, carried.all(x, p), p)));
    return carried.all(b.apply(new Control.While(condition, body, carried.varying())), b);
  }

  /** The carried values, of which constants that the body hands on as they are stay constants. */
  private static final class Carried {
    private final List<Value> initial;
    private final List<Optional<Literal>> constants;

    Carried(List<Value> initial, ProgramBuilder b) {
      this.initial = initial;
      this.constants = new ArrayList<>(initial.stream().map(b::constant).toList());
    }

    List<Value> varying() {
      return picked(initial);
    }

    private List<Value> picked(List<Value> all) {
      return IntStream.range(0, initial.size())
          .filter(i -> constants.get(i).isEmpty())
          .mapToObj(all::get)
          .toList();
    }

    /** The constants, and between them these values of the others. */
    List<Value> all(List<Value> varying, ProgramBuilder b) {
      var all = new ArrayList<Value>();
      var next = varying.iterator();
      for (var constant : constants) all.add(constant.map(b::constant).orElseGet(next::next));
      return all;
    }

    /** What of a body's results varies; a constant that does not stay one varies from now on. */
    List<Value> keep(List<Value> results, ProgramBuilder b) {
      for (int i = 0; i < initial.size(); i++) {
        if (constants.get(i).isPresent() && !b.constant(results.get(i)).equals(constants.get(i)))
          constants.set(i, Optional.empty());
      }
      return picked(results);
    }
  }

  private static Value condition(Call<Options> call, List<Value> carried, ProgramBuilder b) {
    var results = call.subgraph(call.attributes().condition(), carried, b);
    var condition = b.reshape(results.getFirst(), Shape.SCALAR);
    return call.subgraphsGoOn(b)
        .map(goesOn -> b.binary(Fn2.AND, condition, goesOn))
        .orElse(condition);
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
      var goesOn =
          call.decision(
              call.attributes().condition(),
              carried,
              "shapes change and the condition is known only when the model runs, must be known"
                  + " before");
      if (goesOn.integer(0) == 0) return carried;
      carried = call.subgraph(call.attributes().body(), carried, b);
    }
    throw call.refuse(
        "carried shapes change for more than %d steps, must end before", MOST_STEPS_WRITTEN_OUT);
  }
}
