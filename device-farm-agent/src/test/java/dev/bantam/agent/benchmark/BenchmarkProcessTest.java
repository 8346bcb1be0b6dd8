package dev.bantam.agent.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.progress.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkProcessTest {
  private static final BenchmarkSettings SETTINGS = new BenchmarkSettings("cpu", 1, null, false);

  @Test
  void aProcessThatCrashesCostsItsBenchmark() {
    assertThatThrownBy(() -> run("echo a segment was not there >&2; kill -SEGV $$", 30))
        .isInstanceOf(BantamException.class)
        .hasMessageStartingWith(
            "the benchmark's process ended with status 139 before it reported: a segment was not there");
  }

  @Test
  void aProcessThatLoopsIsStopped() {
    assertThatThrownBy(() -> run("while :; do sleep 1; done", 1))
        .isInstanceOf(BantamException.class)
        .hasMessage("the benchmark did not end within 1 s and was stopped");
  }

  @Test
  void aRefusalComesBackAsItWas() {
    var line =
        "{\\\"refusal\\\":{\\\"code\\\":\\\"INVALID_MODEL\\\",\\\"message\\\":\\\"no model\\\"}}";
    assertThatThrownBy(() -> run("cat >/dev/null; echo noise; echo \"" + line + "\"", 30))
        .isInstanceOfSatisfying(
            BantamException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL))
        .hasMessage("no model");
  }

  @Test
  void whoeverWatchesMayEndIt() {
    var line =
        "{\\\"step\\\":{\\\"stage\\\":\\\"measure\\\",\\\"done\\\":0,\\\"total\\\":1,\\\"message\\\":\\\"\\\",\\\"log\\\":false}}";
    var process =
        BenchmarkProcess.of(
            List.of("sh", "-c", "echo \"" + line + "\"; sleep 60"), Duration.ofSeconds(60));
    var cancelled =
        new Progress() {
          @Override
          public Progress stage(String name) {
            return this;
          }

          @Override
          public void report(long done, long total, String message) {
            throw new BantamException(ErrorCode.CANCELLED, "nobody wants it");
          }

          @Override
          public void log(String message) {}
        };
    assertThatThrownBy(() -> process.run(Path.of("m"), SETTINGS, cancelled))
        .hasMessage("nobody wants it");
  }

  private static void run(String script, int seconds) {
    var process = BenchmarkProcess.of(List.of("sh", "-c", script), Duration.ofSeconds(seconds));
    process.run(Path.of("m"), SETTINGS, Progress.SILENT);
  }
}
