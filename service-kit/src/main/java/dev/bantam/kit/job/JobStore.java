package dev.bantam.kit.job;

import dev.bantam.kit.web.NulEscape;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Changes jobs. Each change is one statement that also writes its event, so both or neither. */
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
    return change(
            """
            WITH changed AS (
              INSERT INTO job
                (id, kind, owner, state, request, model, events, not_before, created_at)
              VALUES
                (:id, :kind, :owner, 'queued', CAST(:request AS json), :model, 1, :now, :now)
              RETURNING *)""")
        .param("id", id)
        .param("kind", kind)
        .param("owner", owner)
        .param("request", request)
        .param("model", model)
        .query(JobRow::read)
        .single();
  }

  /** The job that a wake-up had begun when its process was lost, as its next attempt. */
  Optional<Job> resume(String wakeUp) {
    return change(
            """
            WITH changed AS (
              UPDATE job SET attempt = attempt + 1, events = events + 1
              WHERE wake_up = :wakeUp AND state = 'running'
              RETURNING *)""")
        .param("wakeUp", wakeUp)
        .query(JobRow::read)
        .optional();
  }

  /** Begins the oldest job of the owner who has the fewest running ones. */
  Optional<Job> take(String wakeUp) {
    return change(
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
              RETURNING job.*)""")
        .param("wakeUp", wakeUp)
        .query(JobRow::read)
        .optional();
  }

  /** Begins this job, unless somebody else did, or it must not begin yet. */
  Optional<Job> begin(String id, String wakeUp) {
    return change(
            """
            WITH changed AS (
              UPDATE job SET state = 'running', attempt = attempt + 1, wake_up = :wakeUp,
                started_at = coalesce(started_at, :now), events = events + 1
              WHERE id = :id AND state = 'queued' AND not_before <= :now
              RETURNING *)""")
        .param("id", id)
        .param("wakeUp", wakeUp)
        .query(JobRow::read)
        .optional();
  }

  /**
   * Notes progress or a line.
   *
   * @return whether somebody asked for an end
   */
  boolean note(Job job, String stage, long done, long total, String message) {
    return at("""
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
        .query(Boolean.class)
        .optional()
        .orElseThrow(() -> new JobLostException(job));
  }

  void log(Job job, String stage, String message) {
    at("""
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
        .update();
  }

  /** PostgreSQL's text holds every character but NUL. */
  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /** The names in a model may hold anything, and so may what is said of it: NUL, as an escape. */
  private static String storableJson(String json) {
    return NulEscape.replaced(json);
  }

  /** Ends a job well, or as cancelled where somebody asked for that meanwhile. */
  Optional<Job> succeed(Job job, String result) {
    return end(
        job,
        """
        state = CASE WHEN cancel_requested THEN 'cancelled' ELSE 'succeeded' END,
        result = CASE WHEN cancel_requested THEN NULL ELSE CAST(:text AS json) END""",
        storableJson(result));
  }

  Optional<Job> fail(Job job, String problem) {
    return end(
        job,
        """
        state = CASE WHEN cancel_requested THEN 'cancelled' ELSE 'failed' END,
        problem = CASE WHEN cancel_requested THEN NULL ELSE CAST(:text AS json) END""",
        storableJson(problem));
  }

  Optional<Job> cancelled(Job job) {
    return end(job, "state = 'cancelled'", "");
  }

  private Optional<Job> end(Job job, String change, String text) {
    return change(
            """
            WITH changed AS (
              UPDATE job SET finished_at = :now, events = events + 1, wake_up = NULL,
            """
                + change
                + """

                  WHERE id = :id AND state = 'running' AND attempt = :attempt
                  RETURNING *)""")
        .param("id", job.id())
        .param("attempt", job.attempt())
        .param("text", text)
        .query(JobRow::read)
        .optional();
  }

  /** Puts a job back, to be begun again at a time or later. */
  Optional<Job> requeue(Job job, Instant notBefore, boolean excused) {
    return change(
            """
            WITH changed AS (
              UPDATE job SET state = 'queued', not_before = :notBefore, wake_up = NULL,
                excused = excused + :excused, events = events + 1
              WHERE id = :id AND state = 'running' AND attempt = :attempt
              RETURNING *)""")
        .param("id", job.id())
        .param("attempt", job.attempt())
        .param("notBefore", notBefore.atOffset(ZoneOffset.UTC))
        .param("excused", excused ? 1 : 0)
        .query(JobRow::read)
        .optional();
  }

  /** Ends a job that waits, or asks the one that runs to end; none where it is final. */
  Optional<Job> cancel(String id) {
    return change(
            """
            WITH changed AS (
              UPDATE job SET cancel_requested = true, events = events + 1,
                state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
                finished_at = CASE state WHEN 'queued' THEN CAST(:now AS timestamptz) END
              WHERE id = :id AND state IN ('queued', 'running')
              RETURNING *)""")
        .param("id", id)
        .query(JobRow::read)
        .optional();
  }

  /**
   * A change of the state of a job.
   *
   * @param changed what the statement begins with: a part of that name, with the row as it is now
   */
  private StatementSpec change(String changed) {
    return at(changed + STATE_EVENT);
  }

  /** A statement that knows what time it is. */
  private StatementSpec at(String statement) {
    var now = clock.instant();
    return database
        .sql(statement)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("at", now.toString());
  }
}
