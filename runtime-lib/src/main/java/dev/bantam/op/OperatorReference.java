package dev.bantam.op;

import dev.bantam.type.DType;
import java.util.Set;
import java.util.stream.Collectors;

/** The reference of all operators, {@code docs/ops.md}, printed from their signatures. */
public final class OperatorReference {
  private static final String DEVICES =
      """
      Every operator runs on every device, with every type here: what a device computes is the
      composition that defines the operator. Integers, bool and strings are equal bit for bit on all
      of them; floats are within the bounds of the primitives. What differs:

      | type | devices |
      |---|---|
      | bool, integers, `f16`, `bf16`, `f32`, complex | all |
      | `f64` | all, but drivers of OpenCL that do not compute with it |
      | `str`, tables | on the host of the device; not in packages without one |

      """;

  private OperatorReference() {}

  /** What an operator takes, gives and promises, a line each, for people at a terminal. */
  public static java.util.List<String> lines(Signature signature) {
    var lines = new java.util.ArrayList<String>();
    lines.add(signature.custom() ? signature.name() + " (custom)" : signature.name());
    for (var operand : signature.operands()) lines.add("  takes " + operand(operand));
    if (!signature.results().isEmpty())
      lines.add("  gives " + String.join(", ", signature.results()));
    for (var line : Contracts.of(signature)) lines.add("  promises " + line);
    return lines;
  }

  /** The reference as Markdown. */
  public static String of(Operators operators) {
    var text = new StringBuilder();
    text.append("<!-- Printed from the operators' signatures; a test compares. -->\n");
    text.append("# Operators\n\n");
    text.append(operators.byName().size()).append(" operators. An operand in brackets may be");
    text.append(" left out; one with dots stands for all further inputs. Packed integers\n");
    text.append("(`i4`, `i2`, `u4`) are taken in constants.\n\n");
    text.append(DEVICES);
    text.append("| operator | operands | results | contract |\n|---|---|---|---|\n");
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
    var contract = String.join("<br>", Contracts.of(signature));
    return "| %s | %s | %s | %s |\n".formatted(name, operands, results, contract);
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
