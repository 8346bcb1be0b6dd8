package dev.bantam.benchmark.simulation;

import dev.bantam.agent.farm.Farm;
import dev.bantam.agent.farm.FarmMessages.Announcement;
import dev.bantam.agent.farm.FarmMessages.Benchmark;
import dev.bantam.agent.farm.FarmMessages.Failure;
import dev.bantam.agent.farm.FarmMessages.Heartbeat;
import dev.bantam.agent.farm.FarmMessages.HeartbeatAnswer;
import dev.bantam.agent.farm.FarmMessages.Lease;
import dev.bantam.agent.farm.FarmMessages.Outcome;
import dev.bantam.benchmark.MemoryFarm;
import dev.bantam.benchmark.simulation.SimulatedFarm.Trouble;
import dev.bantam.benchmark.simulation.SimulatedTime.Machine;
import dev.bantam.client.ServerException;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Carries messages from agents to the farm, most of the time. */
final class SimulatedNetwork {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration LATEST = Duration.ofMinutes(15);

  private final dev.bantam.benchmark.Farm farm;
  private final MemoryFarm store;
  private final SimulatedTime time;
  private final SplittableRandom random;
  private final Trouble trouble;
  private final Consumer<String> contradiction;
  private final Map<String, Object> taken = new LinkedHashMap<>();
  private Instant awayUntil = Instant.MIN;

  SimulatedNetwork(
      dev.bantam.benchmark.Farm farm,
      MemoryFarm store,
      SimulatedTime time,
      SplittableRandom random,
      Trouble trouble,
      Consumer<String> contradiction) {
    this.farm = farm;
    this.store = store;
    this.time = time;
    this.random = random;
    this.trouble = trouble;
    this.contradiction = contradiction;
  }

  /** The farm answers nobody for so long. */
  void away(Duration duration) {
    awayUntil = time.now().plus(duration);
  }

  /** The farm as an agent on that machine sees it. */
  Farm to(Machine machine, Runnable crash) {
    return new Remote(machine, crash);
  }

  private final class Remote implements Farm {
    private final Machine machine;
    private final Runnable crash;

    Remote(Machine machine, Runnable crash) {
      this.machine = machine;
      this.crash = crash;
    }

    @Override
    public void announce(String agent, Announcement announcement) {
      carried(() -> true);
    }

    /** The farm waits for work while the agent waits for its answer. */
    @Override
    public Optional<Lease> take(String agent, Duration wait) {
      var until = time.now().plus(wait);
      while (store.match(agent).isEmpty() && time.now().isBefore(until)) waited(BETWEEN_LOOKS);
      return carried(() -> farm.take(agent).map(SimulatedNetwork::lease));
    }

    @Override
    public HeartbeatAnswer heartbeat(String lease, Heartbeat heartbeat) {
      var step = heartbeat.progress();
      var progress =
          step == null
              ? null
              : new dev.bantam.benchmark.Farm.Step(
                  step.stage(), step.done(), step.total(), step.message());
      return carried(
          () ->
              new HeartbeatAnswer(
                  farm.heartbeat(lease, heartbeat.fence(), progress, heartbeat.log())));
    }

    @Override
    public void report(String lease, Outcome outcome) {
      carried(() -> reported(lease, outcome));
    }

    @Override
    public void fetch(String modelUrl, Path file) {
      carried(() -> true);
    }

    /** One request and its answer, with all that may happen to them. */
    private <T> T carried(Supplier<T> request) {
      if (chance(trouble.crashes / 10)) time.after(upTo(Duration.ofMinutes(1)), this::powerCut);
      if (chance(trouble.pauses / 10)) machine.pause(trouble.pause);
      if (chance(trouble.lost)) throw lost();
      if (chance(trouble.lost / 2)) {
        time.after(upTo(LATEST), () -> answered(request));
        throw lost();
      }
      waited(upTo(Duration.ofMillis(300)));
      if (time.now().isBefore(awayUntil)) throw refused(ErrorCode.UNAVAILABLE, "restarting");
      T answer;
      try {
        answer = request.get();
      } catch (BantamException e) {
        throw refused(e.code(), String.valueOf(e.getMessage()));
      }
      if (chance(trouble.lost / 2)) time.after(upTo(LATEST), () -> answered(request));
      if (chance(trouble.lost)) throw lost();
      waited(upTo(Duration.ofMillis(300)));
      return answer;
    }

    private void powerCut() {
      if (!machine.isDead()) crash.run();
    }
  }

  /** A request that comes late, or once more: nobody waits for its answer. */
  private void answered(Supplier<?> request) {
    if (time.now().isBefore(awayUntil)) return;
    try {
      var _ = request.get();
    } catch (BantamException e) {
      // refused, and nobody is there to hear it
    }
  }

  private boolean reported(String id, Outcome outcome) {
    var failure = outcome.problem();
    if (outcome.measurement() != null) {
      farm.succeed(id, outcome.fence(), outcome.measurement());
      taken(id, outcome, outcome.measurement());
    } else if (failure != null) {
      farm.fail(id, outcome.fence(), ErrorCode.valueOf(failure.code()), failure.detail());
      taken(id, outcome, failure);
    }
    return true;
  }

  /** The farm said that it took this, so this is what must be recorded, and nothing else. */
  private void taken(String id, Outcome outcome, Object what) {
    var lease = store.lease(id).orElseThrow();
    var before = taken.put(lease.job(), what);
    if (before != null && !before.equals(what)) {
      contradiction.accept("%s: took %s, and before that %s".formatted(lease.job(), what, before));
    }
    int attempt = store.get(lease.job()).attempt();
    if (outcome.fence() != attempt) {
      contradiction.accept(
          "%s: took a report with fence %d, the last one given was %d"
              .formatted(lease.job(), outcome.fence(), attempt));
    }
  }

  /** Whether what is recorded is what was taken. */
  boolean agrees(String job) {
    var record = store.get(job);
    return switch (record.state()) {
      case QUEUED, RUNNING -> false;
      case CANCELLED -> record.cancelRequested();
      case SUCCEEDED ->
          taken.get(job) instanceof dev.bantam.measurement.Measurement measurement
              && String.valueOf(record.result())
                  .contains("\"samplesNanos\":" + measurement.samplesNanos());
      case FAILED ->
          taken.get(job) instanceof Failure failure
              ? String.valueOf(record.problem()).contains(failure.detail())
              : !taken.containsKey(job) && store.losses(job) == 3;
    };
  }

  private static Lease lease(dev.bantam.benchmark.Farm.Given given) {
    return new Lease(
        given.lease(),
        given.fence(),
        given.duration().toSeconds(),
        given.device(),
        new Benchmark(given.job().id(), 1, null, null),
        "/api/v1/models/mdl_1/content");
  }

  private ServerException lost() {
    waited(PATIENCE);
    return ServerException.silent("the farm", new IOException("no answer"));
  }

  private static ServerException refused(ErrorCode code, String message) {
    return new ServerException(code, code.status(), message);
  }

  private void waited(Duration duration) {
    try {
      time.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServerException.silent("the farm", e);
    }
  }

  private boolean chance(double part) {
    return random.nextDouble() < part;
  }

  private Duration upTo(Duration most) {
    return Duration.ofMillis(random.nextLong(most.toMillis()));
  }
}
