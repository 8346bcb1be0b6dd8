package dev.bantam.prim;

import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints a program: variables, then functions, each after those that it leads to. */
final class ProgramPrinter implements PrimWords.Names {
  private final java.util.function.Function<Literal, String> literals;
  private final Map<Function, String> labels = new IdentityHashMap<>();
  private final StringBuilder text = new StringBuilder();

  ProgramPrinter(java.util.function.Function<Literal, String> literals) {
    this.literals = literals;
  }

  String print(Program program) {
    for (var variable : program.variables()) {
      line("var %s: %s = %s", of(variable), variable.type(), literals.apply(variable.initial()));
    }
    var functions = Reachable.from(program.main());
    var used = new HashMap<String, Integer>();
    for (var function : functions) {
      int count = used.merge(function.name(), 1, Integer::sum);
      labels.put(function, "@" + quoted(function.name()) + (count == 1 ? "" : "#" + count));
    }
    functions.forEach(this::print);
    return text.toString();
  }

  private void print(Function function) {
    var parameters =
        function.parameters().stream()
            .map(value -> "%s: %s".formatted(of(value), value.type()))
            .collect(Collectors.joining(", "));
    line("func %s(%s) -> (%s) {", of(function), parameters, types(function.resultTypes()));
    function.body().forEach(this::print);
    line("  return %s", values(function.results()));
    line("}");
  }

  private void print(Instruction instruction) {
    var prim = instruction.prim();
    var words = PrimWords.of(prim, this);
    var results = instruction.results();
    var left =
        results.isEmpty()
            ? ""
            : "%s: %s = "
                .formatted(values(results), types(results.stream().map(Value::type).toList()));
    var operands =
        prim instanceof Source.Constant(var literal)
            ? " " + literals.apply(literal)
            : "(%s)".formatted(values(prim.operands()));
    var attributes = words.attributes().stream().map(" "::concat).collect(Collectors.joining());
    line("  %s%s%s%s%s", left, words.name(), operands, attributes, origin(instruction.origin()));
  }

  private static String origin(Origin origin) {
    if (origin.equals(Origin.NONE)) return "";
    return " from %d \"%s\"".formatted(origin.operator(), escaped(origin.name()));
  }

  @Override
  public String of(Function function) {
    var label = labels.get(function);
    return label == null ? function.toString() : label;
  }

  @Override
  public String of(Variable variable) {
    return "@" + quoted(variable.name());
  }

  private static String of(Value value) {
    return "%" + quoted(value.name());
  }

  private static String values(List<Value> values) {
    return values.stream().map(ProgramPrinter::of).collect(Collectors.joining(", "));
  }

  private static String types(List<TensorType> types) {
    return types.stream().map(TensorType::toString).collect(Collectors.joining(", "));
  }

  private void line(String format, Object... parts) {
    text.append(format.formatted(parts)).append('\n');
  }

  /** As it is where it is a word, else in quotes. */
  private static String quoted(String name) {
    boolean word = !name.isEmpty() && name.chars().allMatch(Tokens::isOfWord);
    return word ? name : "\"%s\"".formatted(escaped(name));
  }

  private static String escaped(String name) {
    return name.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }
}
