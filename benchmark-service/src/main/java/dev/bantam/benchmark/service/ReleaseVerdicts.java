package dev.bantam.benchmark.service;

import dev.bantam.benchmark.Change;
import dev.bantam.benchmark.Verdict;
import dev.bantam.benchmark.service.ReleaseStore.Measured;
import dev.bantam.benchmark.service.ReleaseStore.Release;
import dev.bantam.statistics.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares each series of a release with the release that measured it before. */
@Component
class ReleaseVerdicts {
  private final ReleaseStore store;
  private final JsonMapper json;

  ReleaseVerdicts(ReleaseStore store, JsonMapper json) {
    this.store = store;
    this.json = json;
  }

  /**
   * What is measured.
   *
   * @param metric {@code medianNanos}, or {@code instructions} of an emulated device, or {@code
   *     peakBytes}
   */
  public record SeriesKey(String model, String device, int threads, String metric) {}

  /**
   * How a series moved.
   *
   * @param interval of the ratio, two numbers; null where both are exact
   * @param since the release that it is compared with
   */
  public record SeriesChange(
      SeriesKey series,
      double before,
      double after,
      double ratio,
      @Nullable List<Double> interval,
      String since,
      Verdict verdict) {}

  /**
   * A benchmark that has no measurement, or none to be compared with.
   *
   * @param device that was asked for
   * @param reason {@code queued}, {@code running}, {@code failed} or {@code cancelled}, as its job;
   *     {@code new} where nothing was measured before
   */
  public record Missing(String benchmark, String model, String device, int threads, String reason) {
    boolean isNew() {
      return reason.equals("new");
    }
  }

  /**
   * What is to be thought of a release.
   *
   * @param verdict the gravest of the series; unknown where any is not measured
   * @param changes every series that can be compared, those that did not move too
   * @param missing the others
   */
  public record ReleaseVerdict(
      String release,
      @Nullable String commit,
      Instant createdAt,
      Verdict verdict,
      List<SeriesChange> changes,
      List<Missing> missing) {}

  ReleaseVerdict of(Release release) {
    var changes = new ArrayList<SeriesChange>();
    var missing = new ArrayList<Missing>();
    for (var one : store.measured(release.id())) {
      var before = one.device() == null ? Optional.<Measured>empty() : store.before(release, one);
      if (one.result() == null || before.isEmpty()) {
        missing.add(missing(one));
      } else {
        compare(one, before.get(), changes);
      }
    }
    var verdicts =
        Stream.concat(
                changes.stream().map(SeriesChange::verdict),
                missing.stream().filter(it -> !it.isNew()).map(it -> Verdict.UNKNOWN))
            .toList();
    return new ReleaseVerdict(
        release.name(),
        release.commit(),
        release.createdAt(),
        Verdict.overall(verdicts),
        changes,
        missing);
  }

  private static Missing missing(Measured one) {
    var reason = one.result() == null ? one.state() : "new";
    return new Missing(one.job(), one.model(), one.asked(), one.threads(), reason);
  }

  private void compare(Measured now, Measured before, List<SeriesChange> changes) {
    var early = json.readTree(before.result());
    var late = json.readTree(now.result());
    long countBefore = early.path("instructions").asLong(0);
    long countNow = late.path("instructions").asLong(0);
    if (countBefore > 0 && countNow > 0) {
      changes.add(change(now, before, "instructions", Change.ofCounts(countBefore, countNow)));
    } else if (!early.path("samplesNanos").isEmpty() && !late.path("samplesNanos").isEmpty()) {
      changes.add(
          change(now, before, "medianNanos", Change.ofMedians(samples(early), samples(late))));
    }
    long bytesBefore = early.path("peakBytes").asLong();
    long bytesNow = late.path("peakBytes").asLong();
    if (bytesBefore > 0 && bytesNow > 0) {
      changes.add(change(now, before, "peakBytes", Change.ofCounts(bytesBefore, bytesNow)));
    }
  }

  /** A sample of 0 ns is one that the clock could not tell from none. */
  private static Samples samples(JsonNode measurement) {
    return new Samples(
        measurement
            .path("samplesNanos")
            .valueStream()
            .mapToDouble(sample -> Math.max(1, sample.asLong()))
            .toArray());
  }

  private static SeriesChange change(Measured now, Measured before, String metric, Change change) {
    return new SeriesChange(
        new SeriesKey(now.model(), String.valueOf(now.device()), now.threads(), metric),
        change.before(),
        change.after(),
        change.ratio(),
        change.interval().map(it -> List.of(it.low(), it.high())).orElse(null),
        before.release(),
        change.verdict());
  }
}
