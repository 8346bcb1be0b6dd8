package dev.bantam.benchmark.service;

import dev.bantam.benchmark.DeviceTakenException;
import dev.bantam.benchmark.Lease;
import dev.bantam.benchmark.LeaseStore;
import dev.bantam.kit.job.JobFilter;
import dev.bantam.kit.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of agents, devices and leases. */
@Repository
class FarmStore implements LeaseStore {
  private static final String DEVICES =
      """
      SELECT device.*, agent.version, agent.seen_at, held.job AS running,
        (SELECT count(*) FROM lease WHERE lease.device = device.id) AS leases
      FROM device JOIN agent ON agent.name = device.agent
      LEFT JOIN lease AS held ON held.device = device.id AND held.state = 'held'
      """;

  /** What a recipe may call a device by. */
  private static final String SELECTED =
      "coalesce(job.request -> 'recipe' ->> 'device', '') IN ('', device.id, device.name, device.kind, device.agent || '/' || device.name)";

  private final JdbcClient database;
  private final Clock clock;

  FarmStore(JdbcClient database, Clock clock) {
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

  /** The token that speaks for an agent's name, if it was announced before. */
  Optional<String> owner(String agent) {
    return database
        .sql("SELECT owner FROM agent WHERE name = :name")
        .param("name", agent)
        .query(String.class)
        .optional();
  }

  /** The names of the agents that a token speaks for. */
  List<String> agents(String owner) {
    return database
        .sql("SELECT name FROM agent WHERE owner = :owner ORDER BY name")
        .param("owner", owner)
        .query((row, n) -> row.getString("name"))
        .list();
  }

  /**
   * Notes that an agent is there; false where a token other than these two speaks for that name.
   *
   * @param former the token that spoke for it before, which may be the same
   */
  boolean announce(String agent, String owner, String former, String version) {
    return database
            .sql(
                """
                INSERT INTO agent (name, owner, version, seen_at) VALUES (:name, :owner, :version, :now)
                ON CONFLICT (name) DO UPDATE SET owner = :owner, version = :version, seen_at = :now
                WHERE agent.owner IN (:owner, :former)""")
            .param("name", agent)
            .param("owner", owner)
            .param("former", former)
            .param("version", version)
            .param("now", now())
            .update()
        > 0;
  }

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

  /** Notes that an agent was heard; false where this token does not speak for it. */
  boolean heard(String agent, String owner) {
    return database
            .sql("UPDATE agent SET seen_at = :now WHERE name = :name AND owner = :owner")
            .param("name", agent)
            .param("owner", owner)
            .param("now", now())
            .update()
        > 0;
  }

  @Override
  public Optional<Match> match(String agent) {
    return database
        .sql(
            """
            SELECT job.id AS job, device.id AS device, device.name AS device_name
            FROM job CROSS JOIN device
            WHERE job.kind = 'benchmark' AND job.state = 'queued' AND job.not_before <= :now
              AND device.agent = :agent AND NOT device.withdrawn AND device.quarantined IS NULL
              AND NOT EXISTS (SELECT 1 FROM lease WHERE lease.device = device.id AND lease.state = 'held')
              AND\s"""
                + SELECTED
                + " ORDER BY job.created_at, job.id, device.id LIMIT 1 FOR UPDATE OF job SKIP LOCKED")
        .param("agent", agent)
        .param("now", now())
        .query(
            (row, n) ->
                new Match(
                    row.getString("job"), row.getString("device"), row.getString("device_name")))
        .optional();
  }

  @Override
  public void hold(String lease, String job, String device, int fence, Duration duration) {
    try {
      database
          .sql(
              """
              INSERT INTO lease (id, job, device, fence, state, expires_at, created_at)
              VALUES (:id, :job, :device, :fence, 'held', :expires, :now)""")
          .param("id", lease)
          .param("job", job)
          .param("device", device)
          .param("fence", fence)
          .param("expires", clock.instant().plus(duration).atOffset(ZoneOffset.UTC))
          .param("now", now())
          .update();
    } catch (DuplicateKeyException e) {
      throw new DeviceTakenException(device);
    }
  }

  @Override
  public Optional<Lease> lease(String id) {
    return database
        .sql("SELECT * FROM lease WHERE id = :id")
        .param("id", id)
        .query((row, n) -> lease(row))
        .optional();
  }

  /** Whether the token speaks for the agent that holds the lease. */
  boolean belongs(String lease, String owner) {
    return database
        .sql(
            """
            SELECT count(*) > 0 FROM lease JOIN device ON device.id = lease.device JOIN agent ON agent.name = device.agent
            WHERE lease.id = :lease AND agent.owner = :owner""")
        .param("lease", lease)
        .param("owner", owner)
        .query(Boolean.class)
        .single();
  }

  /** Whether an agent that the token speaks for holds a lease for a model. */
  boolean holds(String owner, String model) {
    return database
        .sql(
            """
            SELECT count(*) > 0 FROM lease JOIN device ON device.id = lease.device
            JOIN agent ON agent.name = device.agent JOIN job ON job.id = lease.job
            WHERE lease.state = 'held' AND agent.owner = :owner AND job.model = :model""")
        .param("owner", owner)
        .param("model", model)
        .query(Boolean.class)
        .single();
  }

  @Override
  public boolean extend(String id, int fence, Duration duration) {
    return database
            .sql(
                "UPDATE lease SET expires_at = :expires WHERE id = :id AND fence = :fence AND state = 'held'")
            .param("id", id)
            .param("fence", fence)
            .param("expires", clock.instant().plus(duration).atOffset(ZoneOffset.UTC))
            .update()
        > 0;
  }

  @Override
  public boolean finish(String id, int fence, String outcome) {
    return database
            .sql(
                """
                UPDATE lease SET state = 'done', outcome = :outcome
                WHERE id = :id AND fence = :fence AND state = 'held'""")
            .param("id", id)
            .param("fence", fence)
            .param("outcome", outcome)
            .update()
        > 0;
  }

  @Override
  public List<Lease> expired() {
    return database
        .sql("SELECT * FROM lease WHERE state = 'held' AND expires_at < :now ORDER BY expires_at")
        .param("now", now())
        .query((row, n) -> lease(row))
        .list();
  }

  @Override
  public boolean lose(String id) {
    return database
            .sql(
                "UPDATE lease SET state = 'lost' WHERE id = :id AND state = 'held' AND expires_at < :now")
            .param("id", id)
            .param("now", now())
            .update()
        > 0;
  }

  @Override
  public int losses(String job) {
    return database
        .sql("SELECT count(*) FROM lease WHERE job = :job AND state = 'lost'")
        .param("job", job)
        .query(Integer.class)
        .single();
  }

  @Override
  public void measured(String device, double noise) {
    database
        .sql(
            "UPDATE device SET measurements = measurements + 1, failures_in_a_row = 0, noise = :noise WHERE id = :id")
        .param("id", device)
        .param("noise", noise)
        .update();
  }

  @Override
  public void failed(String device, boolean lost, int failuresToQuarantine) {
    database
        .sql(
            """
            UPDATE device SET failures_in_a_row = failures_in_a_row + 1, lost_leases = lost_leases + :lost,
              changed_at = CASE WHEN quarantined IS NULL AND failures_in_a_row + 1 >= :limit THEN :now ELSE changed_at END,
              quarantined = CASE WHEN quarantined IS NULL AND failures_in_a_row + 1 >= :limit
                THEN 'failed ' || :limit || ' times in a row' ELSE quarantined END
            WHERE id = :id""")
        .param("id", device)
        .param("lost", lost ? 1 : 0)
        .param("limit", failuresToQuarantine)
        .param("now", now())
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

  /** Whether a recipe's word fits any device. */
  boolean anyFits(String selector) {
    return database
        .sql(
            """
            SELECT count(*) > 0 FROM device
            WHERE NOT withdrawn AND :selector IN (id, name, kind, agent || '/' || name)""")
        .param("selector", selector)
        .query(Boolean.class)
        .single();
  }

  /**
   * The most threads that any device behind the selector runs a model with, as its agent says; none
   * where there is no such device. A device that says nothing takes any number.
   */
  OptionalInt mostThreads(String selector) {
    var most =
        database
            .sql(
                """
                SELECT max(CASE WHEN capabilities->>'mostThreads' ~ '^[0-9]{1,4}$'
                  THEN CAST(capabilities->>'mostThreads' AS int) ELSE :any END) FROM device
                WHERE NOT withdrawn AND :selector IN (id, name, kind, agent || '/' || name)""")
            .param("any", Integer.MAX_VALUE)
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
                + SELECTED)
        .param("device", device)
        .query(Integer.class)
        .single();
  }

  /** Benchmarks that ran, run or wait on a device, as far as the filter lets them through. */
  List<String> benchmarks(String device, JobFilter filter, @Nullable String before, int limit) {
    return database
        .sql(
            """
            SELECT job.id FROM job CROSS JOIN device
            WHERE device.id = :device AND job.id < :before
              AND (:anyState OR job.state = ANY (:states)) AND (:anyModel OR job.model = ANY (:models))
              AND (EXISTS (SELECT 1 FROM lease WHERE lease.job = job.id AND lease.device = device.id)
                OR (job.state = 'queued' AND\s"""
                + SELECTED
                + ")) ORDER BY job.id DESC LIMIT :limit")
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

  private static Lease lease(ResultSet row) throws SQLException {
    return new Lease(
        row.getString("id"),
        row.getString("job"),
        row.getString("device"),
        row.getInt("fence"),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        row.getString("outcome"));
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
