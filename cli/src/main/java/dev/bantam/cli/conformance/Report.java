package dev.bantam.cli.conformance;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bantam.conformance.Outcome;
import dev.bantam.conformance.Outcome.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of the cases so far. */
public final class Report {
  private final List<Entry> entries = new ArrayList<>();

  /**
   * One case, as the JSON report has it.
   *
   * @param worst the greatest difference of an element; null where it cannot be counted
   * @param integers elements of all integer outputs
   * @param integersDigest SHA-256 of them, equal on every device
   */
  public record Entry(
      @JsonProperty("case") String name,
      String status,
      long millis,
      @Nullable Double worst,
      long integers,
      String integersDigest,
      String reason) {}

  /** All cases, as programs read them. */
  public record Summary(int passed, int failed, int skipped, List<Entry> cases) {}

  /** The line to print for the case; none if it passed. */
  public synchronized Optional<String> add(String name, Outcome outcome) {
    var status = outcome.status().name().toLowerCase(Locale.ROOT);
    var worst = Double.isFinite(outcome.worst()) ? outcome.worst() : null;
    var integers = outcome.integers();
    entries.add(
        new Entry(
            name,
            status,
            outcome.millis(),
            worst,
            integers.count(),
            integers.digest(),
            outcome.reason()));
    return switch (outcome.status()) {
      case PASSED -> Optional.empty();
      case FAILED -> Optional.of("FAIL %s: %s".formatted(name, outcome.reason()));
      case SKIPPED -> Optional.of("SKIP %s: %s".formatted(name, outcome.reason()));
    };
  }

  public synchronized int count() {
    return entries.size();
  }

  /** By name, whatever order they ended in. */
  public synchronized List<Entry> entries() {
    return entries.stream().sorted(Comparator.comparing(Entry::name)).toList();
  }

  public Summary summary() {
    return new Summary(
        count(Status.PASSED), count(Status.FAILED), count(Status.SKIPPED), entries());
  }

  public String lastLine() {
    return "%d passed, %d failed, %d skipped"
        .formatted(count(Status.PASSED), count(Status.FAILED), count(Status.SKIPPED));
  }

  /** Nothing failed, and something passed. */
  public boolean isGood() {
    return count(Status.FAILED) == 0 && count(Status.PASSED) > 0;
  }

  private synchronized int count(Status status) {
    var name = status.name().toLowerCase(Locale.ROOT);
    return (int) entries.stream().filter(entry -> entry.status().equals(name)).count();
  }
}
