package dev.bantam.agent.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In simulated time: a subject moves the clock by what it takes. */
class SamplerTest {
  private static final Plan PLAN =
      new Plan(4, 50, Duration.ofMillis(100), 3, 0.05, Duration.ofSeconds(1), Duration.ofMillis(1));

  private final AtomicLong now = new AtomicLong();

  private Runnable taking(long nanoseconds) {
    return () -> now.addAndGet(nanoseconds);
  }

  private List<Sampler.Result> measure(Plan plan, Runnable... subjects) {
    return new Sampler(plan, now::get).of(List.of(subjects));
  }

  @Test
  void aSampleIsTheTimeOfOneRun() {
    var result = measure(PLAN, taking(5_000_000)).getFirst();
    assertThat(result.samples().values()).hasSize(20).containsOnly(5e6);
    assertThat(result.runsPerSample()).isEqualTo(1);
    assertThat(result.stable()).isTrue();
  }

  @Test
  void aShortSubjectIsRepeatedWithinASample() {
    var result = measure(PLAN, taking(3_000)).getFirst();
    assertThat(result.runsPerSample()).isEqualTo(334);
    assertThat(result.samples().median()).isEqualTo(3_000);
    assertThat(result.samples().count()).isEqualTo(50);
  }

  @Test
  void theLeastNumberOfSamplesIsTakenHoweverLongItTakes() {
    assertThat(measure(PLAN, taking(1_000_000_000)).getFirst().samples().count()).isEqualTo(4);
  }

  @Test
  void warmsUpUntilWindowsAgree() {
    var runs = new AtomicLong();
    var result =
        measure(PLAN, () -> now.addAndGet(runs.incrementAndGet() <= 4 ? 90_000_000 : 10_000_000))
            .getFirst();
    assertThat(result.warmUpRuns()).isEqualTo(9);
    assertThat(result.samples().values()).containsOnly(1e7);
  }

  @Test
  void saysWhenASubjectDidNotSettle() {
    var next = new AtomicLong(1_000_000);
    var result = measure(PLAN, () -> now.addAndGet(next.updateAndGet(x -> x * 5 / 4))).getFirst();
    assertThat(result.stable()).isFalse();
  }

  @Test
  void subjectsTakeTurnsInBothOrders() {
    var order = new ArrayList<String>();
    var plan = PLAN.withSamples(2, 2);
    measure(plan, () -> step(order, "a"), () -> step(order, "b"));
    assertThat(order.subList(order.size() - 4, order.size())).containsExactly("a", "b", "b", "a");
  }

  private void step(List<String> order, String name) {
    order.add(name);
    now.addAndGet(2_000_000);
  }

  @Test
  void readsTheMemoryOfAProcess(@TempDir Path folder) throws Exception {
    var status =
        Files.writeString(
            folder.resolve("status"), "Name:\tjava\nVmHWM:\t  2048 kB\nVmRSS:\t 1 kB\n");
    assertThat(ProcessMemory.bytes(status, "VmHWM:")).hasValue(2L << 20);
    assertThat(ProcessMemory.bytes(folder.resolve("none"), "VmHWM:")).isEmpty();
  }
}
