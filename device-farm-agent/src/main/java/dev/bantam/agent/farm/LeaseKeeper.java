package dev.bantam.agent.farm;

import dev.bantam.agent.farm.FarmMessages.Heartbeat;
import dev.bantam.agent.farm.FarmMessages.Lease;
import dev.bantam.agent.farm.FarmMessages.Step;
import dev.bantam.client.ServerException;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.progress.Progress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a lease by heartbeats, which carry the work's progress, and ends the work where the lease
 * is lost or nobody wants it any more. A stage that begins and a line of the log are told at once:
 * a short one would else be over before the next heartbeat.
 */
final class LeaseKeeper implements AutoCloseable {
  private static final Set<ErrorCode> LOST =
      EnumSet.of(ErrorCode.NOT_FOUND, ErrorCode.CONFLICT, ErrorCode.GONE);

  private final Farm farm;
  private final Lease lease;
  private final Time time;
  private final Duration interval;
  private final AtomicReference<@Nullable Step> latest = new AtomicReference<>();
  private final AtomicReference<@Nullable BantamException> end = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closed;

  LeaseKeeper(Farm farm, Lease lease, Time time) {
    this.farm = farm;
    this.lease = lease;
    this.time = time;
    // Two heartbeats may be lost before the lease is.
    interval = Duration.ofMillis(Math.max(lease.seconds() * 1000 / 3, 200));
    thread = time.start("heartbeat " + lease.lease(), this::beat);
  }

  private void beat() {
    while (!closed && end.get() == null) {
      try {
        time.sleep(interval);
        if (closed) return;
        tell(null);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void tell(@Nullable String line) {
    try {
      var heartbeat = new Heartbeat(lease.fence(), latest.get(), line);
      if (farm.heartbeat(lease.lease(), heartbeat).cancel())
        end.set(
            new BantamException(
                ErrorCode.CANCELLED,
                "benchmark %s: was cancelled".formatted(lease.benchmark().id())));
    } catch (ServerException e) {
      if (isLoss(e)) end.set(e);
      // Otherwise the farm is out of reach for a moment: the next heartbeat may come through in
      // time.
    }
  }

  /** What the work reports to; throws where the work should end. */
  Progress progress() {
    return new Reported("run");
  }

  boolean isLost() {
    return end.get() instanceof ServerException;
  }

  /** Whether a refusal says that the lease is not this agent's any more. */
  static boolean isLoss(ServerException refusal) {
    return LOST.contains(refusal.code());
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private final class Reported implements Progress {
    private final String stage;

    Reported(String stage) {
      this.stage = stage;
    }

    @Override
    public Progress stage(String name) {
      return new Reported(name);
    }

    @Override
    public void report(long done, long total, String message) {
      var before = latest.getAndSet(new Step(stage, done, total, message));
      if (before == null || !before.stage().equals(stage)) tell(null);
      goOn();
    }

    @Override
    public void log(String message) {
      if (latest.get() == null) latest.set(new Step(stage, 0, 0, ""));
      tell(message);
      goOn();
    }

    private void goOn() {
      var ended = end.get();
      if (ended != null) throw ended;
    }
  }
}
