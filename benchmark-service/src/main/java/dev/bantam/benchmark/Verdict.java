package dev.bantam.benchmark;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What is to be thought of a change; the gravest first. */
public enum Verdict {
  WORSE,
  /** Too noisy, or not measured yet. */
  UNKNOWN,
  BETTER,
  SAME;

  /** Of all series together: one that is worse spoils all, and nothing known is nothing known. */
  public static Verdict overall(Collection<Verdict> series) {
    return series.stream().min(Comparator.naturalOrder()).orElse(UNKNOWN);
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
