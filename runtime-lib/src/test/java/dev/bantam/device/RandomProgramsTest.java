package dev.bantam.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.interp.Interpreter;
import dev.bantam.testing.Drivers;
import dev.bantam.testing.RandomProgram;
import dev.bantam.testing.RandomPrograms;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random programs on the interpreter and on devices: the same bits, but for floats that the policy
 * leaves some room. {@code -Dbantam.programs=N} takes another number of them, {@code
 * -Dbantam.first=N} begins at another seed, {@code -Dbantam.seed=N} runs one again.
 */
class RandomProgramsTest {
  private static final long PROGRAMS = Long.getLong("bantam.programs", 250);
  private static final long FIRST = Long.getLong("bantam.first", 0);

  /** How much longer a driver takes to compile than the bundled compiler. */
  private static final long DRIVER = 10;

  @Test
  void cpuAgreesWithTheInterpreter(TestReporter reporter) {
    agrees(Devices.load().device("cpu", DeviceOptions.DEFAULT), PROGRAMS, reporter);
  }

  @Test
  void openClAgreesWithTheInterpreter(TestReporter reporter) {
    agrees(Drivers.openCl(DeviceOptions.DEFAULT), PROGRAMS / DRIVER, reporter);
  }

  private static void agrees(Device device, long programs, TestReporter reporter) {
    var only = Long.getLong("bantam.seed");
    long begin = only == null ? FIRST : only;
    long end = only == null ? FIRST + programs : only + 1;
    var failures = new ArrayList<String>();
    for (long seed = begin; seed < end; seed++) {
      var difference = difference(device, seed);
      if (difference.isPresent()) failures.add("seed " + seed + ": " + difference.get());
    }
    reporter.publishEntry("programs", String.valueOf(end - begin));
    assertThat(failures).isEmpty();
  }

  private static Optional<String> difference(Device device, long seed) {
    var random = RandomPrograms.ALL.program(seed);
    try (var executable = device.compile(random.program());
        var instance = executable.instance()) {
      return difference(random, executable, instance);
    } catch (RuntimeException failure) {
      return Optional.of(failure.toString());
    }
  }

  private static Optional<String> difference(
      RandomProgram random, Executable executable, Instance instance) {
    var interpreted = new Interpreter().instance(random.program());
    for (var arguments : random.runs()) {
      var wanted = interpreted.run(arguments);
      var difference = random.difference(wanted, instance.run(executable, arguments));
      if (difference.isPresent()) return difference;
    }
    return Optional.empty();
  }
}
