package dev.bantam.kit.job;

import dev.bantam.kit.problem.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the events of a job say; {@link JobStore} writes them, in the statement that changes it. */
public sealed interface EventBody {
  /** Type {@code progress}: {@code done} of {@code total} parts of a stage. */
  record ProgressEvent(String stage, long done, long total, String message, Instant at)
      implements EventBody {}

  /** Type {@code log}: a line, in the words of whoever does the work. */
  record LogEvent(String level, String stage, String message, Instant at) implements EventBody {}

  /** Type {@code state}: where the job stands now, and why, if it failed. */
  record StateEvent(JobState state, int attempt, @Nullable Problem problem, Instant at)
      implements EventBody {}
}
