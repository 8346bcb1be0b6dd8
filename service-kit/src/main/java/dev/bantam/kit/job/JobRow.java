package dev.bantam.kit.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A row of the table of jobs. */
final class JobRow {
  private JobRow() {}

  static Job read(ResultSet row, int number) throws SQLException {
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

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
