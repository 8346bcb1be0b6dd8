package dev.bantam.agent.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.BantamException;
import dev.bantam.graph.GraphText;
import dev.bantam.model.TfliteFile;
import dev.bantam.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machine code that does anything at all costs its own benchmark, and nothing else. */
class HostileKernelsTest {
  private static final BenchmarkSettings SETTINGS = new BenchmarkSettings("cpu", 1, 5, true);

  private static final String GRAPH =
      """
      graph "one layer"
      subgraph "main" (0) -> (3)
        %0 "x": f32[1,4]
        %1 "w": f32[3,4] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0]
        %2 "b": f32[3] = [1.0, 2.0, 3.0]
        %3 "y": f32[1,3]
        FULLY_CONNECTED 1 (0, 1, 2) -> (3) FullyConnectedOptions {fused_activation_function: RELU}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          crash  | 120 | the benchmark's process ended with status 1
          deep   | 120 | the benchmark's process ended with status 1
          loop   | 5   | the benchmark did not end within 5 s and was stopped
          socket | 120 | socket gave -1
          """)
  void costsItsBenchmark(String kernel, int seconds, String message) {
    var process = BenchmarkProcess.of(command(), Duration.ofSeconds(seconds));
    assertThatThrownBy(() -> process.run(Path.of("model-" + kernel), SETTINGS, Progress.SILENT))
        .isInstanceOf(BantamException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aModelIsMeasuredInAConfinedProcess() throws IOException {
    var file = folder.resolve("model.tflite");
    TfliteFile.write(GraphText.parse(GRAPH), file);
    var process = BenchmarkProcess.likeThisOne("1", Duration.ofMinutes(2));
    var measurement = process.run(file, SETTINGS, Progress.SILENT);
    assertThat(measurement.samplesNanos()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(measurement.outputCheck().passed()).isTrue();
    assertThat(measurement.profile()).isNotEmpty();
  }

  private static List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(HostileKernels.class.getName());
    return command;
  }
}
