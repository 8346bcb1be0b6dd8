package dev.bantam.cli;

import dev.bantam.agent.benchmark.ModelBenchmark;
import dev.bantam.kit.artifact.Digest;
import dev.bantam.run.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/** What is running, from the jar that it came in. */
final class Version implements IVersionProvider {
  private static final int SHOWN_DIGITS = 12;

  @Override
  public String[] getVersion() {
    return new String[] {"bantam " + text(), "JDK " + Runtime.version()};
  }

  /**
   * Of Bantam itself. One that is no release tells its builds apart: a measurement of one build
   * must not pass for another's.
   */
  static String text() {
    var version =
        Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
            .orElse("from source");
    return version.endsWith("-SNAPSHOT") ? version + "+" + build() : version;
  }

  /** Follows from all that makes a figure: the compiler, the runtime, and what measures. */
  private static String build() {
    var contents =
        Stream.of(Model.class, ModelBenchmark.class)
            .map(Version::jar)
            .map(Version::contents)
            .collect(Collectors.joining());
    return Digest.of(contents).hex().substring(0, SHOWN_DIGITS);
  }

  private static Path jar(Class<?> member) {
    return Path.of(member.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** Names and checksums of a jar's entries: the same for the same classes, whenever packed. */
  private static String contents(Path jar) {
    if (!Files.isRegularFile(jar)) return "";
    try (var file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName() + " " + entry.getCrc() + "\n")
          .sorted()
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
