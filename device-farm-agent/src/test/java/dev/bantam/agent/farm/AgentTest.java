package dev.bantam.agent.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.agent.farm.FarmMessages.Announcement;
import dev.bantam.agent.farm.FarmMessages.Benchmark;
import dev.bantam.agent.farm.FarmMessages.Heartbeat;
import dev.bantam.agent.farm.FarmMessages.HeartbeatAnswer;
import dev.bantam.agent.farm.FarmMessages.Lease;
import dev.bantam.agent.farm.FarmMessages.Outcome;
import dev.bantam.client.ServerException;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.file.WorkFolders;
import dev.bantam.measurement.Measurement;
import dev.bantam.measurement.Measurement.Environment;
import dev.bantam.measurement.Measurement.OutputCheck;
import dev.bantam.measurement.Measurement.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
  @TempDir private Path folder;
  private final FakeFarm farm = new FakeFarm();

  @Test
  void reportsWhatItMeasured() {
    farm.leases.add(lease("1"));
    run((model, settings, progress) -> report());
    var outcome = farm.outcomes.getFirst();
    assertThat(outcome.fence()).isEqualTo(7);
    assertThat(Objects.requireNonNull(outcome.measurement()).environment().agent())
        .isEqualTo("here");
  }

  @Test
  void tellsEachStageAndEachLineAtOnce() {
    farm.leases.add(lease("1"));
    run(
        (model, settings, progress) -> {
          progress.stage("compile").report(0, 1, "");
          progress.stage("compile").report(1, 1, "");
          progress.stage("measure").report(0, 1, "");
          progress.log("warm");
          return report();
        });
    assertThat(farm.heartbeats)
        .extracting(beat -> Objects.requireNonNull(beat.progress()).stage() + " " + beat.log())
        .startsWith("fetch null", "compile null", "measure null", "measure warm")
        .last()
        .asString()
        .startsWith("measure compiled in");
  }

  @Test
  void aFaultOfItsOwnCostsOneBenchmark() {
    farm.leases.addAll(List.of(lease("1"), lease("2")));
    run(
        (model, settings, progress) -> {
          if (farm.outcomes.isEmpty()) throw new IllegalStateException("a bug");
          return report();
        });
    assertThat(Objects.requireNonNull(farm.outcomes.get(0).problem()).detail())
        .isEqualTo("the agent failed: java.lang.IllegalStateException: a bug");
    assertThat(farm.outcomes.get(1).measurement()).isNotNull();
  }

  @Test
  void aRefusalIsReportedWithItsCode() {
    farm.leases.add(lease("1"));
    run(
        (model, settings, progress) -> {
          throw new BantamException(ErrorCode.INVALID_MODEL, "no model");
        });
    assertThat(Objects.requireNonNull(farm.outcomes.getFirst().problem()).code())
        .isEqualTo("INVALID_MODEL");
  }

  @Test
  void reportsAgainWhenTheFarmIsAwayForAMoment() {
    farm.leases.add(lease("1"));
    farm.failures.addAll(List.of(503, 503));
    run((model, settings, progress) -> report());
    assertThat(farm.outcomes).hasSize(1);
  }

  @Test
  void aReportThatIsRefusedDoesNotEndIt() {
    farm.leases.addAll(List.of(lease("1"), lease("2")));
    farm.failures.add(422);
    run((model, settings, progress) -> report());
    assertThat(farm.outcomes).hasSize(1);
  }

  @Test
  void announcesItselfAgainToAFarmThatForgotIt() {
    farm.takeFailures.add(404);
    farm.leases.add(lease("1"));
    run((model, settings, progress) -> report());
    assertThat(farm.announcements).isEqualTo(2);
    assertThat(farm.outcomes).hasSize(1);
  }

  @Test
  void endsWhereItsTokenIsRefused() {
    farm.takeFailures.add(401);
    assertThatThrownBy(() -> run((model, settings, progress) -> report()))
        .isInstanceOf(ServerException.class)
        .hasMessage("status 401");
  }

  /** Until the farm has nothing more to give. */
  private void run(Agent.Measurer measurer) {
    var agent =
        new Agent(
            farm,
            "here",
            new Announcement("1", List.of()),
            measurer,
            new NoPauses(),
            new WorkFolders(folder, InstantSource.system()),
            line -> {});
    agent.run();
    // The farm interrupted it; the next test must not find that.
    Thread.interrupted();
  }

  /** A farm that is away is away for no time here. */
  private static final class NoPauses implements Time {
    @Override
    public void sleep(Duration duration) {}

    @Override
    public Thread start(String name, Runnable work) {
      return Time.OF_THIS_MACHINE.start(name, () -> {});
    }
  }

  private static Lease lease(String id) {
    return new Lease("lse_" + id, 7, 30, "cpu", new Benchmark("bmk_" + id, 2, null, null), "/m");
  }

  private static Measurement report() {
    var reading = new Reading(null, null, null);
    var environment =
        new Environment("1", "sha256:0", null, "p", "s", "cpu", 2, 5, true, 1, reading, reading);
    return new Measurement(
        List.of(5L),
        5,
        List.of(5L, 5L),
        5,
        5,
        5,
        1,
        1,
        1,
        List.of(),
        environment,
        new OutputCheck("equal", 1, 0, 0));
  }

  private static final class FakeFarm implements Farm {
    final Deque<Lease> leases = new ArrayDeque<>();
    final Deque<Integer> failures = new ArrayDeque<>();
    final Deque<Integer> takeFailures = new ArrayDeque<>();
    final List<Outcome> outcomes = new ArrayList<>();
    final List<Heartbeat> heartbeats = new ArrayList<>();
    int announcements;

    @Override
    public void announce(String agent, Announcement announcement) {
      announcements++;
    }

    @Override
    public Optional<Lease> take(String agent, Duration wait) {
      fail(takeFailures);
      var next = Optional.ofNullable(leases.poll());
      if (next.isEmpty()) Thread.currentThread().interrupt();
      return next;
    }

    private static void fail(Deque<Integer> failures) {
      var status = failures.poll();
      if (status != null)
        throw ServerException.refused("a test", status, "{\"detail\":\"status " + status + "\"}");
    }

    @Override
    public HeartbeatAnswer heartbeat(String lease, Heartbeat heartbeat) {
      heartbeats.add(heartbeat);
      return new HeartbeatAnswer(false);
    }

    @Override
    public void report(String lease, Outcome outcome) {
      fail(failures);
      outcomes.add(outcome);
    }

    @Override
    public void fetch(String modelUrl, Path file) {}
  }
}
