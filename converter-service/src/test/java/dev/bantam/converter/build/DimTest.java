package dev.bantam.converter.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bantam.converter.UnsupportedNodeException;
import org.junit.jupiter.api.Test;

class DimTest {
  private static final Dim N = Dim.symbol("n");
  private static final Dim T = Dim.symbol("t");

  @Test
  void multipliesAndDividesSymbols() {
    var rows = N.times(T).times(Dim.of(16));
    assertThat(rows).hasToString("16*n*t");
    assertThat(rows.dividedBy(N.times(Dim.of(4)))).contains(T.times(Dim.of(4)));
    assertThat(rows.dividedBy(Dim.of(3))).isEmpty();
    assertThat(rows.dividedBy(Dim.symbol("k"))).isEmpty();
  }

  @Test
  void addsWhatCancels() {
    assertThat(N.plus(Dim.of(2)).minus(Dim.of(2))).isEqualTo(N);
    assertThat(N.minus(N)).isEqualTo(Dim.of(0));
    assertThat(N.plus(T)).isEqualTo(T.plus(N));
  }

  @Test
  void broadcastsAsNumPyDoes() {
    assertThat(Dim.broadcast(Dim.ONE, N)).contains(N);
    assertThat(Dim.broadcast(Dim.of(3), N)).contains(Dim.of(3));
    assertThat(Dim.broadcast(Dim.of(3), Dim.of(4))).isEmpty();
    assertThat(Dim.broadcast(N, T)).contains(Dim.symbol("max(n,t)"));
    assertThat(Dim.broadcastOf("max(max(n,t),7)"))
        .contains(java.util.List.of(Dim.symbol("max(n,t)"), Dim.of(7)));
  }

  @Test
  void givesAnOpenExtentMinusOneInAFile() {
    assertThat(N.signature()).isEqualTo(-1);
    assertThat(Dim.of(7).signature()).isEqualTo(7);
    assertThat(Dim.of(7).ceilDiv(2)).isEqualTo(Dim.of(4));
    assertThat(Dim.of(-7).floorDiv(Dim.of(2))).isEqualTo(Dim.of(-4));
  }

  @Test
  void makesADiagnosticOfAnOpenExtentThatARuleAsksFor() {
    assertThatExceptionOfType(UnsupportedNodeException.class)
        .isThrownBy(N::value)
        .withMessage("the extent n is open")
        .satisfies(refusal -> assertThat(refusal.fix()).contains("--shape"));
  }
}
