package dev.bantam.agent.farm;

import dev.bantam.agent.farm.FarmMessages.Announcement;
import dev.bantam.agent.farm.FarmMessages.Heartbeat;
import dev.bantam.agent.farm.FarmMessages.HeartbeatAnswer;
import dev.bantam.agent.farm.FarmMessages.Lease;
import dev.bantam.agent.farm.FarmMessages.Outcome;
import dev.bantam.client.ServerException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A farm as its agents see it. Every call may throw a {@link ServerException}. */
public interface Farm {
  void announce(String agent, Announcement announcement);

  /** The next benchmark for one of the agent's devices, waited for. */
  Optional<Lease> take(String agent, Duration wait);

  HeartbeatAnswer heartbeat(String lease, Heartbeat heartbeat);

  /** May be repeated: the same outcome again is accepted. */
  void report(String lease, Outcome outcome);

  /** Fetches a model's bytes into a file. */
  void fetch(String modelUrl, Path file) throws IOException;
}
