package dev.bantam.converter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SavedModelArchiveTest {
  @TempDir Path folder;

  private record Refusal(List<String> entries, String message) {}

  static Stream<Refusal> refusals() {
    var longName = "x".repeat(300);
    return Stream.of(
        new Refusal(
            List.of("saved_model.pb", "a\0b"),
            "unsafe path: file name \"a\0b\" is no path, must stay inside its folder"),
        new Refusal(
            List.of("saved_model.pb", "a", "a/b"),
            "malformed: the archive's entry \"a/b\" cannot be a file beside the others"),
        new Refusal(
            List.of("saved_model.pb", longName),
            "malformed: the archive's entry \""
                + longName
                + "\" cannot be a file beside the others"),
        new Refusal(
            List.of("saved_model.pb", "../outside"),
            "malformed: the archive has an entry \"../outside\", which leads outside of its folder"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesNamesThatAreNoFilesOfTheFolder(Refusal refusal) throws IOException {
    var file = folder.resolve("model.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : refusal.entries()) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(1);
      }
    }
    assertThatThrownBy(() -> new Converter().convert(file, ConversionOptions.NONE))
        .isInstanceOf(ConversionException.class)
        .hasMessage(refusal.message());
  }
}
