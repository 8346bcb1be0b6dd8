package dev.bantam.agent.farm;

import dev.bantam.agent.benchmark.BenchmarkSettings;
import dev.bantam.agent.farm.FarmMessages.Announcement;
import dev.bantam.agent.farm.FarmMessages.Failure;
import dev.bantam.agent.farm.FarmMessages.Lease;
import dev.bantam.agent.farm.FarmMessages.Outcome;
import dev.bantam.client.ServerException;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.file.WorkFolders;
import dev.bantam.measurement.Measurement;
import dev.bantam.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Offers devices to a farm and measures what it is given, one benchmark at a time: two at once
 * would measure each other. Ends when its thread is interrupted, or when the farm refuses it for
 * good.
 */
public final class Agent implements Runnable {
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int REPORT_ATTEMPTS = 20;

  private final Farm farm;
  private final String name;
  private final Announcement announcement;
  private final Measurer measurer;
  private final Time time;
  private final WorkFolders folders;
  private final Consumer<String> log;

  /** Measures a model that lies in a file. */
  @FunctionalInterface
  public interface Measurer {
    Measurement measure(Path model, BenchmarkSettings settings, Progress progress);
  }

  /**
   * @param name by which the farm knows this agent
   * @param folders where models lie while they are measured
   * @param log told of each thing that happens, in a line
   */
  public Agent(
      Farm farm,
      String name,
      Announcement announcement,
      Measurer measurer,
      Time time,
      WorkFolders folders,
      Consumer<String> log) {
    this.farm = farm;
    this.name = name;
    this.announcement = announcement;
    this.measurer = measurer;
    this.time = time;
    this.folders = folders;
    this.log = log;
  }

  @Override
  public void run() {
    var pause = FIRST_PAUSE;
    boolean announced = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (!announced) {
          farm.announce(name, announcement);
          log.accept(
              "announced %d devices as \"%s\"".formatted(announcement.devices().size(), name));
        }
        announced = true;
        farm.take(name, WAIT).ifPresent(this::work);
        pause = FIRST_PAUSE;
      } catch (ServerException e) {
        if (Thread.currentThread().isInterrupted()) return;
        if (e.isFinal() && !LeaseKeeper.isLoss(e)) throw e;
        // The farm was started anew, perhaps without its memory of this agent.
        announced = false;
        log.accept(e.getMessage() + "; again in " + pause.toSeconds() + " s");
        if (!paused(pause)) return;
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
      }
    }
  }

  private boolean paused(Duration pause) {
    try {
      time.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** One benchmark, whatever comes of it. */
  private void work(Lease lease) {
    log.accept("benchmark %s on %s".formatted(lease.benchmark().id(), lease.device()));
    try (var keeper = new LeaseKeeper(farm, lease, time)) {
      var outcome = outcome(lease, keeper);
      if (outcome.isEmpty()) {
        log.accept(
            "benchmark %s: the lease was lost, the work is dropped"
                .formatted(lease.benchmark().id()));
        return;
      }
      report(lease, outcome.get());
    }
  }

  private Optional<Outcome> outcome(Lease lease, LeaseKeeper keeper) {
    try {
      var report = measure(lease, keeper.progress()).by(name);
      log.accept(
          report.instructions() == null
              ? "benchmark %s: median %d ns".formatted(lease.benchmark().id(), report.medianNanos())
              : "benchmark %s: %d instructions"
                  .formatted(lease.benchmark().id(), report.instructions()));
      return Optional.of(new Outcome(lease.fence(), report, null));
    } catch (BantamException e) {
      if (keeper.isLost()) return Optional.empty();
      log.accept("benchmark %s: %s".formatted(lease.benchmark().id(), e.getMessage()));
      return Optional.of(failed(lease, e.code(), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return Optional.of(
          failed(lease, ErrorCode.UNAVAILABLE, "the agent's disk: " + e.getMessage()));
    } catch (RuntimeException e) {
      // Our fault: it must cost this benchmark, not the agent.
      log.accept("benchmark %s: %s".formatted(lease.benchmark().id(), e));
      return Optional.of(failed(lease, ErrorCode.INTERNAL, "the agent failed: " + e));
    }
  }

  private static Outcome failed(Lease lease, ErrorCode code, String detail) {
    return new Outcome(lease.fence(), null, new Failure(code.name(), detail));
  }

  private Measurement measure(Lease lease, Progress progress) throws IOException {
    try (var folder = folders.open()) {
      var file = folder.resolve("model.tflite");
      progress.stage("fetch").report(0, 1, lease.modelUrl());
      farm.fetch(lease.modelUrl(), file);
      var benchmark = lease.benchmark();
      var settings =
          new BenchmarkSettings(
              lease.device(),
              Objects.requireNonNullElse(benchmark.threads(), 1),
              benchmark.runs(),
              Objects.requireNonNullElse(benchmark.profile(), true));
      var measurement = measurer.measure(file, settings, progress);
      progress.stage("measure").log(summary(measurement));
      return measurement;
    }
  }

  private static String summary(Measurement measurement) {
    var check = measurement.outputCheck();
    var median = measurement.medianNanos();
    var figure =
        median == null
            ? "%d instructions".formatted(measurement.instructions())
            : "median %.3f ms of %d samples"
                .formatted(median / 1e6, measurement.samplesNanos().size());
    return "compiled in %.0f ms; %d elements %s; %s"
        .formatted(measurement.compileNanos() / 1e6, check.elements(), check.status(), figure);
  }

  /** A measurement is not thrown away because the farm is restarted. */
  private void report(Lease lease, Outcome outcome) {
    for (int attempt = 1; ; attempt++) {
      try {
        farm.report(lease.lease(), outcome);
        return;
      } catch (ServerException e) {
        // Lost, or refused: that is this benchmark's affair, and the farm's, not a reason to end.
        if (e.isFinal() || attempt == REPORT_ATTEMPTS || !paused(FIRST_PAUSE)) {
          log.accept(
              "benchmark %s: the report was not taken, %s"
                  .formatted(lease.benchmark().id(), e.getMessage()));
          return;
        }
      }
    }
  }
}
