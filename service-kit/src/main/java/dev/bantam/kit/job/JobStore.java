package dev.bantam.kit.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of jobs. Each change is one statement that also writes its event, so both or neither.
 */
final class JobStore {
  /** Ends each statement that changes a job: what was changed is noted, and given back. */
  private static final String STATE_EVENT =
      """
      , noted AS (
        INSERT INTO job_event (job, id, type, body, at)
        SELECT id, events, 'state', json_strip_nulls(json_build_object(
          'state', state, 'attempt', attempt, 'problem', problem, 'at', CAST(:at AS text))), :now
        FROM changed)
      SELECT * FROM changed""";

  private final JdbcClient database;
  private final Clock clock;

  JobStore(JdbcClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  Job insert(String id, String kind, String owner, String request, @Nullable String model) {
    return database
        .sql(
            """
            WITH changed AS (
              INSERT INTO job
                (id, kind, owner, state, request, model, events, not_before, created_at)
              VALUES
                (:id, :kind, :owner, 'queued', CAST(:request AS json), :model, 1, :now, :now)
              RETURNING *)"""
                + STATE_EVENT)
        .param("id", id)
        .param("kind", kind)
        .param("owner", owner)
        .param("request", request)
        .param("model", model)
        .param("now", now())
        .param("at", clock.instant().toString())
        .query((row, n) -> job(row))
        .single();
  }

  Optional<Job> find(String kind, String id) {
    return database
        .sql("SELECT * FROM job WHERE kind = :kind AND id = :id")
        .param("kind", kind)
        .param("id", id)
        .query((row, n) -> job(row))
        .optional();
  }

  /** The job of that id, of any kind. */
  Optional<Job> find(String id) {
    return database
        .sql("SELECT * FROM job WHERE id = :id")
        .param("id", id)
        .query((row, n) -> job(row))
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
        .query((row, n) -> job(row))
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

  /** The job that a wake-up had begun when its process was lost, as its next attempt. */
  Optional<Job> resume(String wakeUp) {
    return database
        .sql(
            """
            WITH changed AS (
              UPDATE job SET attempt = attempt + 1, events = events + 1
              WHERE wake_up = :wakeUp AND state = 'running'
              RETURNING *)"""
                + STATE_EVENT)
        .param("wakeUp", wakeUp)
        .param("now", now())
        .param("at", clock.instant().toString())
        .query((row, n) -> job(row))
        .optional();
  }

  /** Begins the oldest job of the owner who has the fewest running ones. */
  Optional<Job> take(String wakeUp) {
    return database
        .sql(
            """
            WITH share AS (
              SELECT owner, (
                SELECT count(*) FROM job AS r WHERE r.state = 'running' AND r.owner = q.owner
              ) AS running
              FROM (SELECT DISTINCT owner FROM job
                    WHERE state = 'queued' AND not_before <= :now) AS q),
            next AS (
              SELECT oldest.id FROM share CROSS JOIN LATERAL (
                SELECT id, created_at FROM job
                WHERE state = 'queued' AND not_before <= :now AND owner = share.owner
                ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) AS oldest
              ORDER BY share.running, oldest.created_at, oldest.id LIMIT 1),
            changed AS (
              UPDATE job SET state = 'running', attempt = attempt + 1, wake_up = :wakeUp,
                started_at = coalesce(started_at, :now), events = events + 1
              FROM next WHERE job.id = next.id AND state = 'queued'
              RETURNING job.*)"""
                + STATE_EVENT)
        .param("wakeUp", wakeUp)
        .param("now", now())
        .param("at", clock.instant().toString())
        .query((row, n) -> job(row))
        .optional();
  }

  /** Begins this job, unless somebody else did, or it must not begin yet. */
  Optional<Job> begin(String id, String wakeUp) {
    return database
        .sql(
            """
            WITH changed AS (
              UPDATE job SET state = 'running', attempt = attempt + 1, wake_up = :wakeUp,
                started_at = coalesce(started_at, :now), events = events + 1
              WHERE id = :id AND state = 'queued' AND not_before <= :now
              RETURNING *)"""
                + STATE_EVENT)
        .param("id", id)
        .param("wakeUp", wakeUp)
        .param("now", now())
        .param("at", clock.instant().toString())
        .query((row, n) -> job(row))
        .optional();
  }

  /** When the next job may begin that waits for a later time. */
  Optional<Instant> nextDue() {
    return database
        .sql("SELECT min(not_before) AS due FROM job WHERE state = 'queued'")
        .query((row, n) -> Optional.ofNullable(instant(row, "due")))
        .single();
  }

  /**
   * Notes progress or a line.
   *
   * @return whether somebody asked for an end
   */
  boolean note(Job job, String stage, long done, long total, String message) {
    return database
        .sql(
            """
            WITH changed AS (
              UPDATE job SET stage = :stage, done = :done, total = :total, message = :message,
                events = events + 1
              WHERE id = :id AND state = 'running' AND attempt = :attempt
              RETURNING id, events, cancel_requested),
            noted AS (
              INSERT INTO job_event (job, id, type, body, at)
              SELECT id, events, 'progress', json_strip_nulls(json_build_object(
                'stage', CAST(:stage AS text), 'done', CAST(:done AS bigint),
                'total', CAST(:total AS bigint), 'message', CAST(:message AS text),
                'at', CAST(:at AS text))), :now
              FROM changed)
            SELECT cancel_requested FROM changed""")
        .param("id", job.id())
        .param("attempt", job.attempt())
        .param("stage", storable(stage))
        .param("done", done)
        .param("total", total)
        .param("message", storable(message))
        .param("now", now())
        .param("at", clock.instant().toString())
        .query(Boolean.class)
        .optional()
        .orElseThrow(() -> new JobLostException(job));
  }

  void log(Job job, String stage, String message) {
    database
        .sql(
            """
            WITH changed AS (
              UPDATE job SET events = events + 1
              WHERE id = :id AND state = 'running' AND attempt = :attempt
              RETURNING id, events)
            INSERT INTO job_event (job, id, type, body, at)
            SELECT id, events, 'log',
              json_strip_nulls(json_build_object('level', 'info', 'stage', CAST(:stage AS text),
                'message', CAST(:message AS text), 'at', CAST(:at AS text))), :now
            FROM changed""")
        .param("id", job.id())
        .param("attempt", job.attempt())
        .param("stage", storable(stage))
        .param("message", storable(message))
        .param("now", now())
        .param("at", clock.instant().toString())
        .update();
  }

  /** PostgreSQL's text holds every character but NUL. */
  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /** Ends a job well, or as cancelled where somebody asked for that meanwhile. */
  Optional<Job> succeed(Job job, String result) {
    return end(
        job,
        """
        state = CASE WHEN cancel_requested THEN 'cancelled' ELSE 'succeeded' END,
        result = CASE WHEN cancel_requested THEN NULL ELSE CAST(:text AS json) END""",
        result);
  }

  Optional<Job> fail(Job job, String problem) {
    return end(
        job,
        """
        state = CASE WHEN cancel_requested THEN 'cancelled' ELSE 'failed' END,
        problem = CASE WHEN cancel_requested THEN NULL ELSE CAST(:text AS json) END""",
        problem);
  }

  Optional<Job> cancelled(Job job) {
    return end(job, "state = 'cancelled'", "");
  }

  private Optional<Job> end(Job job, String change, String text) {
    return database
        .sql(
            """
            WITH changed AS (
              UPDATE job SET finished_at = :now, events = events + 1, wake_up = NULL,
            """
                + change
                + """

                  WHERE id = :id AND state = 'running' AND attempt = :attempt
                  RETURNING *)"""
                + STATE_EVENT)
        .param("id", job.id())
        .param("attempt", job.attempt())
        .param("text", text)
        .param("now", now())
        .param("at", clock.instant().toString())
        .query((row, n) -> job(row))
        .optional();
  }

  /** Puts a job back, to be begun again at a time or later. */
  Optional<Job> requeue(Job job, Instant notBefore, boolean excused) {
    return database
        .sql(
            """
            WITH changed AS (
              UPDATE job SET state = 'queued', not_before = :notBefore, wake_up = NULL,
                excused = excused + :excused, events = events + 1
              WHERE id = :id AND state = 'running' AND attempt = :attempt
              RETURNING *)"""
                + STATE_EVENT)
        .param("id", job.id())
        .param("attempt", job.attempt())
        .param("notBefore", notBefore.atOffset(ZoneOffset.UTC))
        .param("excused", excused ? 1 : 0)
        .param("now", now())
        .param("at", clock.instant().toString())
        .query((row, n) -> job(row))
        .optional();
  }

  /** Ends a job that waits, or asks the one that runs to end; none where it is final. */
  Optional<Job> cancel(String id) {
    return database
        .sql(
            """
            WITH changed AS (
              UPDATE job SET cancel_requested = true, events = events + 1,
                state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
                finished_at = CASE state WHEN 'queued' THEN CAST(:now AS timestamptz) END
              WHERE id = :id AND state IN ('queued', 'running')
              RETURNING *)"""
                + STATE_EVENT)
        .param("id", id)
        .param("now", now())
        .param("at", clock.instant().toString())
        .query((row, n) -> job(row))
        .optional();
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
                new Load(row.getLong("queued"), row.getLong("running"), instant(row, "oldest")))
        .single();
  }

  record Load(long queued, long running, @Nullable Instant oldest) {}

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static Job job(ResultSet row) throws SQLException {
    var created = instant(row, "created_at");
    if (created == null) throw new SQLException("created_at of a job is null");
    return new Job(
        row.getString("id"),
        row.getString("kind"),
        row.getString("owner"),
        JobState.parse(row.getString("state")),
        row.getInt("attempt"),
        row.getInt("excused"),
        row.getBoolean("cancel_requested"),
        row.getString("request"),
        row.getString("stage"),
        row.getObject("done", Long.class),
        row.getObject("total", Long.class),
        row.getString("message"),
        row.getString("result"),
        row.getString("problem"),
        created,
        instant(row, "started_at"),
        instant(row, "finished_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
