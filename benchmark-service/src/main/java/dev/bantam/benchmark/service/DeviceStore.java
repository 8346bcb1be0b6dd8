package dev.bantam.benchmark.service;

import dev.bantam.kit.job.JobFilter;
import dev.bantam.kit.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of devices. */
@Repository
class DeviceStore {
  private static final String DEVICES =
      """
      SELECT device.*, agent.version, agent.seen_at, held.job AS running,
        (SELECT count(*) FROM lease WHERE lease.device = device.id) AS leases
      FROM device JOIN agent ON agent.name = device.agent
      LEFT JOIN lease AS held ON held.device = device.id AND held.state = 'held'
      """;

  private final JdbcClient database;
  private final Clock clock;

  DeviceStore(JdbcClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A device as it is kept. */
  record DeviceRow(
      String id,
      String agent,
      String name,
      String kind,
      boolean standIn,
      String capabilities,
      boolean withdrawn,
      @Nullable String quarantined,
      Instant changedAt,
      int failuresInARow,
      int lostLeases,
      int measurements,
      @Nullable Double noise,
      int leases,
      String agentVersion,
      Instant agentSeenAt,
      @Nullable String running,
      Instant createdAt) {}

  void offer(
      String id, String agent, String name, String kind, boolean standIn, String capabilities) {
    database
        .sql(
            """
            INSERT INTO device (id, agent, name, kind, stand_in, capabilities, changed_at, created_at)
            VALUES (:id, :agent, :name, :kind, :standIn, CAST(:capabilities AS json), :now, :now)
            ON CONFLICT (agent, name) DO UPDATE
            SET kind = :kind, stand_in = :standIn, capabilities = CAST(:capabilities AS json), withdrawn = false""")
        .param("id", id)
        .param("agent", agent)
        .param("name", name)
        .param("kind", kind)
        .param("standIn", standIn)
        .param("capabilities", capabilities)
        .param("now", now())
        .update();
  }

  /** Devices that the agent offers no more. */
  void withdrawOthers(String agent, List<String> names) {
    database
        .sql(
            "UPDATE device SET withdrawn = true WHERE agent = :agent AND NOT (name = ANY (:names))")
        .param("agent", agent)
        .param("names", names.toArray(String[]::new))
        .update();
  }

  /** Takes a device out, or puts it back where the reason is null. */
  void quarantine(String device, @Nullable String reason) {
    database
        .sql(
            """
            UPDATE device SET quarantined = :reason, changed_at = :now,
              failures_in_a_row = CASE WHEN CAST(:reason AS text) IS NULL THEN 0 ELSE failures_in_a_row END
            WHERE id = :id""")
        .param("id", device)
        .param("reason", reason)
        .param("now", now())
        .update();
  }

  Optional<DeviceRow> device(String id) {
    return database
        .sql(DEVICES + "WHERE device.id = :id")
        .param("id", id)
        .query((row, n) -> device(row))
        .optional();
  }

  List<DeviceRow> devices(@Nullable String before, int limit) {
    return database
        .sql(
            DEVICES
                + "WHERE NOT device.withdrawn AND device.id < :before ORDER BY device.id DESC LIMIT :limit")
        .param("before", before == null ? "~" : before)
        .param("limit", limit)
        .query((row, n) -> device(row))
        .list();
  }

  /** Whether a recipe's word means any device. */
  boolean anyFits(String selector) {
    return mostThreads(selector).isPresent();
  }

  /**
   * The most threads that any device that the word means runs a model with; none where it means no
   * device.
   *
   * @param selector the word, which means every device where it is empty
   */
  OptionalInt mostThreads(String selector) {
    var most =
        database
            .sql(
                """
                SELECT max(%s) FROM device
                WHERE NOT device.withdrawn AND (:selector = '' OR :selector IN %s)"""
                    .formatted(DeviceSelector.MOST_THREADS, DeviceSelector.NAMES))
            .param("selector", selector)
            .query(Integer.class)
            .optional();
    return most.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /** How many benchmarks wait that this device may run. */
  int queued(String device) {
    return database
        .sql(
            "SELECT count(*) FROM job CROSS JOIN device WHERE device.id = :device AND job.state = 'queued' AND "
                + DeviceSelector.FITS)
        .param("device", device)
        .query(Integer.class)
        .single();
  }

  /**
   * Benchmarks that ran, run or wait on a device, as far as the filter lets them through.
   *
   * @param device what a recipe may call it by
   */
  List<String> benchmarks(String device, JobFilter filter, @Nullable String before, int limit) {
    return database
        .sql(
            """
            SELECT job.id FROM job
            WHERE job.id < :before
              AND (:anyState OR job.state = ANY (:states)) AND (:anyModel OR job.model = ANY (:models))
              AND EXISTS (SELECT 1 FROM device WHERE :device IN %s
                AND (EXISTS (SELECT 1 FROM lease WHERE lease.job = job.id AND lease.device = device.id)
                  OR (job.state = 'queued' AND %s)))
            ORDER BY job.id DESC LIMIT :limit"""
                .formatted(DeviceSelector.NAMES, DeviceSelector.FITS))
        .param("device", device)
        .param("before", before == null ? "~" : before)
        .param("anyState", filter.states().isEmpty())
        .param("states", filter.states().stream().map(JobState::toString).toArray(String[]::new))
        .param("anyModel", filter.models().isEmpty())
        .param("models", filter.models().toArray(String[]::new))
        .param("limit", limit)
        .query((row, n) -> row.getString("id"))
        .list();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static DeviceRow device(ResultSet row) throws SQLException {
    return new DeviceRow(
        row.getString("id"),
        row.getString("agent"),
        row.getString("name"),
        row.getString("kind"),
        row.getBoolean("stand_in"),
        row.getString("capabilities"),
        row.getBoolean("withdrawn"),
        row.getString("quarantined"),
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        row.getInt("failures_in_a_row"),
        row.getInt("lost_leases"),
        row.getInt("measurements"),
        row.getObject("noise", Double.class),
        row.getInt("leases"),
        row.getString("version"),
        row.getObject("seen_at", OffsetDateTime.class).toInstant(),
        row.getString("running"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
