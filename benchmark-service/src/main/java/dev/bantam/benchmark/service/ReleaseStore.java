package dev.bantam.benchmark.service;

import dev.bantam.benchmark.service.ReleaseVerdicts.SeriesKey;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of suites and releases. */
@Repository
class ReleaseStore {
  /** A name for whichever release is the newest; no release bears it. */
  static final String LATEST = "latest";

  private static final String MEASURED =
      """
      SELECT release.name AS release, release.commit, release.created_at, part.job, part.model, part.device AS asked, part.threads,
        job.state, job.result, lease.device
      FROM release_benchmark AS part JOIN release ON release.id = part.release
      JOIN job ON job.id = part.job
      LEFT JOIN lease ON lease.job = job.id AND lease.state = 'done'
      """;

  private final JdbcClient database;

  ReleaseStore(JdbcClient database) {
    this.database = database;
  }

  /** What is measured of each release. */
  public record Suite(
      String id,
      String name,
      List<String> models,
      List<String> devices,
      List<Integer> threads,
      Instant createdAt) {}

  /** A named state that is measured over a suite. */
  public record Release(
      String id, String name, String suite, @Nullable String commit, Instant createdAt) {}

  /**
   * A benchmark of a release.
   *
   * @param asked what the suite calls the device
   * @param device that measured it, once one has
   * @param result the measurement, as JSON, once there is one
   */
  record Measured(
      String release,
      @Nullable String commit,
      Instant createdAt,
      String job,
      String model,
      String asked,
      int threads,
      String state,
      @Nullable String result,
      @Nullable String device) {}

  /** False where the name is taken. */
  boolean add(Suite suite) {
    return database
            .sql(
                """
                INSERT INTO suite (id, name, models, devices, threads, created_at)
                VALUES (:id, :name, :models, :devices, :threads, :now) ON CONFLICT DO NOTHING""")
            .param("id", suite.id())
            .param("name", suite.name())
            .param("models", suite.models().toArray(String[]::new))
            .param("devices", suite.devices().toArray(String[]::new))
            .param("threads", suite.threads().toArray(Integer[]::new))
            .param("now", at(suite.createdAt()))
            .update()
        == 1;
  }

  Suite requireSuite(String idOrName) {
    return database
        .sql("SELECT * FROM suite WHERE :it IN (id, name) ORDER BY id = :it DESC LIMIT 1")
        .param("it", idOrName)
        .query((row, n) -> suite(row))
        .optional()
        .orElseThrow(
            () ->
                new BantamException(
                    ErrorCode.NOT_FOUND, "suite %s: does not exist".formatted(idOrName)));
  }

  List<Suite> suites(@Nullable String before, int limit) {
    return database
        .sql("SELECT * FROM suite WHERE id < :before ORDER BY id DESC LIMIT :limit")
        .param("before", before == null ? "~" : before)
        .param("limit", limit)
        .query((row, n) -> suite(row))
        .list();
  }

  /** False where the name is taken. */
  boolean add(Release release) {
    return database
            .sql(
                """
                INSERT INTO release (id, name, suite, commit, created_at)
                VALUES (:id, :name, :suite, :commit, :now) ON CONFLICT DO NOTHING""")
            .param("id", release.id())
            .param("name", release.name())
            .param("suite", release.suite())
            .param("commit", release.commit())
            .param("now", at(release.createdAt()))
            .update()
        == 1;
  }

  void addBenchmark(String release, String job, String model, String device, int threads) {
    database
        .sql(
            """
            INSERT INTO release_benchmark (release, job, model, device, threads)
            VALUES (:release, :job, :model, :device, :threads)""")
        .param("release", release)
        .param("job", job)
        .param("model", model)
        .param("device", device)
        .param("threads", threads)
        .update();
  }

  Release requireRelease(String idOrName) {
    return database
        .sql(
            """
            SELECT * FROM release WHERE :it = 'latest' OR :it IN (id, name)
            ORDER BY created_at DESC, id DESC LIMIT 1""")
        .param("it", idOrName)
        .query((row, n) -> release(row))
        .optional()
        .orElseThrow(
            () ->
                new BantamException(
                    ErrorCode.NOT_FOUND,
                    idOrName.equals(LATEST)
                        ? "release latest: there is no release yet"
                        : "release %s: does not exist".formatted(idOrName)));
  }

  List<Release> releases(@Nullable String before, int limit) {
    return database
        .sql("SELECT * FROM release WHERE id < :before ORDER BY id DESC LIMIT :limit")
        .param("before", before == null ? "~" : before)
        .param("limit", limit)
        .query((row, n) -> release(row))
        .list();
  }

  /** All benchmarks of a release, in the order of its suite. */
  List<Measured> measured(String release) {
    return database
        .sql(MEASURED + "WHERE part.release = :release ORDER BY part.job")
        .param("release", release)
        .query((row, n) -> measured(row))
        .list();
  }

  /** The last measurement of the same series in an earlier release of the same suite. */
  Optional<Measured> before(Release release, Measured now) {
    return database
        .sql(
            MEASURED
                + """
                WHERE release.suite = :suite AND release.created_at < :created
                  AND part.model = :model AND part.threads = :threads AND lease.device = :device
                  AND job.state = 'succeeded'
                ORDER BY release.created_at DESC, part.job DESC LIMIT 1""")
        .param("suite", release.suite())
        .param("created", at(release.createdAt()))
        .param("model", now.model())
        .param("threads", now.threads())
        .param("device", now.device())
        .query((row, n) -> measured(row))
        .optional();
  }

  /** The newest measurements of a series, of each release its last, the newest release first. */
  List<Measured> history(SeriesKey series, int limit) {
    return database
        .sql(
            "SELECT DISTINCT ON (created_at, release) * FROM ("
                + MEASURED
                + """
                WHERE part.model = :model AND part.threads = :threads AND lease.device = :device
                  AND job.state = 'succeeded') AS history
                ORDER BY created_at DESC, release DESC, job DESC LIMIT :limit""")
        .param("model", series.model())
        .param("threads", series.threads())
        .param("device", series.device())
        .param("limit", limit)
        .query((row, n) -> measured(row))
        .list();
  }

  private static Measured measured(ResultSet row) throws SQLException {
    return new Measured(
        row.getString("release"),
        row.getString("commit"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getString("job"),
        row.getString("model"),
        row.getString("asked"),
        row.getInt("threads"),
        row.getString("state"),
        row.getString("result"),
        row.getString("device"));
  }

  private static Suite suite(ResultSet row) throws SQLException {
    return new Suite(
        row.getString("id"),
        row.getString("name"),
        List.of((String[]) row.getArray("models").getArray()),
        List.of((String[]) row.getArray("devices").getArray()),
        List.of((Integer[]) row.getArray("threads").getArray()),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static Release release(ResultSet row) throws SQLException {
    return new Release(
        row.getString("id"),
        row.getString("name"),
        row.getString("suite"),
        row.getString("commit"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
