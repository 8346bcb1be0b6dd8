package dev.bantam.benchmark.service;

import dev.bantam.benchmark.service.ReleaseVerdicts.SeriesKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was measured of one thing, release by release. */
@RestController
@RequestMapping("/api/v1/series")
class SeriesController {
  private final SeriesHistory history;

  SeriesController(SeriesHistory history) {
    this.history = history;
  }

  /**
   * A series over the releases.
   *
   * @param points the oldest release first; those that have not measured it are not there
   */
  public record Series(SeriesKey series, List<SeriesPoint> points) {}

  /**
   * One release's figure.
   *
   * @param benchmark that measured it
   * @param value in nanoseconds, instructions or bytes, as the metric says
   * @param interval of the value, two numbers; null where it is exact
   */
  public record SeriesPoint(
      String release,
      @Nullable String commit,
      Instant createdAt,
      String benchmark,
      double value,
      @Nullable List<Double> interval) {}

  /** The last 500 releases that measured it; as JSON, or as CSV where that is asked for. */
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  Series json(
      @RequestParam String model,
      @RequestParam String device,
      @RequestParam String metric,
      @RequestParam(required = false) @Nullable Integer threads) {
    return series(model, device, metric, threads);
  }

  @GetMapping(produces = "text/csv")
  String csv(
      @RequestParam String model,
      @RequestParam String device,
      @RequestParam String metric,
      @RequestParam(required = false) @Nullable Integer threads) {
    return series(model, device, metric, threads).points().stream()
        .map(SeriesController::line)
        .collect(Collectors.joining("", "release,commit,createdAt,benchmark,value,low,high\n", ""));
  }

  private Series series(String model, String device, String metric, @Nullable Integer threads) {
    var key = new SeriesKey(model, device, Objects.requireNonNullElse(threads, 1), metric);
    return new Series(key, history.of(key));
  }

  private static String line(SeriesPoint point) {
    var interval = point.interval();
    return "%s,%s,%s,%s,%s,%s,%s\n"
        .formatted(
            point.release(),
            quoted(Objects.requireNonNullElse(point.commit(), "")),
            point.createdAt(),
            point.benchmark(),
            point.value(),
            interval == null ? "" : interval.getFirst(),
            interval == null ? "" : interval.getLast());
  }

  /** As RFC 4180 has it: a commit is any text. */
  private static String quoted(String text) {
    return text.matches("[\\w.+-]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
