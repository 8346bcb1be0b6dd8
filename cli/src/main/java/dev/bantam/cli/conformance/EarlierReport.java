package dev.bantam.cli.conformance;

import dev.bantam.conformance.Outcome;
import dev.bantam.conformance.Outcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The report of another device, to whose integers those of this one have to be equal. */
public final class EarlierReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final Map<String, Report.Entry> entries;
  private final AtomicLong integers = new AtomicLong();
  private final AtomicInteger cases = new AtomicInteger();

  private EarlierReport(Path file, Map<String, Report.Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /** Reads what {@code --report} wrote. */
  public static EarlierReport read(Path file) throws IOException {
    try {
      var entries =
          Stream.of(JSON.readValue(Files.readAllBytes(file), Report.Entry[].class))
              .collect(Collectors.toMap(Report.Entry::name, Function.identity()));
      return new EarlierReport(file, entries);
    } catch (JacksonException | IllegalStateException e) {
      throw new IOException(
          "%s is no report of a conformance run: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** The outcome, failed if the case passed on both devices with other integers. */
  public Outcome compare(String name, Outcome outcome) {
    var entry = entries.get(name);
    if (entry == null || !entry.status().equals("passed")) return outcome;
    if (outcome.status() != Status.PASSED || entry.integers() == 0) return outcome;
    if (entry.integersDigest().equals(outcome.integers().digest())) {
      integers.addAndGet(entry.integers());
      cases.incrementAndGet();
      return outcome;
    }
    var reason = "its integers are not those in %s".formatted(file);
    return new Outcome(
        Status.FAILED, outcome.millis(), outcome.worst(), outcome.integers(), reason);
  }

  /** How much was equal. */
  public String line() {
    return "%d integers in %d cases equal those in %s".formatted(integers.get(), cases.get(), file);
  }
}
