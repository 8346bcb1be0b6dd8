package dev.bantam.benchmark.service;

import dev.bantam.agent.benchmark.BenchmarkSettings;
import dev.bantam.agent.farm.Agent;
import dev.bantam.agent.farm.Farm;
import dev.bantam.agent.farm.FarmMessages.Announcement;
import dev.bantam.agent.farm.FarmMessages.Heartbeat;
import dev.bantam.agent.farm.FarmMessages.HeartbeatAnswer;
import dev.bantam.agent.farm.FarmMessages.Lease;
import dev.bantam.agent.farm.FarmMessages.OfferedDevice;
import dev.bantam.agent.farm.FarmMessages.Outcome;
import dev.bantam.agent.farm.HttpFarm;
import dev.bantam.agent.farm.Time;
import dev.bantam.benchmark.Measurements;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.file.WorkFolders;
import dev.bantam.measurement.Measurement;
import dev.bantam.progress.Progress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A process with the real agent, whose device is quick: it measures nothing, and says so after a
 * moment. There is no converter beside the farm of this test, so models are not fetched.
 */
final class TirelessAgent {
  private TirelessAgent() {}

  public static void main(String[] arguments) throws Exception {
    var farm = new WithoutModels(new HttpFarm(URI.create(arguments[0]), arguments[1]));
    var folders =
        new WorkFolders(Files.createTempDirectory("bantam-test-agent"), InstantSource.system());
    new Agent(
            farm,
            "tireless",
            new Announcement("1", List.of(new OfferedDevice("cpu", "cpu", false, Map.of()))),
            TirelessAgent::measure,
            Time.OF_THIS_MACHINE,
            folders,
            System.out::println)
        .run();
  }

  private static Measurement measure(Path model, BenchmarkSettings settings, Progress progress) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(200));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BantamException(ErrorCode.CANCELLED, "interrupted");
    }
    return Measurements.of(ThreadLocalRandom.current().nextLong(1, 1_000_000));
  }

  private record WithoutModels(Farm farm) implements Farm {
    @Override
    public void announce(String agent, Announcement announcement) {
      farm.announce(agent, announcement);
    }

    @Override
    public Optional<Lease> take(String agent, Duration wait) {
      return farm.take(agent, wait);
    }

    @Override
    public HeartbeatAnswer heartbeat(String lease, Heartbeat heartbeat) {
      return farm.heartbeat(lease, heartbeat);
    }

    @Override
    public void report(String lease, Outcome outcome) {
      farm.report(lease, outcome);
    }

    @Override
    public void fetch(String modelUrl, Path file) {}
  }
}
