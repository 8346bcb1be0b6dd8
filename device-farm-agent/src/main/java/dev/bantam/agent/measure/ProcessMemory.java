package dev.bantam.agent.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Physical memory of a process, where the system tells (Linux). */
public final class ProcessMemory {
  private static final Path OWN_STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** The most that this process has held so far, in bytes. */
  public static OptionalLong peakBytes() {
    return bytes(OWN_STATUS, "VmHWM:");
  }

  /** What this process holds now, in bytes. */
  public static OptionalLong bytes() {
    return bytes(OWN_STATUS, "VmRSS:");
  }

  static OptionalLong bytes(Path status, String name) {
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
