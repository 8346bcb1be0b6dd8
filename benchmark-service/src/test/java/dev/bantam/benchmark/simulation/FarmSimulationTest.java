package dev.bantam.benchmark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.benchmark.MemoryFarm;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The farm under everything that agents and networks do. A seed that fails is in the name of the
 * case; {@code -Dbantam.seed=N} runs it alone, {@code -Dbantam.seeds=N} so many new ones.
 */
class FarmSimulationTest {
  private static final int BENCHMARKS = 200;
  private static final int FIXED_SEEDS = 200;
  private static final int NEW_SEEDS = 50;

  @TempDir private Path folder;

  static LongStream seeds() {
    var one = Long.getLong("bantam.seed");
    if (one != null) return LongStream.of(one);
    int fresh = Integer.getInteger("bantam.seeds", NEW_SEEDS);
    return LongStream.concat(
        LongStream.range(0, FIXED_SEEDS),
        RandomGenerator.of("L64X128MixRandom").longs(fresh, FIXED_SEEDS, Long.MAX_VALUE));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyBenchmarkIsRecordedOnce(long seed) {
    var farm = troubled(SimulatedFarm.seeded(seed, folder));
    var submitted = farm.submit(BENCHMARKS);
    farm.runUntilIdle(BENCHMARKS);
    assertThat(farm.finished()).containsExactlyInAnyOrderElementsOf(submitted);
    assertThat(farm.contradictions()).isEmpty();
    assertThat(submitted).allMatch(farm::recordsWhatItTook);
  }

  @Test
  void aSeedTellsTheSameStoryAgain() {
    assertThat(story(7)).isEqualTo(story(7)).isNotEqualTo(story(8));
  }

  private List<String> story(long seed) {
    var farm = troubled(SimulatedFarm.seeded(seed, folder));
    farm.submit(BENCHMARKS);
    farm.runUntilIdle(BENCHMARKS);
    return farm.finished();
  }

  @Test
  void aFarmThatTakesReportsOfLostLeasesIsFoundOut() {
    assertThat(foundOut(TakesReportsOfLostLeases::new)).isTrue();
  }

  @Test
  void aFarmThatGivesADeviceTwiceIsFoundOut() {
    assertThat(foundOut(GivesDevicesTwice::new)).isTrue();
  }

  private static final class TakesReportsOfLostLeases extends MemoryFarm {
    TakesReportsOfLostLeases(Clock clock) {
      super(clock);
    }

    @Override
    public boolean finish(String id, int fence, String outcome) {
      super.finish(id, fence, outcome);
      return true;
    }
  }

  private static final class GivesDevicesTwice extends MemoryFarm {
    GivesDevicesTwice(Clock clock) {
      super(clock);
    }

    @Override
    protected boolean isFree(String device) {
      return true;
    }
  }

  private boolean foundOut(Function<Clock, MemoryFarm> keeping) {
    return LongStream.range(0, 20).anyMatch(seed -> foundOut(seed, keeping));
  }

  private boolean foundOut(long seed, Function<Clock, MemoryFarm> keeping) {
    var farm = troubled(SimulatedFarm.seeded(seed, folder, keeping));
    var submitted = farm.submit(BENCHMARKS);
    try {
      farm.runUntilIdle(BENCHMARKS);
    } catch (AssertionError e) {
      return true;
    }
    return !farm.contradictions().isEmpty()
        || !submitted.stream().allMatch(farm::recordsWhatItTook);
  }

  private static SimulatedFarm troubled(SimulatedFarm farm) {
    return farm.agents(5)
        .devices(8)
        .losingMessages(0.05)
        .crashingAgents(0.02)
        .pausingAgents(0.02, Duration.ofMinutes(10));
  }
}
