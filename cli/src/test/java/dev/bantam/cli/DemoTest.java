package dev.bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.cli.Demo.Basis;
import dev.bantam.platform.PlatformOptions;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The tour, from its start to its table, and once more in the same folder. */
class DemoTest {
  private static final Path EXAMPLE = Path.of("../examples/digits");

  @TempDir Path folder;

  private Demo.Outcome tour(String basis) throws Exception {
    var options = new PlatformOptions(folder.resolve("data"), "127.0.0.1", 0);
    try (var demo = RunningDemo.start(options, Map.of(), line -> {})) {
      var command = new DemoCommand();
      new CommandLine(command).setErr(new PrintWriter(Writer.nullWriter()));
      var tour =
          new Demo(demo.client(), EXAMPLE, command.output(), new Basis("1", basis), demo.start());
      return demo.during(tour::run);
    }
  }

  @Test
  void aSecondTourFindsTheWorkOfTheFirstOneDone() throws Exception {
    var first = tour("1");
    assertThat(first.measuredBefore()).isNull();
    assertThat(first.variants())
        .extracting(Demo.Variant::name)
        .containsExactly("digits", "digits-onnx", "digits-dynamic", "digits-int8", "digits-pruned");
    assertThat(first.variants())
        .allSatisfy(
            variant -> {
              assertThat(variant.accuracy()).isBetween(0.9, 1.0);
              assertThat(variant.medianNanos()).hasSize(2).allMatch(nanos -> nanos > 0);
            });

    var second = tour("1");
    assertThat(second.variants()).isEqualTo(first.variants());
    assertThat(second.measuredBefore()).isNotNull();
    for (var token : new String[] {"tour-token", "tour-agent-token"}) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("data").resolve(token))))
          .isEqualTo("rw-------");
    }
  }
}
