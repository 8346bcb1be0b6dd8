package dev.bantam.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.kit.job.Job;
import dev.bantam.kit.job.JobLostException;
import dev.bantam.kit.job.JobState;
import dev.bantam.kit.job.LeasedJobs;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every store of leases promises. The farm is simulated on one of them and runs on another, so
 * both must be the same to it.
 */
public abstract class LeaseStoreContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final String agent = "a" + UUID.randomUUID().toString().substring(0, 8);

  /** The store and what goes with it. */
  public record Farmyard(LeaseStore store, LeasedJobs jobs, Transaction transaction) {}

  protected abstract Farmyard farmyard();

  /** Offers a device of that agent, and gives its id. */
  protected abstract String offer(String agent);

  /** Queues a benchmark that may run on that device only, and gives its id. */
  protected abstract String submit(String device);

  protected abstract void cancel(String job);

  /** Lets time pass. */
  protected abstract void pass(Duration duration);

  protected abstract boolean isQuarantined(String device);

  private LeaseStore store() {
    return farmyard().store();
  }

  private LeasedJobs jobs() {
    return farmyard().jobs();
  }

  private Job begun(String job) {
    return jobs().begin(job, "lse_" + job).orElseThrow();
  }

  /** A benchmark that is begun, and leased. */
  private Lease leased(String device) {
    var job = begun(submit(device));
    var id = "lse_" + UUID.randomUUID();
    store().hold(id, job.id(), device, job.attempt(), MINUTE);
    return store().lease(id).orElseThrow();
  }

  @Test
  void theOldestBenchmarkIsMatchedWithAFreeDevice() {
    var device = offer(agent);
    var first = submit(device);
    submit(device);
    var match = matched().orElseThrow();
    assertThat(match.job()).isEqualTo(first);
    assertThat(match.device()).isEqualTo(device);
    assertThat(farmyard().transaction().within(() -> store().match("nobody"))).isEmpty();
  }

  private java.util.Optional<LeaseStore.Match> matched() {
    return farmyard().transaction().within(() -> store().match(agent));
  }

  @Test
  void aDeviceThatMeasuresOrIsOutIsMatchedWithNothing() {
    var device = offer(agent);
    submit(device);
    var lease = leased(device);
    assertThat(matched()).isEmpty();
    assertThat(store().finish(lease.id(), lease.fence(), "sha256:1")).isTrue();
    assertThat(matched()).isPresent();
    store().failed(device, false, 2);
    assertThat(isQuarantined(device)).isFalse();
    store().failed(device, true, 2);
    assertThat(isQuarantined(device)).isTrue();
    assertThat(matched()).isEmpty();
  }

  @Test
  void aMeasurementEndsARowOfFailures() {
    var device = offer(agent);
    store().failed(device, false, 2);
    store().measured(device, 0.1);
    store().failed(device, false, 2);
    assertThat(isQuarantined(device)).isFalse();
  }

  @Test
  void aDeviceIsLeasedOnceAndNothingIsLeftOfTheSecondTry() {
    var device = offer(agent);
    leased(device);
    var job = submit(device);
    assertThatThrownBy(
            () ->
                farmyard()
                    .transaction()
                    .within(
                        () -> {
                          int fence = begun(job).attempt();
                          store().hold("lse_second" + job, job, device, fence, MINUTE);
                          return true;
                        }))
        .isInstanceOf(DeviceTakenException.class)
        .hasMessage("device %s: is measuring already, must end that first".formatted(device));
    assertThat(jobs().get(job).state()).isEqualTo(JobState.QUEUED);
    assertThat(jobs().get(job).attempt()).isZero();
    assertThat(store().lease("lse_second" + job)).isEmpty();
  }

  @Test
  void onlyAHeldLeaseWithItsFenceIsExtendedOrFinished() {
    var lease = leased(offer(agent));
    assertThat(store().extend(lease.id(), lease.fence() + 1, MINUTE)).isFalse();
    assertThat(store().finish(lease.id(), lease.fence() - 1, "sha256:1")).isFalse();
    pass(Duration.ofSeconds(30));
    assertThat(store().extend(lease.id(), lease.fence(), MINUTE)).isTrue();
    pass(Duration.ofSeconds(45));
    assertThat(expired(lease)).as("75 s after it was given, 45 s after it was extended").isFalse();
    assertThat(store().finish(lease.id(), lease.fence(), "sha256:1")).isTrue();
    assertThat(store().lease(lease.id()).orElseThrow().outcome()).isEqualTo("sha256:1");
    assertThat(store().finish(lease.id(), lease.fence(), "sha256:2")).isFalse();
    assertThat(store().extend(lease.id(), lease.fence(), MINUTE)).isFalse();
    assertThat(store().lose(lease.id())).isFalse();
    assertThat(store().lease("lse_none")).isEmpty();
  }

  @Test
  void aLeaseIsLostOnceAndOnlyWhenItsTimeIsOver() {
    var lease = leased(offer(agent));
    pass(Duration.ofSeconds(59));
    assertThat(expired(lease)).isFalse();
    assertThat(store().lose(lease.id())).isFalse();
    assertThat(store().losses(lease.job())).isZero();
    pass(Duration.ofSeconds(2));
    assertThat(expired(lease)).isTrue();
    assertThat(store().lose(lease.id())).isTrue();
    assertThat(store().lose(lease.id())).isFalse();
    assertThat(store().losses(lease.job())).isEqualTo(1);
    assertThat(expired(lease)).isFalse();
    assertThat(store().extend(lease.id(), lease.fence(), MINUTE)).isFalse();
    assertThat(store().finish(lease.id(), lease.fence(), "sha256:1")).isFalse();
  }

  private boolean expired(Lease lease) {
    return store().expired().stream().anyMatch(it -> it.id().equals(lease.id()));
  }

  @Test
  void aJobBeginsOnceAndItsAttemptCountsUp() {
    var job = submit(offer(agent));
    var first = begun(job);
    assertThat(first.attempt()).isEqualTo(1);
    assertThat(jobs().begin(job, "lse_other")).isEmpty();
    assertThat(jobs().giveBack(first, Duration.ZERO)).isPresent();
    assertThat(jobs().giveBack(first, Duration.ZERO)).isEmpty();
    assertThat(begun(job).attempt()).isEqualTo(2);
  }

  @Test
  void aJobThatIsGivenBackForLaterBeginsThen() {
    var job = submit(offer(agent));
    jobs().giveBack(begun(job), MINUTE);
    assertThat(jobs().begin(job, "lse_soon")).isEmpty();
    pass(Duration.ofSeconds(61));
    assertThat(begun(job).attempt()).isEqualTo(2);
  }

  @Test
  void anOlderAttemptChangesNothing() {
    var job = submit(offer(agent));
    var old = begun(job);
    jobs().giveBack(old, Duration.ZERO);
    var now = begun(job);
    assertThat(jobs().succeed(old, "1")).isEmpty();
    assertThat(jobs().fail(old, "{}")).isEmpty();
    assertThat(jobs().cancelled(old)).isEmpty();
    assertThat(jobs().giveBack(old, Duration.ZERO)).isEmpty();
    assertThatThrownBy(() -> jobs().note(old, "run", 0, 1, ""))
        .isInstanceOf(JobLostException.class)
        .hasMessage("job %s: attempt 1 no longer holds it".formatted(job));
    assertThat(jobs().note(now, "run", 0, 1, "")).isFalse();
    assertThat(jobs().succeed(now, "1").orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void aFinalStateNeverChanges() {
    var job = submit(offer(agent));
    var begun = begun(job);
    jobs().fail(begun, "{}");
    assertThat(jobs().succeed(begun, "1")).isEmpty();
    assertThat(jobs().cancelled(begun)).isEmpty();
    assertThat(jobs().giveBack(begun, Duration.ZERO)).isEmpty();
    cancel(job);
    assertThat(jobs().get(job).state()).isEqualTo(JobState.FAILED);
    assertThat(jobs().get(job).problem()).isEqualTo("{}");
  }

  @Test
  void aJobThatSomebodyCancelledEndsSoWhateverComesOfIt() {
    var device = offer(agent);
    var waiting = submit(device);
    cancel(waiting);
    assertThat(jobs().get(waiting).state()).isEqualTo(JobState.CANCELLED);
    assertThat(jobs().begin(waiting, "lse_late")).isEmpty();
    var running = begun(submit(device));
    cancel(running.id());
    assertThat(jobs().note(running, "run", 0, 1, "")).isTrue();
    assertThat(jobs().succeed(running, "1").orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    assertThat(jobs().get(running.id()).result()).isNull();
  }

  @Test
  void aTransactionThatFailsLeavesNothing() {
    var device = offer(agent);
    var lease = leased(device);
    assertThatThrownBy(
            () ->
                farmyard()
                    .transaction()
                    .within(
                        () -> {
                          store().finish(lease.id(), lease.fence(), "sha256:1");
                          jobs().succeed(jobs().get(lease.job()), "1");
                          throw new IllegalStateException("in the middle");
                        }))
        .hasMessage("in the middle");
    assertThat(jobs().get(lease.job()).state()).isEqualTo(JobState.RUNNING);
    assertThat(store().finish(lease.id(), lease.fence(), "sha256:2")).isTrue();
  }
}
