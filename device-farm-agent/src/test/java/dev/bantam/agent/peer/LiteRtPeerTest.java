package dev.bantam.agent.peer;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiteRtPeerTest {
  /** LiteRT is no dependency: where it is not installed, the tests that run it are aborted. */
  private static Path library() {
    Optional<Path> found;
    try {
      found =
          Optional.ofNullable(System.getenv("BANTAM_LITERT"))
              .map(Path::of)
              .or(() -> Optional.of(LiteRtLibrary.installed()));
    } catch (PeerException e) {
      found = Optional.empty();
    }
    assumeThat(found).as("LiteRT, installed or named by BANTAM_LITERT").isPresent();
    return found.orElseThrow();
  }

  private static Path model() {
    var folder =
        Stream.ofNullable(System.getenv("BANTAM_FIXTURES"))
            .map(Path::of)
            .findFirst()
            .orElse(Path.of("..", "..", "shared", "fixtures"));
    var file = folder.resolve("tflite-ops/ADD/float32.tflite");
    assumeThat(file).as("fixtures in %s", folder).exists();
    return file;
  }

  @Test
  void addsInLiteRt() {
    try (var peer = new LiteRtPeer(library(), model(), 1, false)) {
      for (var input : peer.inputs()) {
        for (long i = 0; i < input.byteSize() / 4; i++) input.setAtIndex(JAVA_FLOAT, i, 0.25f);
      }
      peer.run();
      assertThat(peer.outputs().getFirst().getAtIndex(JAVA_FLOAT, 0)).isBetween(0.25f, 0.5f);
      assertThat(peer.description()).startsWith("LiteRT, XNNPACK, 1 thread");
      peer.close();
      assertThatThrownBy(peer::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this peer is closed");
    }
  }

  @Test
  void saysWhatIsNoLibrary(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("libLiteRt.so"), "text");
    assertThatThrownBy(() -> new LiteRtPeer(file, Path.of("m.tflite"), 1, false))
        .isInstanceOf(PeerException.class)
        .hasMessage(file + ": cannot be loaded, must be LiteRT's library for this machine");
  }
}
