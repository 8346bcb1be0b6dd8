package dev.bantam.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where leases and the health of devices are kept. Each change is conditional on what it changes,
 * and says whether it was made; {@link Transaction} makes several of them one.
 */
public interface LeaseStore {
  /** A benchmark that waits, and a device that may run it. */
  record Match(String job, String device, String deviceName) {}

  /**
   * The oldest benchmark that a free device of the agent may run. Nobody else is given it before
   * the transaction ends.
   */
  Optional<Match> match(String agent);

  /**
   * Holds a lease, until so long from now.
   *
   * @throws DeviceTakenException where the device has another
   */
  void hold(String lease, String job, String device, int fence, Duration duration);

  /** The lease of that id, in whatever state. */
  Optional<Lease> lease(String id);

  /** Extends a lease that is still held under this fence, until so long from now. */
  boolean extend(String id, int fence, Duration duration);

  /** Ends a lease that is still held under this fence, and keeps what ended it. */
  boolean finish(String id, int fence, String outcome);

  /** Leases that are held, and whose time is over. */
  List<Lease> expired();

  /** Marks a lease lost, unless a heartbeat or a report came first. */
  boolean lose(String id);

  /** How many leases of a job were lost. */
  int losses(String job);

  /** Notes that a device measured well. */
  void measured(String device, double noise);

  /** Notes a failure, and takes the device out where there were too many in a row. */
  void failed(String device, boolean lost, int failuresToQuarantine);
}
