package dev.bantam.benchmark.simulation;

import dev.bantam.agent.farm.Agent;
import dev.bantam.agent.farm.FarmMessages.Announcement;
import dev.bantam.agent.farm.FarmMessages.OfferedDevice;
import dev.bantam.agent.farm.Time;
import dev.bantam.benchmark.Farm;
import dev.bantam.benchmark.Lease;
import dev.bantam.benchmark.Measurements;
import dev.bantam.benchmark.MemoryFarm;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.file.WorkFolders;
import dev.bantam.kit.id.Ids;
import dev.bantam.measurement.Measurement;
import dev.bantam.progress.Progress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * A farm with its agents, in simulated time: the real farm and the real agents, on a network that
 * loses, delays and repeats messages, and on machines that pause and crash. All that happens
 * follows from the seed.
 */
final class SimulatedFarm {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration SWEEPS = Duration.ofSeconds(1);
  private static final Duration VISITS_OF_THE_ADMIN = Duration.ofMinutes(5);
  private static final Duration TOO_LONG = Duration.ofDays(30);

  private final SplittableRandom random;
  private final SimulatedTime time = new SimulatedTime();
  private final Trouble trouble = new Trouble();
  private final List<String> contradictions = new ArrayList<>();
  private final Map<String, List<String>> devices = new LinkedHashMap<>();
  private final WorkFolders folders;
  private final MemoryFarm store;
  private final Farm farm;
  private final SimulatedNetwork network;
  private int agents = 1;
  private int submitted;

  /** What goes wrong, and how often: the part of all messages at which it does. */
  static final class Trouble {
    double lost;
    double crashes;
    double pauses;
    Duration pause = Duration.ZERO;
  }

  private SimulatedFarm(long seed, Path folder, Function<Clock, MemoryFarm> keeping) {
    folders = new WorkFolders(folder, time.clock());
    random = new SplittableRandom(seed);
    store = keeping.apply(time.clock());
    var ids = new Ids(time.clock(), random.split());
    farm = new Farm(store, store, store, ids, JsonMapper.shared(), new Farm.Rules(LEASE, 3, 5));
    network = new SimulatedNetwork(farm, store, time, random.split(), trouble, contradictions::add);
  }

  /**
   * @param folder where agents work
   */
  static SimulatedFarm seeded(long seed, Path folder) {
    return seeded(seed, folder, MemoryFarm::new);
  }

  /** With another store: one that does not keep its promises must be found out. */
  static SimulatedFarm seeded(long seed, Path folder, Function<Clock, MemoryFarm> keeping) {
    return new SimulatedFarm(seed, folder, keeping);
  }

  SimulatedFarm agents(int count) {
    agents = count;
    return this;
  }

  /** Devices, spread over the agents. */
  SimulatedFarm devices(int count) {
    for (int i = 0; i < count; i++) {
      var agent = "agent-" + i % agents;
      var device = "device-" + i;
      devices.computeIfAbsent(agent, name -> new ArrayList<>()).add(device);
      store.offer(agent, device);
    }
    return this;
  }

  /** Requests and answers that get lost; as many come late, or twice. */
  SimulatedFarm losingMessages(double part) {
    trouble.lost = part;
    return this;
  }

  SimulatedFarm crashingAgents(double part) {
    trouble.crashes = part;
    return this;
  }

  SimulatedFarm pausingAgents(double part, Duration pause) {
    trouble.pauses = part;
    trouble.pause = pause;
    return this;
  }

  /** Queues benchmarks, some now and some in the hours to come, and cancels a few. */
  List<String> submit(int count) {
    var jobs = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var job = "bmk_%04d".formatted(i);
      var delay = random.nextBoolean() ? Duration.ZERO : seconds(3600);
      time.after(
          delay,
          () -> {
            store.submit(job);
            submitted++;
          });
      if (random.nextInt(20) == 0) time.after(delay.plus(seconds(3600)), () -> store.cancel(job));
      jobs.add(job);
    }
    return jobs;
  }

  /** Until all benchmarks are final. */
  void runUntilIdle(int jobs) {
    devices.keySet().forEach(this::boot);
    repeat(SWEEPS, farm::sweep);
    repeat(VISITS_OF_THE_ADMIN, store::release);
    repeat(Duration.ofHours(1), this::restartFarm);
    var limit = time.now().plus(TOO_LONG);
    boolean idle = time.runUntil(() -> isIdle(jobs) || time.now().isAfter(limit));
    if (!idle || !isIdle(jobs)) throw new AssertionError("benchmarks are stuck: " + store.open());
  }

  private boolean isIdle(int jobs) {
    check();
    return submitted == jobs && store.open().isEmpty();
  }

  /** Benchmarks in the order in which they came to an end. */
  List<String> finished() {
    return store.finished();
  }

  /** What was seen that must not be. */
  List<String> contradictions() {
    return contradictions;
  }

  /** Whether what is recorded of a benchmark is what its agent was told had been taken. */
  boolean recordsWhatItTook(String job) {
    return network.agrees(job);
  }

  private void check() {
    var held = store.held();
    if (different(held, Lease::device) < held.size() || different(held, Lease::job) < held.size()) {
      contradictions.add("a device or a benchmark is leased twice: " + held);
    }
  }

  private static long different(List<Lease> leases, Function<Lease, String> part) {
    return leases.stream().map(part).distinct().count();
  }

  private void repeat(Duration every, Runnable action) {
    time.after(
        every,
        () -> {
          action.run();
          repeat(every, action);
        });
  }

  /** A restart of the farm: nobody is answered for a while. */
  private void restartFarm() {
    network.away(seconds(60));
  }

  /** Starts an agent; when it crashes, it is started again after a while. */
  private void boot(String name) {
    var machine = time.machine();
    var offered =
        required(devices, name).stream()
            .map(device -> new OfferedDevice(device, "cpu", false, Map.of()))
            .toList();
    var agent =
        new Agent(
            network.to(
                machine,
                () -> {
                  machine.kill();
                  time.after(seconds(300), () -> boot(name));
                }),
            name,
            new Announcement("1", offered),
            (model, settings, progress) -> measure(progress),
            new Time() {
              @Override
              public void sleep(Duration duration) throws InterruptedException {
                time.sleep(duration);
              }

              @Override
              public Thread start(String thread, Runnable work) {
                return machine.start(thread, work);
              }
            },
            folders,
            line -> {});
    machine.start(name, agent);
  }

  private Measurement measure(Progress progress) {
    int steps = random.nextInt(1, 6);
    try {
      for (int i = 0; i < steps; i++) {
        time.sleep(seconds(20));
        progress.report(i, steps, "");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BantamException(ErrorCode.CANCELLED, "interrupted");
    }
    return switch (random.nextInt(100)) {
      case 0 -> throw new IllegalStateException("the device caught fire");
      case 1 -> throw new BantamException(ErrorCode.INVALID_MODEL, "no model");
      default -> Measurements.of(random.nextLong(1, 1_000_000_000));
    };
  }

  private Duration seconds(int most) {
    return Duration.ofMillis(random.nextInt(most * 1000));
  }

  private static <V> V required(Map<String, V> map, String key) {
    var value = map.get(key);
    if (value == null) throw new IllegalStateException(key + " is not there");
    return value;
  }
}
