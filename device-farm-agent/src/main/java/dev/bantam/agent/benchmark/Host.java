package dev.bantam.agent.benchmark;

import dev.bantam.measurement.Measurement.Reading;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** What this machine says of itself. Linux tells most; elsewhere fields stay empty. */
public final class Host {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final Path FREQUENCY =
      Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq");
  private static final Path TEMPERATURE = Path.of("/sys/class/thermal/thermal_zone0/temp");

  private Host() {}

  public static Reading reading() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    var frequency = number(FREQUENCY);
    var temperature = number(TEMPERATURE);
    return new Reading(
        load < 0 ? null : load / Runtime.getRuntime().availableProcessors(),
        frequency.isEmpty() ? null : frequency.getAsDouble() * 1000,
        temperature.isEmpty() ? null : temperature.getAsDouble() / 1000);
  }

  /** The processor's own name, for people; nothing is decided by it. */
  public static String processor() {
    try (var lines = Files.lines(PROCESSOR)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  public static String system() {
    return "%s %s, JDK %s"
        .formatted(
            System.getProperty("os.name"), System.getProperty("os.version"), Runtime.version());
  }

  private static OptionalDouble number(Path file) {
    try {
      return OptionalDouble.of(Double.parseDouble(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
