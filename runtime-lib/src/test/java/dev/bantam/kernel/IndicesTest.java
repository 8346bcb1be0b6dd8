package dev.bantam.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IndicesTest {
  private static final Expr.Index I = new Expr.Index("i", 6);
  private static final Expr.Index J = new Expr.Index("j", 4);
  private static final Expr.Index FLAT = new Expr.Index("n", 24);

  private record Case(Expr made, String text) {}

  static List<Case> shortForms() {
    var row = Indices.add(Indices.mul(I, 4), J);
    var quotient = Indices.quotient(FLAT, 4);
    var remainder = Indices.remainder(FLAT, 4);
    return List.of(
        new Case(Indices.quotient(row, 4), "i"),
        new Case(Indices.remainder(row, 4), "j"),
        new Case(Indices.quotient(row, 8), "quotient(i, 2)"),
        new Case(Indices.quotient(row, 24), "0"),
        new Case(Indices.add(Indices.mul(quotient, 4), remainder), "n"),
        new Case(Indices.sub(row, row), "0"),
        new Case(Indices.clamp(J, 3), "j"),
        new Case(Indices.clamp(Indices.add(J, -1), 3), "max(add(j, -1), 0)"),
        new Case(Indices.quotient(quotient, 3), "quotient(n, 12)"),
        new Case(Indices.remainder(remainder, 2), "remainder(n, 2)"),
        new Case(Indices.remainder(Indices.add(J, 4), 8), "add(j, 4)"));
  }

  @ParameterizedTest
  @MethodSource("shortForms")
  void keepsArithmeticShort(Case example) {
    assertThat(KernelPrinter.text(example.made())).isEqualTo(example.text());
  }

  @Test
  void meansWhatItWasMadeFrom() {
    var random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      long divisor = 1 + random.nextInt(12);
      long factor = 1 + random.nextInt(9);
      long offset = random.nextInt(30);
      var sum = Indices.add(Indices.add(Indices.mul(I, factor), J), offset);
      var quotient = Indices.quotient(sum, divisor);
      var remainder = Indices.remainder(sum, divisor);
      var again = Indices.add(Indices.mul(quotient, divisor), remainder);
      for (long i = 0; i < I.extent(); i++) {
        for (long j = 0; j < J.extent(); j++) {
          long value = i * factor + j + offset;
          assertThat(value(quotient, i, j)).isEqualTo(Math.floorDiv(value, divisor));
          assertThat(value(remainder, i, j)).isEqualTo(Math.floorMod(value, divisor));
          assertThat(value(again, i, j)).isEqualTo(value);
        }
      }
    }
  }

  private static long value(Expr x, long i, long j) {
    return switch (x) {
      case Expr.Constant(var _, var bits) -> bits;
      case Expr.Index index -> index.equals(I) ? i : j;
      case Expr.Binary(var fn, var a, var b) -> {
        long left = value(a, i, j);
        long right = value(b, i, j);
        yield switch (fn) {
          case ADD -> left + right;
          case MUL -> left * right;
          case MAX -> Math.max(left, right);
          case MIN -> Math.min(left, right);
          case QUOTIENT -> left / right;
          case REMAINDER -> left % right;
          default -> throw new IllegalStateException(fn + " is no index arithmetic");
        };
      }
      case Expr other -> throw new IllegalStateException(other + " is no index arithmetic");
    };
  }
}
