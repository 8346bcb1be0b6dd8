package dev.bantam.benchmark.service;

import dev.bantam.benchmark.service.ReleaseStore.Measured;
import dev.bantam.benchmark.service.ReleaseVerdicts.SeriesKey;
import dev.bantam.benchmark.service.SeriesController.SeriesPoint;
import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the figure that a series is about out of each release's measurement. */
@Component
class SeriesHistory {
  private static final String MEDIAN = "medianNanos";
  private static final List<String> METRICS = List.of(MEDIAN, "instructions", "peakBytes");
  private static final int MOST_RELEASES = 500;

  private final ReleaseStore store;
  private final JsonMapper json;

  SeriesHistory(ReleaseStore store, JsonMapper json) {
    this.store = store;
    this.json = json;
  }

  /** The oldest release first. */
  List<SeriesPoint> of(SeriesKey series) {
    if (!METRICS.contains(series.metric())) {
      throw new InvalidInputException(
          List.of(
              InputError.parameter(
                  "metric",
                  "\"%s\" must be one of %s"
                      .formatted(series.metric(), String.join(", ", METRICS)))));
    }
    return store.history(series, MOST_RELEASES).reversed().stream()
        .flatMap(one -> point(one, series.metric()).stream())
        .toList();
  }

  private Optional<SeriesPoint> point(Measured one, String metric) {
    var result = json.readTree(one.result());
    var value = result.path(metric);
    if (!value.isNumber()) return Optional.empty();
    var interval = metric.equals(MEDIAN) ? numbers(result.path("interval")) : null;
    return Optional.of(
        new SeriesPoint(
            one.release(), one.commit(), one.createdAt(), one.job(), value.asDouble(), interval));
  }

  private static List<Double> numbers(JsonNode list) {
    return list.valueStream().map(JsonNode::asDouble).toList();
  }
}
