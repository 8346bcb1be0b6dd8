package dev.bantam.converter.service;

import dev.bantam.kit.artifact.Digest;
import java.nio.ByteBuffer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps those apart, in all processes, who add a row for some content and who delete the content.
 */
@Component
class ContentLock {
  private final JdbcClient database;

  ContentLock(JdbcClient database) {
    this.database = database;
  }

  /** Waits, and holds until the end of the transaction. */
  void take(Digest digest) {
    database
        .sql("SELECT pg_advisory_xact_lock(:key) IS NULL")
        .param("key", ByteBuffer.wrap(digest.hash()).getLong())
        .query(Boolean.class)
        .single();
  }
}
