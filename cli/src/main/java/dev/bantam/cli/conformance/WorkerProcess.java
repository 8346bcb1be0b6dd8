package dev.bantam.cli.conformance;

import dev.bantam.conformance.Outcome;
import dev.bantam.conformance.Outcome.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One child process, and the conversation with it. */
final class WorkerProcess implements AutoCloseable {
  private static final String ENDED = "";
  private static final int LONGEST_COMPLAINT = 300;
  private static final int SECONDS_TO_START = 120;
  private static final int SECONDS_TO_END = 5;

  private final Process process;
  private final Writer requests;
  private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Path complaints;
  private boolean ready;

  WorkerProcess(String device) throws IOException {
    complaints = Files.createTempFile("bantam-worker-", ".log");
    process =
        new ProcessBuilder(command(device))
            .redirectError(complaints.toFile())
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    requests = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().name("worker-answers").start(this::listen);
  }

  private static List<String> command(String device) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseSerialGC",
        "-XX:-CreateCoredumpOnCrash",
        "-XX:ErrorFile=" + (isWindows() ? "NUL" : "/dev/null"),
        "-Xmx3g",
        "-cp",
        System.getProperty("java.class.path"),
        Worker.class.getName(),
        device);
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").startsWith("Windows");
  }

  private void listen() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (OutcomeText.isAnswer(line)) answers.add(line);
      }
    } catch (IOException e) {
      // The process ended in the middle of a line: there is no answer.
    } finally {
      answers.add(ENDED);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The outcome of a case; failed if the process dies or takes too long. */
  Outcome run(Path model, Duration timeout) throws InterruptedException {
    long start = System.nanoTime();
    if (!isReady()) return died(start);
    start = System.nanoTime();
    try {
      requests.write(model.toAbsolutePath() + "\n");
      requests.flush();
    } catch (IOException e) {
      return died(start);
    }
    var answer = answers.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (answer == null) {
      process.destroyForcibly();
      process.waitFor();
      return failed(
          start, "it took more than %d seconds, and was ended".formatted(timeout.toSeconds()));
    }
    return answer.equals(ENDED) ? died(start) : OutcomeText.parse(answer);
  }

  /** Whether the process is up; one that is not within a minute or two never will be. */
  private boolean isReady() throws InterruptedException {
    if (ready) return true;
    ready = OutcomeText.READY.equals(answers.poll(SECONDS_TO_START, TimeUnit.SECONDS));
    return ready;
  }

  private Outcome died(long start) throws InterruptedException {
    process.destroyForcibly();
    int code = process.waitFor();
    return failed(start, "the process died with exit code %d: %s".formatted(code, lastComplaint()));
  }

  private static Outcome failed(long start, String reason) {
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    return Outcome.ended(Status.FAILED, millis, reason);
  }

  private String lastComplaint() {
    try {
      var lines =
          Files.readString(complaints, StandardCharsets.ISO_8859_1)
              .lines()
              .map(String::strip)
              .filter(line -> line.length() > 1)
              .toList();
      if (lines.isEmpty()) return "it said nothing";
      // The virtual machine says what happened in the lines before it says where to complain.
      var text = String.join(" ", lines.subList(0, Math.min(lines.size(), 5)));
      return text.length() > LONGEST_COMPLAINT ? text.substring(0, LONGEST_COMPLAINT) : text;
    } catch (IOException e) {
      return "what it said cannot be read: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    try {
      requests.close();
    } catch (IOException e) {
      // It is dead already.
    }
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) process.destroyForcibly();
      Files.deleteIfExists(complaints);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
