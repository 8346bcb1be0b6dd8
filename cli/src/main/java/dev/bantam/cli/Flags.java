package dev.bantam.cli;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What flags say, as the libraries have it. A value that has no meaning is wrong usage. */
final class Flags {
  private static final int HIGHEST_PORT = 65_535;

  private Flags() {}

  /** A value that a library makes of a flag; its refusal is wrong usage, unless it blames us. */
  static <T> T read(CommandSpec command, Supplier<T> value) {
    try {
      return value.get();
    } catch (BantamException refusal) {
      if (refusal.code().cause() != ErrorCode.Cause.INPUT) throw refusal;
      throw new ParameterException(
          command.commandLine(), String.valueOf(refusal.getMessage()), refusal);
    }
  }

  /** Refuses a number that is less. */
  static void requireAtLeast(CommandSpec command, String flag, int least, int value) {
    require(command, value >= least, "%s %d: must be at least %d".formatted(flag, value, least));
  }

  /** Refuses a port that no machine has; 0 is any that is free. */
  static void requirePort(CommandSpec command, int port) {
    require(
        command,
        port >= 0 && port <= HIGHEST_PORT,
        "--port %d: must be in [0, %d]".formatted(port, HIGHEST_PORT));
  }

  static void require(CommandSpec command, boolean condition, String otherwise) {
    if (!condition) throw new ParameterException(command.commandLine(), otherwise);
  }
}
