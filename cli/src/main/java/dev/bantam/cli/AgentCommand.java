package dev.bantam.cli;

import dev.bantam.agent.benchmark.BenchmarkProcess;
import dev.bantam.agent.farm.Agent;
import dev.bantam.agent.farm.FarmMessages.Announcement;
import dev.bantam.agent.farm.HttpFarm;
import dev.bantam.agent.farm.LocalDevices;
import dev.bantam.agent.farm.Time;
import dev.bantam.file.WorkFolders;
import dev.bantam.toolchain.CacheFolder;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Offers this machine to a farm. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description =
        "Offer this machine to a farm: take benchmarks, measure, report. Runs until it is stopped.")
final class AgentCommand extends BantamCommand {
  /** A benchmark that takes longer is stopped. */
  private static final Duration LONGEST_BENCHMARK = Duration.ofMinutes(15);

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "By which the farm knows this machine (default: its host name).")
  private Optional<String> name = Optional.empty();

  @Mixin private ServerFlags server = new ServerFlags();

  @Override
  public Integer call() throws Exception {
    var farm = server.required();
    var known = name.orElseGet(AgentCommand::hostName);
    agent(farm.address(), farm.token(), known, output()::note).run();
    return ExitCodes.INTERRUPTED;
  }

  /** An agent that measures in processes like this one. */
  static Agent agent(
      URI server, String token, String name, java.util.function.Consumer<String> log) {
    var process = BenchmarkProcess.likeThisOne(Version.text(), LONGEST_BENCHMARK);
    return new Agent(
        new HttpFarm(server, token),
        name,
        new Announcement(Version.text(), LocalDevices.detect()),
        process::run,
        Time.OF_THIS_MACHINE,
        new WorkFolders(CacheFolder.ofThisUser().resolve("work"), InstantSource.system()),
        log);
  }

  static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
    } catch (UnknownHostException e) {
      return "this-machine";
    }
  }
}
