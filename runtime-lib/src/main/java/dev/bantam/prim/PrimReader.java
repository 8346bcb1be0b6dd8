package dev.bantam.prim;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.Prim.Update;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** A primitive from its words: what {@link PrimWords} writes, in the same order. */
final class PrimReader {
  /** What names stand for. */
  interface Names {
    Function function(String name);

    Variable variable(String name);
  }

  private final Tokens tokens;
  private final Names names;

  PrimReader(Tokens tokens, Names names) {
    this.tokens = tokens;
    this.names = names;
  }

  /** Reads the attributes behind the operands. */
  Prim read(String name, List<Value> x) {
    return switch (name) {
      case "iota" -> new Source.Iota(integer("extent"), dtype("dtype"));
      case "reshape" -> new Movement.Reshape(only(x), shape("shape"));
      case "permute" -> new Movement.Permute(only(x), integers("order"));
      case "expand" -> new Movement.Expand(only(x), shape("shape"));
      case "pad" ->
          new Movement.Pad(of(2, x).getFirst(), integers("low"), integers("high"), x.getLast());
      case "slice" ->
          new Movement.Slice(only(x), integers("start"), integers("stop"), integers("step"));
      case "flip" -> new Movement.Flip(only(x), new TreeSet<>(integers("axes")));
      case "window" ->
          new Movement.Window(
              only(x), integer("axis"), integer("size"), integer("stride"), integer("dilation"));
      case "concat" -> new Movement.Concat(x, integer("axis"));
      case "select" -> new Elementwise.Select(of(3, x).get(0), x.get(1), x.get(2));
      case "convert" -> new Elementwise.Convert(only(x), dtype("dtype"));
      case "bitcast" -> new Bitcast(only(x), dtype("dtype"));
      case "reduce" ->
          new Reduction.Reduce(
              constant(Fold.class, "fold"), only(x), new TreeSet<>(integers("axes")));
      case "contract" ->
          new Reduction.Contract(
              of(2, x).getFirst(),
              x.getLast(),
              integers("ca"),
              integers("cb"),
              integers("ba"),
              integers("bb"),
              dtype("acc"));
      case "gather" -> new Indexed.Gather(of(2, x).getFirst(), x.getLast(), integer("axis"));
      case "scatter" ->
          new Indexed.Scatter(
              constant(Update.class, "update"), of(3, x).get(0), x.get(1), x.get(2));
      case "dynslice" ->
          new Indexed.DynamicSlice(x.getFirst(), x.subList(1, x.size()), shape("sizes"));
      case "dynupdate" -> new Indexed.DynamicUpdate(x.get(0), x.get(1), x.subList(2, x.size()));
      case "sort" -> new Indexed.Sort(x, integer("axis"), function("less"));
      case "case" -> new Control.Case(x.getFirst(), functions("branches"), x.subList(1, x.size()));
      case "while" -> new Control.While(function("condition"), function("body"), x);
      case "scan" -> scan(x);
      case "call" -> new Control.Call(function("callee"), x);
      case "read" -> new State.Read(variable("variable"));
      case "write" -> new State.Write(variable("variable"), only(x));
      default -> elementwise(name, x);
    };
  }

  private Prim elementwise(String name, List<Value> x) {
    for (var fn : Fn1.values()) {
      if (word(fn).equals(name)) return new Elementwise.Unary(fn, only(x));
    }
    for (var fn : Fn2.values()) {
      if (word(fn).equals(name))
        return new Elementwise.Binary(fn, of(2, x).getFirst(), x.getLast());
    }
    throw tokens.refuse("\"%s\" is no primitive", name);
  }

  private Prim scan(List<Value> x) {
    var body = function("body");
    int carry = integer("carry");
    return new Control.Scan(
        body,
        x.subList(0, carry),
        x.subList(carry, x.size()),
        integer("count"),
        constant(Truth.class, "reverse") == Truth.TRUE);
  }

  private enum Truth {
    FALSE,
    TRUE
  }

  private Value only(List<Value> x) {
    return of(1, x).getFirst();
  }

  private List<Value> of(int count, List<Value> x) {
    if (x.size() == count) return x;
    throw tokens.refuse("%d operands, must be %d", x.size(), count);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private void name(String attribute) {
    tokens.expect(attribute);
    tokens.expect("=");
  }

  private int integer(String attribute) {
    name(attribute);
    return tokens.integer();
  }

  private List<Integer> integers(String attribute) {
    name(attribute);
    tokens.expect("[");
    var integers = new ArrayList<Integer>();
    while (!tokens.take("]")) {
      if (!integers.isEmpty()) tokens.expect(",");
      integers.add(tokens.integer());
    }
    return integers;
  }

  private Shape shape(String attribute) {
    return new Shape(integers(attribute));
  }

  private DType dtype(String attribute) {
    name(attribute);
    return DType.parse(tokens.word());
  }

  private <E extends Enum<E>> E constant(Class<E> kind, String attribute) {
    name(attribute);
    var word = tokens.word();
    return Arrays.stream(kind.getEnumConstants())
        .filter(value -> word(value).equals(word))
        .findFirst()
        .orElseThrow(() -> tokens.refuse("\"%s\" is no %s", word, attribute));
  }

  private Function function(String attribute) {
    name(attribute);
    return names.function(tokens.name("@"));
  }

  private List<Function> functions(String attribute) {
    name(attribute);
    tokens.expect("[");
    var functions = new ArrayList<Function>();
    while (!tokens.take("]")) {
      if (!functions.isEmpty()) tokens.expect(",");
      functions.add(names.function(tokens.name("@")));
    }
    return functions;
  }

  private Variable variable(String attribute) {
    name(attribute);
    return names.variable(tokens.name("@"));
  }
}
