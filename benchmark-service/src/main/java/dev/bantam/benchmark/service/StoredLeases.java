package dev.bantam.benchmark.service;

import dev.bantam.benchmark.DeviceTakenException;
import dev.bantam.benchmark.Lease;
import dev.bantam.benchmark.LeaseStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of leases, and what they tell of the health of devices. */
@Repository
class StoredLeases implements LeaseStore {
  private final JdbcClient database;
  private final Clock clock;

  StoredLeases(JdbcClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
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
                + DeviceSelector.FITS
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
}
