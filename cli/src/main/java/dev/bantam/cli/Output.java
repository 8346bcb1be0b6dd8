package dev.bantam.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** How a command speaks. Results go to standard output, everything else to standard error. */
public final class Output {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--json", description = "Print the result as JSON, and nothing else.")
  private boolean json;

  @Option(names = "--quiet", description = "Print nothing but results and errors.")
  private boolean quiet;

  @Option(names = "--verbose", description = "Print more, and with an error where it came from.")
  private boolean verbose;

  CommandSpec command() {
    return command;
  }

  public boolean json() {
    return json;
  }

  public boolean verbose() {
    return verbose;
  }

  /** A line of the result as people read it; left out where the result is JSON. */
  public void line(String text) {
    if (json) return;
    var out = command.commandLine().getOut();
    out.println(text);
    out.flush();
  }

  /** The whole result as programs read it; left out where people read it. */
  public void result(Object value) {
    if (!json) return;
    var out = command.commandLine().getOut();
    out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
    out.flush();
  }

  /** What is worth saying beside the result. */
  public void note(String text) {
    if (quiet || json) return;
    var err = command.commandLine().getErr();
    err.println(text);
    err.flush();
  }

  /** How far the work is; only for who watches a terminal. */
  public void progress(String what, long done, long total) {
    if (quiet || json || !isTerminal()) return;
    var err = command.commandLine().getErr();
    err.print(
        "\r%s %d/%d\u001b[K%s".formatted(what, done, total, done == total ? "\r\u001b[K" : ""));
    err.flush();
  }

  private static boolean isTerminal() {
    var console = Optional.ofNullable(System.console());
    return console.isPresent() && console.get().isTerminal() && System.getenv("CI") == null;
  }

  /** So many of what a noun names: {@code 1 thread}, {@code 2 threads}. */
  static String count(int count, String noun) {
    return "%d %s%s".formatted(count, noun, count == 1 ? "" : "s");
  }

  /** The JSON text of a value, for files. */
  public static String toJson(Object value) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }
}
