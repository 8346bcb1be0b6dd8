package dev.bantam.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.interp.Interpreter;
import dev.bantam.testing.RandomProgram;
import dev.bantam.testing.RandomPrograms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random programs on the interpreter and on the cpu: the same bits, but for floats that the policy
 * leaves some room. A build takes as many as fit into its time, and some always. {@code
 * -Dbantam.programs=N} takes another number, {@code -Dbantam.first=N} begins at another seed,
 * {@code -Dbantam.seed=N} runs one again.
 */
class RandomProgramsTest {
  private static final long PROGRAMS = Long.getLong("bantam.programs", 1000);
  private static final long FIRST = Long.getLong("bantam.first", 0);

  /** A busy machine compiles fewer in the time of a build, but never fewer than these. */
  private static final long FEWEST = Math.min(PROGRAMS, 100);

  private static final Duration LONGEST = Duration.ofSeconds(Long.getLong("bantam.seconds", 120));

  @Test
  void cpuAgreesWithTheInterpreter(TestReporter reporter) {
    var device = Devices.load().device("cpu", DeviceOptions.DEFAULT);
    var only = Long.getLong("bantam.seed");
    long begin = only == null ? FIRST : only;
    long end = only == null ? FIRST + PROGRAMS : only + 1;
    var failures = new ArrayList<String>();
    var start = Instant.now();
    long seed = begin;
    for (; seed < end; seed++) {
      boolean late = Duration.between(start, Instant.now()).compareTo(LONGEST) > 0;
      if (late && seed - begin >= FEWEST) break;
      var difference = difference(device, seed);
      if (difference.isPresent()) failures.add("seed " + seed + ": " + difference.get());
    }
    reporter.publishEntry("programs", String.valueOf(seed - begin));
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
