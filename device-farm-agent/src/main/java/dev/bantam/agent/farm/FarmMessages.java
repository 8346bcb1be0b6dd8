package dev.bantam.agent.farm;

import dev.bantam.measurement.Measurement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What agent and farm say to each other, as JSON. */
public final class FarmMessages {
  private FarmMessages() {}

  /** An agent presents itself. */
  public record Announcement(String version, List<OfferedDevice> devices) {}

  /**
   * A device that an agent offers.
   *
   * @param name by which the agent knows it
   * @param kind such as {@code cpu}
   * @param standIn whether it is an emulator
   * @param capabilities that the agent detected
   */
  public record OfferedDevice(
      String name, String kind, boolean standIn, Map<String, Object> capabilities) {}

  /**
   * The right to run one benchmark until a time.
   *
   * @param fence to be sent with each message about it
   * @param seconds until it ends without a heartbeat
   * @param device the agent's name of the device
   * @param modelUrl where the model's bytes are, relative to the server
   */
  public record Lease(
      String lease, int fence, long seconds, String device, Benchmark benchmark, String modelUrl) {}

  /** What is to be measured. */
  public record Benchmark(
      String id, @Nullable Integer threads, @Nullable Integer runs, @Nullable Boolean profile) {}

  /**
   * @param log a line worth keeping, said in the stage of the progress
   */
  public record Heartbeat(int fence, @Nullable Step progress, @Nullable String log) {}

  public record Step(String stage, long done, long total, String message) {}

  /**
   * @param cancel whether the agent should stop
   */
  public record HeartbeatAnswer(boolean cancel) {}

  /** A measurement or a problem; exactly one is there. */
  public record Outcome(int fence, @Nullable Measurement measurement, @Nullable Failure problem) {}

  /**
   * @param code as {@link dev.bantam.error.ErrorCode} names it
   */
  public record Failure(String code, String detail) {}
}
