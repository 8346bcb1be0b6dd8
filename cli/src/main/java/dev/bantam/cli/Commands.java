package dev.bantam.cli;

import java.util.List;

/** All commands, in the order of the alphabet. */
final class Commands {
  private Commands() {}

  static List<BantamCommand> all() {
    return List.of(
        new AgentCommand(),
        new BenchmarkCommand(),
        new CompileCommand(),
        new ConformanceCommand(),
        new ConvertCommand(),
        new DemoCommand(),
        new EvaluateCommand(),
        new InspectCommand(),
        new PruneCommand(),
        new QuantizeCommand(),
        new RunCommand(),
        new ServeCommand(),
        new TokenCommand(),
        new VerdictCommand());
  }
}
