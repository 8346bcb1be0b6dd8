package dev.bantam.cli;

import dev.bantam.cli.remote.StoredThing;
import dev.bantam.client.ServerException;
import dev.bantam.error.BantamException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The {@code bantam} command. */
@Command(
    name = "bantam",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Takes a neural network from where it was trained to every device it has to run on.")
public final class Main implements Runnable {
  /** No answer, or one that says that there is none to be had. */
  private static final Set<Integer> OUT_OF_REACH = Set.of(0, 502, 503, 504);

  @Spec private CommandSpec command = CommandSpec.create();

  private Main() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // numbers in messages look alike everywhere
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(commandLine(out, err).execute(arguments));
  }

  /** All commands, speaking to these. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    var line = new CommandLine(new Main());
    for (var command : Commands.all()) line.addSubcommand(command);
    return line.setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(Main::wrongUsage)
        .setExecutionExceptionHandler(Main::failed)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Without a command there is nothing to do but to say what there is. */
  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(),
        "a command is missing, must be one of "
            + String.join(", ", command.subcommands().keySet()));
  }

  private static int wrongUsage(ParameterException problem, String[] arguments) {
    var line = problem.getCommandLine();
    var name = line.getCommandSpec().qualifiedName();
    line.getErr().println("%s: %s. See %s --help".formatted(name, problem.getMessage(), name));
    return ExitCodes.WRONG_USAGE;
  }

  private static int failed(Exception failure, CommandLine line, ParseResult parsed) {
    var problem = cause(failure);
    line.getErr().println("bantam: " + message(problem));
    if (line.getParseResult().hasMatchedOption("--verbose")) problem.printStackTrace(line.getErr());
    line.getErr().flush();
    return exitCode(problem);
  }

  /** A stream of files wraps what it met. */
  private static Exception cause(Exception failure) {
    return failure instanceof UncheckedIOException && failure.getCause() instanceof IOException met
        ? met
        : failure;
  }

  private static int exitCode(Exception problem) {
    return switch (problem) {
      case InterruptedException _ -> ExitCodes.INTERRUPTED;
      case BantamException e when e.getCause() instanceof InterruptedException ->
          ExitCodes.INTERRUPTED;
      case ServerException e when OUT_OF_REACH.contains(e.status()) ->
          ExitCodes.SERVER_OUT_OF_REACH;
      default -> ExitCodes.FAILED;
    };
  }

  /** One line, whatever it was. */
  private static String message(Exception problem) {
    var text =
        switch (problem) {
          case NoSuchFileException e when StoredThing.isName(e.getFile()) ->
              e.getFile()
                  + ": there is no such file; the server that has it must be named by --server";
          case NoSuchFileException e -> e.getFile() + ": there is no such file";
          case AccessDeniedException e -> e.getFile() + ": access is denied";
          case FileSystemException e -> e.getFile() + ": " + e.getReason();
          case BantamException e -> e.getMessage();
          case InterruptedException _ -> "interrupted";
          default -> "this is a bug: " + problem + "; --verbose says where it came from";
        };
    return String.valueOf(text).replaceAll("\\s*\\R\\s*", "; ");
  }
}
