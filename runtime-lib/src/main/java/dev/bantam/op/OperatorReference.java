package dev.bantam.op;

import dev.bantam.type.DType;
import java.util.Set;
import java.util.stream.Collectors;

/** The reference of all operators, {@code docs/ops.md}, printed from their signatures. */
public final class OperatorReference {
  private OperatorReference() {}

  /** The reference as Markdown. */
  public static String of(Operators operators) {
    var text = new StringBuilder();
    text.append("<!-- Printed from the operators' signatures; a test compares. -->\n");
    text.append("# Operators\n\n");
    text.append(operators.byName().size()).append(" operators. An operand in brackets may be");
    text.append(" left out; one with dots stands for all further inputs. Packed integers\n");
    text.append("(`i4`, `i2`, `u4`) are taken in constants.\n\n");
    text.append("| operator | operands | results |\n|---|---|---|\n");
    for (var operator : operators.byName().values()) text.append(row(operator.signature()));
    return text.toString();
  }

  private static String row(Signature signature) {
    var operands =
        signature.operands().stream()
            .map(OperatorReference::operand)
            .collect(Collectors.joining("<br>"));
    var results = String.join(", ", signature.results());
    var name = signature.custom() ? signature.name() + " (custom)" : signature.name();
    return "| %s | %s | %s |\n".formatted(name, operands, results);
  }

  private static String operand(Signature.Operand operand) {
    var name = operand.variadic() ? operand.name() + " ..." : operand.name();
    if (operand.optional()) name = "[" + name + "]";
    var channels = operand.channels();
    var along =
        channels.isPresent() && channels.getAsInt() >= 0
            ? ", channels along axis " + channels.getAsInt()
            : "";
    return "%s: %s%s".formatted(name, types(operand.types()), along);
  }

  private static String types(Set<DType> types) {
    if (types.containsAll(Types.ANY))
      return types.contains(DType.RESOURCE) ? "any, resource" : "any";
    return types.stream().map(DType::toString).collect(Collectors.joining(" "));
  }
}
