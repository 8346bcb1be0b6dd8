package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.kit.token.Role;
import dev.bantam.platform.Platform;
import dev.bantam.platform.PlatformOptions;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** The platform, and an agent that offers this machine to it, in this process. */
final class RunningDemo implements AutoCloseable {
  /** By which the farm knows this machine. */
  static final String AGENT = "this-machine";

  private final Platform platform;
  private final BackgroundAgent agent;
  private final Instant start;

  private RunningDemo(Platform platform, BackgroundAgent agent, Instant start) {
    this.platform = platform;
    this.agent = agent;
    this.start = start;
  }

  /**
   * Starts both.
   *
   * @param log told of each thing that the agent does, in a line
   */
  static RunningDemo start(
      PlatformOptions options, Map<String, String> environment, Consumer<String> log) {
    var platform = Platform.start(options, environment, part -> {});
    try {
      var token = platform.keptToken(Role.AGENT, "tour-agent").text();
      var address = platform.address();
      // What this machine can do takes a moment to find out, which nobody should wait for.
      Runnable agent = () -> AgentCommand.agent(address, token, AGENT, log).run();
      var start = Instant.now();
      return new RunningDemo(platform, new BackgroundAgent(agent), start);
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  URI address() {
    return platform.address();
  }

  /** When the agent began. */
  Instant start() {
    return start;
  }

  /** The platform as a pipeline sees it. */
  RemotePlatform client() {
    return new RemotePlatform(address(), platform.keptToken(Role.CI, "tour").text());
  }

  /** Does work that needs the agent; fails as the agent does, if that ends first. */
  <T> T during(Callable<T> work) throws Exception {
    return agent.during(work);
  }

  @Override
  public void close() {
    agent.close();
    platform.close();
  }
}
