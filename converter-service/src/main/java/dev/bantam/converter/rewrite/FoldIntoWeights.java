package dev.bantam.converter.rewrite;

import dev.bantam.converter.build.Body;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Op;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Folds what multiplies or adds by channel behind a convolution or fully connected operator into
 * its weights and bias: batch normalization, in whatever operators it comes.
 */
final class FoldIntoWeights {
  private static final Set<String> ARITHMETIC = Set.of("MUL", "DIV", "ADD", "SUB");

  private FoldIntoWeights() {}

  static boolean apply(Body body) {
    var readers = new Readers(body);
    for (int i = 0; i < body.ops().size(); i++) {
      var op = body.ops().get(i);
      if (!ARITHMETIC.contains(op.operator())) continue;
      if (!op.attributes().text("fused_activation_function", "NONE").equals("NONE")) continue;
      var folded = folded(op, readers);
      if (folded.isEmpty()) continue;
      var producer = folded.orElseThrow().replaced();
      body.ops().remove(i);
      body.ops().set(body.ops().indexOf(producer), folded.orElseThrow().by());
      return true;
    }
    return false;
  }

  private record Folded(Op replaced, Op by) {}

  private static Optional<Folded> folded(Op op, Readers readers) {
    boolean turned = op.input(0).isConstant();
    if (turned && (op.operator().equals("SUB") || op.operator().equals("DIV")))
      return Optional.empty();
    var x = op.input(turned ? 1 : 0);
    var number = op.input(turned ? 0 : 1);
    if (!x.form().equals(op.output().form()) || !readers.isReadOnce(x)) return Optional.empty();
    var linear = x.producer().flatMap(Linear::of);
    return linear.flatMap(
        of ->
            of.perChannel(number)
                .map(numbers -> new Folded(of.op(), by(op, of, numbers).from(op.origins()))));
  }

  private static Op by(Op op, Linear linear, float[] numbers) {
    Edge output = op.output();
    return switch (op.operator()) {
      case "MUL" -> linear.scaled(numbers, output);
      case "DIV" -> linear.scaled(mapped(numbers, true), output);
      case "SUB" -> linear.shifted(mapped(numbers, false), output);
      default -> linear.shifted(numbers, output);
    };
  }

  private static float[] mapped(float[] numbers, boolean inverse) {
    var mapped = new float[numbers.length];
    for (int i = 0; i < mapped.length; i++) mapped[i] = inverse ? 1 / numbers[i] : -numbers[i];
    return mapped;
  }

  /** Operators that a reshape may change places with. */
  static List<String> arithmetic() {
    return ARITHMETIC.stream().sorted().toList();
  }
}
