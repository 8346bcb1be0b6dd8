package dev.bantam.kit.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final Clock STILL = Clock.fixed(Instant.ofEpochMilli(1), ZoneOffset.UTC);

  @Test
  void thoseOfOneMillisecondSortInTheOrderOfMaking() {
    var ids = new Ids(STILL, () -> -1L); // every random bit set: the counter runs over

    var made = Stream.generate(() -> ids.next("mdl")).limit(100).toList();

    assertThat(made).isSorted().doesNotHaveDuplicates();
    assertThat(made).allMatch(id -> id.matches("mdl_[0-9A-HJKMNP-TV-Z]{26}"));
    assertThat(made.getFirst()).startsWith("mdl_0000000001");
  }

  @Test
  void laterOnesSortBehindEarlierOnes() {
    var random = RandomGenerator.of("L64X128MixRandom");
    var early = new Ids(STILL, random).next("x");
    var late = new Ids(Clock.offset(STILL, java.time.Duration.ofDays(20_000)), random).next("x");

    assertThat(late).isGreaterThan(early);
  }
}
