package dev.bantam.benchmark;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right to run one benchmark on one device until a time.
 *
 * @param fence greater than that of every lease of the benchmark before; a report must carry it
 * @param outcome digest of the report that ended it, so that the same one again is recognised
 */
public record Lease(
    String id, String job, String device, int fence, Instant expiresAt, @Nullable String outcome) {
  /** The same, until another time. */
  public Lease until(Instant time) {
    return new Lease(id, job, device, fence, time, outcome);
  }

  /** The same, ended by a report of that digest. */
  public Lease endedBy(String digest) {
    return new Lease(id, job, device, fence, expiresAt, digest);
  }
}
