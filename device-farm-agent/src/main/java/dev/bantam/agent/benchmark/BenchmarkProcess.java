package dev.bantam.agent.benchmark;

import dev.bantam.agent.benchmark.BenchmarkWorker.Line;
import dev.bantam.agent.benchmark.BenchmarkWorker.Task;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.measurement.Measurement;
import dev.bantam.progress.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures a model in a process of its own, so that a kernel that crashes, loops or takes all
 * memory costs one benchmark and nothing else.
 */
public final class BenchmarkProcess {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST_NOTE = 2000;

  private final List<String> command;
  private final String version;
  private final Duration limit;

  private BenchmarkProcess(List<String> command, String version, Duration limit) {
    this.command = List.copyOf(command);
    this.version = version;
    this.limit = limit;
  }

  /**
   * With this process's Java and class path.
   *
   * @param limit after which the process is ended
   */
  public static BenchmarkProcess likeThisOne(String version, Duration limit) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            // Its file could not be removed again.
            "-XX:-UsePerfData",
            "-Xmx2g",
            "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), BenchmarkWorker.class.getName()));
    return new BenchmarkProcess(command, version, limit);
  }

  /** With another command, which must speak as {@link BenchmarkWorker} does. */
  static BenchmarkProcess of(List<String> command, Duration limit) {
    return new BenchmarkProcess(command, "test", limit);
  }

  /** Measures; progress may end it by throwing. */
  public Measurement run(Path model, BenchmarkSettings settings, Progress progress) {
    try {
      var process = new ProcessBuilder(command).start();
      try {
        return attend(process, new Task(model.toString(), settings, version), progress);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE, "the benchmark's process cannot be started: " + e.getMessage(), e);
    }
  }

  private Measurement attend(Process process, Task task, Progress progress) throws IOException {
    var late = new AtomicBoolean();
    var watch = watch(process, late);
    var note = new StringBuffer();
    var errors = Thread.ofVirtual().start(() -> collect(process, note));
    try (var out = process.outputWriter(StandardCharsets.UTF_8)) {
      out.write(JSON.writeValueAsString(task));
    } catch (IOException e) {
      // It ended before it read its task; the exit status below says more.
    }
    try (var in = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
      var ended = read(in, progress);
      if (ended.isPresent()) return ended.get();
    } finally {
      watch.interrupt();
    }
    throw lost(process, late.get(), errors, note);
  }

  private Thread watch(Process process, AtomicBoolean late) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                  late.set(true);
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                // The report is here; the process is ended elsewhere.
              }
            });
  }

  private static void collect(Process process, StringBuffer note) {
    try (var in = process.errorReader(StandardCharsets.UTF_8)) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (note.length() < LONGEST_NOTE) note.append(line).append('\n');
      }
    } catch (IOException e) {
      // The process is gone; what it said before is kept.
    }
  }

  private static Optional<Measurement> read(BufferedReader in, Progress progress)
      throws IOException {
    for (var text = in.readLine(); text != null; text = in.readLine()) {
      Line line;
      try {
        line = JSON.readValue(text, Line.class);
      } catch (JacksonException e) {
        continue; // a crash reports itself on standard output too
      }
      if (line.step() != null) line.step().tell(progress);
      if (line.refusal() != null)
        throw new BantamException(
            ErrorCode.valueOf(line.refusal().code()), line.refusal().message());
      if (line.report() != null) return Optional.of(line.report());
    }
    return Optional.empty();
  }

  private BantamException lost(Process process, boolean late, Thread errors, StringBuffer note) {
    try {
      process.waitFor();
      errors.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (late) {
      return new BantamException(
          ErrorCode.INTERNAL,
          "the benchmark did not end within %d s and was stopped".formatted(limit.toSeconds()));
    }
    var said = note.toString().strip().lines().findFirst().orElse("it said nothing");
    return new BantamException(
        ErrorCode.INTERNAL,
        "the benchmark's process ended with status %d before it reported: %s"
            .formatted(process.exitValue(), said));
  }
}
