package dev.bantam.toolchain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs one program of the toolchain to its end, within the limits. */
final class Command {
  private final Limits limits;

  Command(Limits limits) {
    this.limits = limits;
  }

  /**
   * Runs {@code words} in the folder {@code work}; what the program writes goes through the file
   * {@code log} there, so that it cannot block on a full pipe.
   */
  void run(Path work, List<String> words, String logName) throws IOException {
    var program = Path.of(words.getFirst());
    var log = work.resolve(logName);
    var process = start(work, words, program, log);
    try {
      if (!process.waitFor(limits.commandTime().toMillis(), TimeUnit.MILLISECONDS)) {
        throw ToolchainException.refused(
            "%s: not done after %s, which is the limit",
            program.getFileName(), limits.commandTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ToolchainException.cancelled(
          "%s: stopped, because this thread was interrupted", program.getFileName());
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0)
      throw failure(program, process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
  }

  private static Process start(Path work, List<String> words, Path program, Path log)
      throws IOException {
    try {
      return new ProcessBuilder(words)
          .directory(work.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .redirectInput(ProcessBuilder.Redirect.from(nothing()))
          .start();
    } catch (IOException e) {
      if (!Files.isRegularFile(program) || !Files.isDirectory(work))
        throw e; // deleted meanwhile: the caller makes it again
      throw ToolchainException.unavailable(
          e,
          "%s: cannot be started (%s), must be on a file system that allows programs, and on Linux the C library must be glibc",
          program,
          String.valueOf(e.getMessage()));
    }
  }

  private static java.io.File nothing() {
    boolean windows = java.io.File.separatorChar == '\\';
    return new java.io.File(windows ? "NUL" : "/dev/null");
  }

  /** Tells a machine that lacks something from a text that is wrong. */
  ToolchainException failure(Path program, int exitCode, String output) {
    var name = program.getFileName();
    if (output.contains("error while loading shared libraries: ")) {
      var library =
          output.replaceAll("(?s).*error while loading shared libraries: ([^:\\s]+).*", "$1");
      return ToolchainException.unavailable(
          "%s: this machine lacks %s, must be installed (Debian, Ubuntu: apt-get install libstdc++6 zlib1g)",
          name, library);
    }
    if (output.contains("version `GLIBC")) {
      var version = output.replaceAll("(?s).*version `(GLIBC[^']*)'.*", "$1");
      return ToolchainException.unavailable(
          "%s: this machine lacks %s, must be glibc 2.34 and libstdc++ of GCC 12 or newer (Debian 12, Ubuntu 22.04)",
          name, version);
    }
    var lines = output.lines().limit(limits.diagnosticLines()).collect(Collectors.joining("\n"));
    return ToolchainException.refused("%s: ended with %d:\n%s", name, exitCode, lines);
  }
}
