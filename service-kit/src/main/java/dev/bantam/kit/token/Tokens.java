package dev.bantam.kit.token;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.id.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tokens of the platform, in a schema that belongs to no single service. */
public final class Tokens {
  private static final String COLUMNS = "id, name, role, created_at, expires_at";

  private final JdbcClient database;
  private final Ids ids;
  private final Clock clock;
  private final RandomGenerator random;

  public Tokens(JdbcClient database, Ids ids, Clock clock, RandomGenerator random) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.random = random;
  }

  /** A new token and, this once, its secret. */
  public Issued issue(String name, Role role, @Nullable Instant expiresAt) {
    return issue(name, role, expiresAt, Secret.random(random));
  }

  /** A new token with a secret that nobody can guess. */
  Issued issue(String name, Role role, @Nullable Instant expiresAt, Secret secret) {
    if (role == Role.SERVICE) {
      throw new BantamException(
          ErrorCode.INVALID_REQUEST, "role service: is not given out, must be another role");
    }
    var token = new Token(ids.next("tok"), name, role, clock.instant(), expiresAt);
    database
        .sql(
            """
            INSERT INTO bantam_kit.token (id, hash, name, role, created_at, expires_at)
            VALUES (:id, :hash, :name, :role, :createdAt, :expiresAt)""")
        .param("id", token.id())
        .param("hash", secret.hash())
        .param("name", name)
        .param("role", role.toString())
        .param("createdAt", at(token.createdAt()))
        .param("expiresAt", expiresAt == null ? null : at(expiresAt))
        .update();
    return new Issued(token, secret);
  }

  /** A token with its secret, at the only moment when both are known. */
  public record Issued(Token token, Secret secret) {}

  /** Random text for what a secret is derived from. */
  String salt() {
    return ids.next("slt") + Secret.random(random).text();
  }

  /** The holder of a secret, unless it is unknown, expired or revoked. */
  public Optional<Caller> holder(Secret secret) {
    return database
        .sql(
            """
            SELECT id, role FROM bantam_kit.token
            WHERE hash = :hash AND (expires_at IS NULL OR expires_at > :now)""")
        .param("hash", secret.hash())
        .param("now", at(clock.instant()))
        .query((row, n) -> new Caller(row.getString("id"), Role.parse(row.getString("role"))))
        .optional();
  }

  /** All that are not revoked, newest first, behind a position. */
  public List<Token> list(@Nullable String before, int limit) {
    return database
        .sql(
            "SELECT "
                + COLUMNS
                + " FROM bantam_kit.token WHERE id < :before ORDER BY id DESC LIMIT :limit")
        .param("before", before == null ? "~" : before)
        .param("limit", limit)
        .query((row, n) -> token(row))
        .list();
  }

  public Optional<Token> find(String id) {
    return database
        .sql("SELECT " + COLUMNS + " FROM bantam_kit.token WHERE id = :id")
        .param("id", id)
        .query((row, n) -> token(row))
        .optional();
  }

  /** Ends a token at once. */
  public void revoke(String id) {
    int rows = database.sql("DELETE FROM bantam_kit.token WHERE id = :id").param("id", id).update();
    if (rows == 0) {
      throw new BantamException(ErrorCode.NOT_FOUND, "token %s: does not exist".formatted(id));
    }
  }

  /** Ends all tokens of a name and role at once. */
  public void revokeAll(String name, Role role) {
    database
        .sql("DELETE FROM bantam_kit.token WHERE name = :name AND role = :role")
        .param("name", name)
        .param("role", role.toString())
        .update();
  }

  /** Whether a token is there and has not expired. */
  public boolean isGood(String id) {
    return database
        .sql(
            """
            SELECT EXISTS (SELECT 1 FROM bantam_kit.token
            WHERE id = :id AND (expires_at IS NULL OR expires_at > :now))""")
        .param("id", id)
        .param("now", at(clock.instant()))
        .query(Boolean.class)
        .single();
  }

  /** Whether there is a token that can make others. */
  public boolean hasAdmin() {
    return database
        .sql(
            """
            SELECT EXISTS (SELECT 1 FROM bantam_kit.token
            WHERE role = 'admin' AND (expires_at IS NULL OR expires_at > :now))""")
        .param("now", at(clock.instant()))
        .query(Boolean.class)
        .single();
  }

  private static Token token(ResultSet row) throws SQLException {
    var expires = row.getObject("expires_at", OffsetDateTime.class);
    return new Token(
        row.getString("id"),
        row.getString("name"),
        Role.parse(row.getString("role")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        expires == null ? null : expires.toInstant());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
