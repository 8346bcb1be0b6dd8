package dev.bantam.agent.peer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where LiteRT's library lies on this machine. */
public final class LiteRtLibrary {
  private static final String PACKAGE = "ai_edge_litert";

  private static final String WHERE =
      "import importlib.util as u; s = u.find_spec('"
          + PACKAGE
          + "'); print(s.submodule_search_locations[0])";

  private LiteRtLibrary() {}

  /** The library of the Python package {@code ai-edge-litert}, as the Python on the path has it. */
  public static Path installed() {
    return List.of("python3", "python").stream()
        .flatMap(python -> ask(List.of(python, "-c", WHERE)).stream())
        .map(folder -> Path.of(folder).resolve(name(System.getProperty("os.name"))))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new PeerException(
                    "LiteRT was not found, must be the path of %s, or installed for the Python on the path (pip install ai-edge-litert)",
                    name(System.getProperty("os.name"))));
  }

  static String name(String system) {
    return system.toLowerCase(Locale.ROOT).startsWith("mac") ? "libLiteRt.dylib" : "libLiteRt.so";
  }

  private static Optional<String> ask(List<String> command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var output = process.getInputStream()) {
        var answer = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        boolean ended = process.waitFor(10, TimeUnit.SECONDS);
        return ended && process.exitValue() == 0 ? Optional.of(answer) : Optional.empty();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.empty(); // there is no such program
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
