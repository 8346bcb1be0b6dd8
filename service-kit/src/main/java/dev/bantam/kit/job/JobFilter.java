package dev.bantam.kit.job;

import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs are looked for.
 *
 * @param states any of these; any at all, if empty
 * @param models that ask about any of these; about anything, if empty
 */
public record JobFilter(JobKind<?, ?> kind, List<JobState> states, List<String> models) {
  public JobFilter {
    states = List.copyOf(states);
    models = List.copyOf(models);
  }

  /** Reads the query parameters, each of which may be repeated or left out. */
  public static JobFilter of(
      JobKind<?, ?> kind, @Nullable List<String> states, @Nullable List<String> models) {
    return new JobFilter(
        kind,
        states == null ? List.of() : states.stream().map(JobFilter::state).toList(),
        models == null ? List.of() : models);
  }

  private static JobState state(String text) {
    try {
      return JobState.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          List.of(InputError.parameter("state", String.valueOf(e.getMessage()))));
    }
  }
}
