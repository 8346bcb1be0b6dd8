package dev.bantam.benchmark.service;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.bantam.benchmark.service.BenchmarkApplication.FarmProperties;
import dev.bantam.benchmark.service.DeviceStore.DeviceRow;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A device as clients see it. */
record DeviceResource(
    String id,
    String name,
    String kind,
    boolean standIn,
    State state,
    AgentSeen agent,
    JsonNode capabilities,
    Health health,
    Queue queue,
    Instant createdAt) {

  /** The agent that offers the device. */
  record AgentSeen(String name, String version, Instant heardAt) {}

  /**
   * Whether it can be trusted.
   *
   * @param noise spread of the last measurement
   * @param reason why it is out, or noisy
   * @param since when that is so
   */
  record Health(
      @Nullable Double noise,
      int measurements,
      int leases,
      int lostLeases,
      int failuresInARow,
      @Nullable String reason,
      @Nullable Instant since) {}

  /** Benchmarks that wait for it, and the one that it runs. */
  record Queue(int length, @Nullable String running) {}

  enum State {
    IDLE,
    MEASURING,
    NOISY,
    QUARANTINED,
    OFFLINE;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static DeviceResource of(
      DeviceRow row, int queued, FarmProperties properties, Instant now, JsonMapper json) {
    var state = state(row, properties, now);
    var noise = row.noise();
    var reason =
        switch (state) {
          case QUARANTINED -> row.quarantined();
          case NOISY ->
              "samples of the last measurement scatter by %.0f %%"
                  .formatted(noise == null ? 0 : noise * 100);
          case OFFLINE -> "its agent was not heard of since " + row.agentSeenAt();
          case IDLE, MEASURING -> null;
        };
    return new DeviceResource(
        row.id(),
        row.agent() + "/" + row.name(),
        row.kind(),
        row.standIn(),
        state,
        new AgentSeen(row.agent(), row.agentVersion(), row.agentSeenAt()),
        json.readTree(row.capabilities()),
        new Health(
            noise,
            row.measurements(),
            row.leases(),
            row.lostLeases(),
            row.failuresInARow(),
            reason,
            reason == null ? null : row.changedAt()),
        new Queue(queued, row.running()),
        row.createdAt());
  }

  private static State state(DeviceRow row, FarmProperties properties, Instant now) {
    if (row.quarantined() != null) return State.QUARANTINED;
    if (row.agentSeenAt().plus(properties.offlineAfter()).isBefore(now)) return State.OFFLINE;
    if (row.running() != null) return State.MEASURING;
    var noise = row.noise();
    return noise != null && noise > properties.noisyAbove() ? State.NOISY : State.IDLE;
  }
}
