package dev.bantam.kit.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What there is in the tables of jobs and their events, and how much of it. */
final class JobReads {
  private final JdbcClient database;

  JobReads(JdbcClient database) {
    this.database = database;
  }

  Optional<Job> find(String kind, String id) {
    return database
        .sql("SELECT * FROM job WHERE kind = :kind AND id = :id")
        .param("kind", kind)
        .param("id", id)
        .query(JobRow::read)
        .optional();
  }

  /** The job of that id, of any kind. */
  Optional<Job> find(String id) {
    return database
        .sql("SELECT * FROM job WHERE id = :id")
        .param("id", id)
        .query(JobRow::read)
        .optional();
  }

  List<Job> list(JobFilter filter, @Nullable String before, int limit) {
    return database
        .sql(
            """
            SELECT * FROM job
            WHERE kind = :kind AND id < :before
              AND (:anyState OR state = ANY (:states)) AND (:anyModel OR model = ANY (:models))
            ORDER BY id DESC LIMIT :limit""")
        .param("kind", filter.kind().name())
        .param("before", before == null ? "~" : before)
        .param("anyState", filter.states().isEmpty())
        .param("states", filter.states().stream().map(JobState::toString).toArray(String[]::new))
        .param("anyModel", filter.models().isEmpty())
        .param("models", filter.models().toArray(String[]::new))
        .param("limit", limit)
        .query(JobRow::read)
        .list();
  }

  /** Whether an owner has at least so many jobs waiting. */
  boolean hasQueued(String owner, int count) {
    return database
            .sql(
                """
                SELECT count(*) FROM (
                  SELECT 1 FROM job WHERE state = 'queued' AND owner = :owner LIMIT :count) AS waiting""")
            .param("owner", owner)
            .param("count", count)
            .query(Integer.class)
            .single()
        >= count;
  }

  /** When the next job may begin that waits for a later time. */
  Optional<Instant> nextDue() {
    return database
        .sql("SELECT min(not_before) AS due FROM job WHERE state = 'queued'")
        .query((row, n) -> Optional.ofNullable(JobRow.instant(row, "due")))
        .single();
  }

  List<JobEvent> events(String id, long after, int limit) {
    return database
        .sql(
            """
            SELECT id, type, body FROM job_event
            WHERE job = :job AND id > :after ORDER BY id LIMIT :limit""")
        .param("job", id)
        .param("after", after)
        .param("limit", limit)
        .query(
            (row, n) ->
                new JobEvent(row.getLong("id"), row.getString("type"), row.getString("body")))
        .list();
  }

  /** How many jobs wait, how many run, and since when the oldest waits. */
  Load load() {
    return database
        .sql(
            """
            SELECT count(*) FILTER (WHERE state = 'queued') AS queued,
              count(*) FILTER (WHERE state = 'running') AS running,
              min(created_at) FILTER (WHERE state = 'queued') AS oldest
            FROM job WHERE state IN ('queued', 'running')""")
        .query(
            (row, n) ->
                new Load(
                    row.getLong("queued"), row.getLong("running"), JobRow.instant(row, "oldest")))
        .single();
  }

  record Load(long queued, long running, @Nullable Instant oldest) {}
}
