package dev.bantam.device.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Compiled code tries what it must not do, in a process of its own: see {@link EscapingKernel}. */
@EnabledOnOs(OS.LINUX)
class ConfinementTest {
  private static final int EPERM = -1;

  @TempDir private Path folder;

  @Test
  void aKernelReachesNothingOutsideItsProcess() throws Exception {
    var said = run("kernels");
    assertThat(said)
        .contains("before socket: open", "before file: open", "before signal: 0")
        .contains("after socket: " + EPERM, "after ring: " + EPERM, "after pair: " + EPERM)
        .contains("after file: " + EPERM, "after remove: " + EPERM)
        .contains("after process: " + EPERM, "after program: " + EPERM)
        .contains("after signal: " + EPERM)
        .contains("older thread socket: " + EPERM)
        .contains("new thread: runs", "reads: yes", "signal to itself: 0");
  }

  @Test
  void aProcessWithoutNetworkStillStartsProgramsAndWrites() throws Exception {
    var said = run("network");
    assertThat(said)
        .contains("before socket: open", "after socket: " + EPERM, "after ring: " + EPERM)
        .contains("after file: open", "new thread: runs", "program: 0", "program network: refused");
  }

  private List<String> run(String mode) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(EscapingKernel.class.getName(), mode, folder.toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).as("%s", said).isZero();
    return said;
  }
}
