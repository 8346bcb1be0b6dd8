package dev.bantam.kit.web;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.artifact.Digest;
import dev.bantam.kit.token.Caller;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests that may be repeated. What a key was first answered is kept in the transaction that did
 * the work, so either both are there or neither, and a repetition gets the very same answer. Keys
 * belong to the token that sent them.
 */
public final class Idempotency {
  private static final int MAX_KEY = 255;

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final Clock clock;

  public Idempotency(
      JdbcClient database, TransactionTemplate transaction, JsonMapper json, Clock clock) {
    this.database = database;
    this.transaction = transaction;
    this.json = json;
    this.clock = clock;
  }

  /** What was answered: a status, where the thing is, and a JSON body. */
  private record Answer(String digest, int status, @Nullable String location, String body) {}

  /**
   * Does the work once per key, or every time where there is no key.
   *
   * @param request what was asked, with the address; the same key with another request is refused
   * @param work done in a transaction
   */
  public <T> ResponseEntity<T> once(
      @Nullable String key,
      String address,
      Object request,
      Class<T> resource,
      Supplier<ResponseEntity<T>> work) {
    if (key == null) return inTransaction(work);
    check(key);
    var digest = digest(address, request);
    var owner = Caller.current().id();
    return inTransaction(
        () -> {
          if (!reserve(owner, key, digest)) return repeated(owner, key, digest, resource);
          var answer = work.get();
          keep(owner, key, answer);
          return answer;
        });
  }

  /**
   * Does the work once per key, and checks what it needs only where it is done: a repetition is
   * answered as the first time, also where what was asked about is gone meanwhile.
   *
   * @param check outside of the transaction, for it may ask others
   */
  public <T> ResponseEntity<T> once(
      @Nullable String key,
      String address,
      Object request,
      Class<T> resource,
      Runnable check,
      Supplier<ResponseEntity<T>> work) {
    if (key == null || !isKnown(key)) check.run();
    return once(key, address, request, resource, work);
  }

  private boolean isKnown(String key) {
    return database
        .sql("SELECT EXISTS (SELECT 1 FROM idempotency WHERE owner = :owner AND key = :key)")
        .param("owner", Caller.current().id())
        .param("key", key)
        .query(Boolean.class)
        .single();
  }

  private <T> ResponseEntity<T> inTransaction(Supplier<ResponseEntity<T>> work) {
    var answer = transaction.execute(status -> work.get());
    if (answer == null) throw new IllegalStateException("work must have an answer");
    return answer;
  }

  private static void check(String key) {
    if (key.isBlank() || key.length() > MAX_KEY) {
      throw new BantamException(
          ErrorCode.INVALID_REQUEST,
          "header Idempotency-Key: has %d characters, must have 1 to %d"
              .formatted(key.length(), MAX_KEY));
    }
  }

  private Digest digest(String address, Object request) {
    return Digest.of(address + "\n" + json.writeValueAsString(request));
  }

  /** Waits for another transaction with the same key, and is false once that one has won. */
  private boolean reserve(String owner, String key, Digest digest) {
    return database
            .sql(
                """
                INSERT INTO idempotency (owner, key, digest, created_at)
                VALUES (:owner, :key, :digest, :now) ON CONFLICT DO NOTHING""")
            .param("owner", owner)
            .param("key", key)
            .param("digest", digest.text())
            .param("now", clock.instant().atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  private void keep(String owner, String key, ResponseEntity<?> answer) {
    var location = answer.getHeaders().getLocation();
    database
        .sql(
            """
            UPDATE idempotency SET status = :status, location = :location, body = :body
            WHERE owner = :owner AND key = :key""")
        .param("status", answer.getStatusCode().value())
        .param("location", location == null ? null : location.toString())
        .param("body", json.writeValueAsString(answer.getBody()))
        .param("owner", owner)
        .param("key", key)
        .update();
  }

  private <T> ResponseEntity<T> repeated(
      String owner, String key, Digest digest, Class<T> resource) {
    var first =
        database
            .sql(
                """
                SELECT digest, status, location, body FROM idempotency
                WHERE owner = :owner AND key = :key""")
            .param("owner", owner)
            .param("key", key)
            .query(Answer.class)
            .single();
    if (!first.digest().equals(digest.text())) {
      throw new BantamException(
          ErrorCode.CONFLICT,
          "header Idempotency-Key: \"%s\" was used for another request, must be a new key"
              .formatted(key));
    }
    var answer = ResponseEntity.status(first.status()).contentType(MediaType.APPLICATION_JSON);
    if (first.location() != null) answer.header(HttpHeaders.LOCATION, first.location());
    return answer.body(json.readValue(first.body(), resource));
  }
}
