package dev.bantam.cli.conformance;

import dev.bantam.conformance.IntegerResults;
import dev.bantam.conformance.Outcome;
import dev.bantam.conformance.Outcome.Status;

/**
 * How a worker tells an outcome: one line, which begins so that no other output is taken for it.
 */
final class OutcomeText {
  private static final String MARK = "\u0001case\t";
  private static final int PARTS = 6;

  /** What a worker says first: from then on time is the case's. */
  static final String READY = "\u0001ready";

  private OutcomeText() {}

  static String print(Outcome outcome) {
    var reason = outcome.reason().replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    return MARK
        + String.join(
            "\t",
            outcome.status().name(),
            Long.toString(outcome.millis()),
            Double.toString(outcome.worst()),
            Long.toString(outcome.integers().count()),
            outcome.integers().digest(),
            reason);
  }

  static boolean isAnswer(String line) {
    return line.startsWith(MARK) || line.equals(READY);
  }

  static Outcome parse(String line) {
    var parts = line.substring(MARK.length()).split("\t", PARTS);
    return new Outcome(
        Status.valueOf(parts[0]),
        Long.parseLong(parts[1]),
        Double.parseDouble(parts[2]),
        new IntegerResults(Long.parseLong(parts[3]), parts[4]),
        parts[5].replace("\\n", " ").replace("\\r", " ").replace("\\\\", "\\"));
  }
}
