package dev.bantam.benchmark.service;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of agents, and which token speaks for which of them. */
@Repository
class AgentStore {
  private final JdbcClient database;
  private final Clock clock;

  AgentStore(JdbcClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

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

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
