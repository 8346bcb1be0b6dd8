package dev.bantam.device.microcontroller;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A program on an emulated board: a process that is asked over its standard input and answers over
 * its standard output. It ends when its input does, so it does not outlive this process for longer
 * than one answer takes.
 */
final class Emulator implements AutoCloseable {
  static final String PROGRAM = "qemu-system-arm";

  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);
  private static final int MOST_ERROR_LINES = 3;

  private final String device;
  private final Path folder;
  private final Process process;
  private final InputStream answers;
  private final OutputStream requests;

  private Emulator(String device, Path folder, Process process) {
    this.device = device;
    this.folder = folder;
    this.process = process;
    answers = process.getInputStream();
    requests = process.getOutputStream();
  }

  /** Whether this machine has the emulator. */
  static boolean isInstalled() {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, PROGRAM))) return true;
    }
    return false;
  }

  /**
   * Starts a board.
   *
   * @param device as messages call it
   * @param counter a plugin that counts instructions, if there is one for this emulator
   */
  static Emulator start(String device, Board board, byte[] image, Optional<byte[]> counter) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("bantam-emulator");
      Files.write(folder.resolve("program.elf"), image);
      var words = new ArrayList<>(List.of(PROGRAM, "-M", board.machine()));
      words.addAll(board.settings());
      words.addAll(List.of("-nographic", "-monitor", "none", "-serial", "none"));
      words.addAll(List.of("-semihosting-config", "enable=on,target=native"));
      words.addAll(List.of("-kernel", "program.elf"));
      if (counter.isPresent()) {
        Files.write(folder.resolve("count.so"), counter.get());
        Files.write(folder.resolve("count"), new byte[8]);
        words.add("-plugin");
        words.add(
            "./count.so,from=%d,to=%d,into=count".formatted(board.beginMark(), board.endMark()));
      }
      var process =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectError(folder.resolve("log").toFile())
              .start();
      return new Emulator(device, folder, process);
    } catch (IOException e) {
      if (folder != null) delete(folder);
      throw unavailable(device, e);
    }
  }

  private static BantamException unavailable(String device, IOException e) {
    return new BantamException(
        ErrorCode.UNAVAILABLE,
        "device %s: %s cannot be started (%s), must be installed (Debian, Ubuntu: apt-get install qemu-system-arm)"
            .formatted(device, PROGRAM, e.getMessage()),
        e);
  }

  /** Sends a request and what belongs to it, and fills {@code into} from the answer, in order. */
  void ask(int request, List<MemorySegment> with, List<MemorySegment> into) {
    var watch = Thread.ofVirtual().start(this::watch);
    try {
      var word = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(request);
      requests.write(word.array());
      for (var part : with) requests.write(part.toArray(ValueLayout.JAVA_BYTE));
      requests.flush();
      for (var part : into) {
        int bytes = Math.toIntExact(part.byteSize());
        var answer = answers.readNBytes(bytes);
        if (answer.length < bytes) throw new IOException("the answer ends early");
        part.copyFrom(MemorySegment.ofArray(answer));
      }
    } catch (IOException e) {
      throw failure(e);
    } finally {
      watch.interrupt();
    }
  }

  private void watch() {
    try {
      Thread.sleep(LONGEST_ANSWER);
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private BantamException failure(IOException e) {
    process.destroyForcibly();
    return new BantamException(
        ErrorCode.INTERNAL,
        "device %s: the emulated board ended or took more than %s: %s"
            .formatted(device, LONGEST_ANSWER, log()),
        e);
  }

  /** What the emulator has said. */
  private String log() {
    try (var lines = Files.lines(folder.resolve("log"), StandardCharsets.UTF_8)) {
      var text = lines.limit(MOST_ERROR_LINES).collect(Collectors.joining("; "));
      return text.isEmpty() ? "it said nothing" : text;
    } catch (IOException e) {
      return "it said nothing";
    }
  }

  /** Instructions of the last run, if they are counted. */
  OptionalLong instructions() {
    var count = folder.resolve("count");
    try {
      if (!Files.exists(count)) return OptionalLong.empty();
      var bytes = ByteBuffer.wrap(Files.readAllBytes(count)).order(ByteOrder.LITTLE_ENDIAN);
      return OptionalLong.of(bytes.getLong());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    delete(folder);
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // a leftover in the folder for temporary files
    }
  }
}
