package dev.bantam.benchmark;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.job.Job;
import dev.bantam.kit.job.JobLostException;
import dev.bantam.kit.job.JobState;
import dev.bantam.kit.job.LeasedJobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a farm keeps, in memory, for one thread at a time. It keeps the same promises as the
 * database does, and the same contract test says so.
 */
public class MemoryFarm implements LeaseStore, LeasedJobs, Transaction {
  private static final String ANY = "";

  private final Clock clock;
  private final Map<String, String> wanted = new LinkedHashMap<>();
  private final Map<String, Device> devices = new TreeMap<>();
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Map<String, Instant> notBefore = new LinkedHashMap<>();
  private final Map<String, Kept> leases = new LinkedHashMap<>();
  private final Map<String, String> held = new LinkedHashMap<>();
  private final List<String> finished = new ArrayList<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();

  /** A device's health. */
  public record Device(
      String id, String agent, String name, int failures, boolean quarantined, int measurements) {}

  private enum State {
    HELD,
    LOST,
    DONE
  }

  private record Kept(Lease lease, State state) {}

  public MemoryFarm(Clock clock) {
    this.clock = clock;
  }

  /** Adds a device; its name is its id. */
  public void offer(String agent, String device) {
    devices.put(device, new Device(device, agent, device, 0, false, 0));
  }

  /** Queues a benchmark that may run on any device. */
  public void submit(String job) {
    submit(job, ANY);
  }

  /** Queues a benchmark that may run on that device only. */
  public void submit(String job, String device) {
    wanted.put(job, device);
    change(jobs, job, queued(job));
    change(notBefore, job, clock.instant());
  }

  private Job queued(String id) {
    return new Job(
        id,
        "benchmark",
        "tok_1",
        JobState.QUEUED,
        0,
        0,
        false,
        "{}",
        null,
        null,
        null,
        null,
        null,
        null,
        clock.instant(),
        null,
        null);
  }

  /** Jobs in the order in which they came to their final state; each one once, if all is well. */
  public List<String> finished() {
    return List.copyOf(finished);
  }

  /** Benchmarks that are not final. */
  public List<Job> open() {
    return jobs.values().stream().filter(job -> !job.state().isFinal()).toList();
  }

  public Device device(String id) {
    return required(devices, id);
  }

  /** Puts all devices back that were taken out. */
  public void release() {
    devices.replaceAll(
        (id, it) -> new Device(id, it.agent(), it.name(), 0, false, it.measurements()));
  }

  /** As a user asks for it. */
  public void cancel(String id) {
    var job = get(id);
    if (job.state() == JobState.QUEUED) {
      end(asked(job), JobState.CANCELLED, null, null);
    } else if (job.state() == JobState.RUNNING) {
      change(jobs, id, asked(job));
    }
  }

  /** Leases that are held now. */
  public List<Lease> held() {
    return held.keySet().stream().map(id -> required(leases, id).lease()).toList();
  }

  @Override
  public <T> T within(Supplier<T> changes) {
    undo.clear();
    int before = finished.size();
    try {
      return changes.get();
    } catch (RuntimeException | Error e) {
      while (!undo.isEmpty()) undo.pop().run();
      while (finished.size() > before) finished.removeLast();
      throw e;
    }
  }

  @Override
  public Optional<Match> match(String agent) {
    var free =
        devices.values().stream()
            .filter(device -> device.agent().equals(agent) && !device.quarantined())
            .filter(device -> isFree(device.id()))
            .toList();
    return jobs.values().stream()
        .filter(this::mayBegin)
        .sorted(Comparator.comparing(Job::createdAt).thenComparing(Job::id))
        .flatMap(
            job ->
                free.stream()
                    .filter(device -> fits(job, device))
                    .map(device -> new Match(job.id(), device.id(), device.name())))
        .findFirst();
  }

  private boolean fits(Job job, Device device) {
    var selector = required(wanted, job.id());
    return selector.equals(ANY) || selector.equals(device.id());
  }

  protected boolean isFree(String device) {
    return !held.containsValue(device);
  }

  private boolean mayBegin(Job job) {
    return job.state() == JobState.QUEUED
        && !required(notBefore, job.id()).isAfter(clock.instant());
  }

  @Override
  public void hold(String lease, String job, String device, int fence, Duration duration) {
    if (!isFree(device)) throw new DeviceTakenException(device);
    boolean again =
        leases.values().stream()
            .anyMatch(it -> it.lease().job().equals(job) && it.lease().fence() == fence);
    if (again) throw new IllegalStateException("fence %d of %s again".formatted(fence, job));
    var until = clock.instant().plus(duration);
    change(leases, lease, new Kept(new Lease(lease, job, device, fence, until, null), State.HELD));
    change(held, lease, device);
  }

  @Override
  public Optional<Lease> lease(String id) {
    return Optional.ofNullable(leases.get(id)).map(Kept::lease);
  }

  @Override
  public boolean extend(String id, int fence, Duration duration) {
    return changeHeld(
        id,
        lease -> lease.fence() == fence,
        lease -> new Kept(lease.until(clock.instant().plus(duration)), State.HELD));
  }

  @Override
  public boolean finish(String id, int fence, String outcome) {
    return changeHeld(
        id, lease -> lease.fence() == fence, lease -> new Kept(lease.endedBy(outcome), State.DONE));
  }

  @Override
  public List<Lease> expired() {
    return held().stream()
        .filter(lease -> lease.expiresAt().isBefore(clock.instant()))
        .sorted(Comparator.comparing(Lease::expiresAt))
        .toList();
  }

  @Override
  public boolean lose(String id) {
    return changeHeld(
        id,
        lease -> lease.expiresAt().isBefore(clock.instant()),
        lease -> new Kept(lease, State.LOST));
  }

  private boolean changeHeld(
      String id, java.util.function.Predicate<Lease> condition, Function<Lease, Kept> next) {
    var kept = leases.get(id);
    if (kept == null || kept.state() != State.HELD || !condition.test(kept.lease())) return false;
    var changed = next.apply(kept.lease());
    change(leases, id, changed);
    if (changed.state() != State.HELD) change(held, id, null);
    return true;
  }

  @Override
  public int losses(String job) {
    return (int)
        leases.values().stream()
            .filter(kept -> kept.state() == State.LOST && kept.lease().job().equals(job))
            .count();
  }

  @Override
  public void measured(String device, double noise) {
    var it = device(device);
    change(
        devices,
        device,
        new Device(it.id(), it.agent(), it.name(), 0, it.quarantined(), it.measurements() + 1));
  }

  @Override
  public void failed(String device, boolean lost, int failuresToQuarantine) {
    var it = device(device);
    int failures = it.failures() + 1;
    change(
        devices,
        device,
        new Device(
            it.id(),
            it.agent(),
            it.name(),
            failures,
            it.quarantined() || failures >= failuresToQuarantine,
            it.measurements()));
  }

  @Override
  public Job get(String id) {
    return Optional.ofNullable(jobs.get(id))
        .orElseThrow(
            () -> new BantamException(ErrorCode.NOT_FOUND, "job %s: does not exist".formatted(id)));
  }

  @Override
  public Optional<Job> begin(String id, String lease) {
    var job = get(id);
    if (!mayBegin(job)) return Optional.empty();
    var begun = with(job, JobState.RUNNING, job.attempt() + 1, null, null, null);
    change(jobs, id, begun);
    return Optional.of(begun);
  }

  @Override
  public boolean note(Job job, String stage, long done, long total, String message) {
    if (!holds(job)) throw new JobLostException(job);
    return get(job.id()).cancelRequested();
  }

  @Override
  public void log(Job job, String stage, String message) {}

  @Override
  public Optional<Job> succeed(Job job, String result) {
    return ended(job, JobState.SUCCEEDED, result, null);
  }

  @Override
  public Optional<Job> fail(Job job, String problem) {
    return ended(job, JobState.FAILED, null, problem);
  }

  @Override
  public Optional<Job> cancelled(Job job) {
    return ended(job, JobState.CANCELLED, null, null);
  }

  @Override
  public Optional<Job> giveBack(Job job, Duration pause) {
    if (!holds(job)) return Optional.empty();
    var now = get(job.id());
    var queued = with(now, JobState.QUEUED, now.attempt(), null, null, null);
    change(jobs, job.id(), queued);
    change(notBefore, job.id(), clock.instant().plus(pause));
    return Optional.of(queued);
  }

  private boolean holds(Job job) {
    var now = get(job.id());
    return now.state() == JobState.RUNNING && now.attempt() == job.attempt();
  }

  private Optional<Job> ended(
      Job job, JobState state, @Nullable String result, @Nullable String problem) {
    if (!holds(job)) return Optional.empty();
    var now = get(job.id());
    return Optional.of(
        now.cancelRequested()
            ? end(now, JobState.CANCELLED, null, null)
            : end(now, state, result, problem));
  }

  private Job end(Job job, JobState state, @Nullable String result, @Nullable String problem) {
    var ended = with(job, state, job.attempt(), result, problem, clock.instant());
    change(jobs, job.id(), ended);
    finished.add(job.id());
    return ended;
  }

  private static Job asked(Job it) {
    return copy(it, it.state(), it.attempt(), true, it.result(), it.problem(), it.finishedAt());
  }

  private static Job with(
      Job it,
      JobState state,
      int attempt,
      @Nullable String result,
      @Nullable String problem,
      @Nullable Instant finishedAt) {
    return copy(it, state, attempt, it.cancelRequested(), result, problem, finishedAt);
  }

  private static Job copy(
      Job it,
      JobState state,
      int attempt,
      boolean cancelRequested,
      @Nullable String result,
      @Nullable String problem,
      @Nullable Instant finishedAt) {
    return new Job(
        it.id(),
        it.kind(),
        it.owner(),
        state,
        attempt,
        it.excused(),
        cancelRequested,
        it.request(),
        it.stage(),
        it.done(),
        it.total(),
        it.message(),
        result,
        problem,
        it.createdAt(),
        it.startedAt(),
        finishedAt);
  }

  /** Puts a value, or takes it out where it is null; a transaction that fails takes it back. */
  private <V> void change(Map<String, V> map, String key, @Nullable V value) {
    var before = map.get(key);
    undo.push(() -> put(map, key, before));
    put(map, key, value);
  }

  private static <V> void put(Map<String, V> map, String key, @Nullable V value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }

  private static <V> V required(Map<String, V> map, String key) {
    var value = map.get(key);
    if (value == null) throw new IllegalStateException(key + " is not there");
    return value;
  }
}
