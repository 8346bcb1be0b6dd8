package dev.bantam.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfinedFolderTest {
  @TempDir Path outside;
  private Path inside = Path.of("");
  private ConfinedFolder folder = new ConfinedFolder(Path.of(""));

  @BeforeEach
  void makeFolders() throws IOException {
    inside = Files.createDirectory(outside.resolve("in"));
    folder = new ConfinedFolder(inside);
    Files.writeString(outside.resolve("secret"), "s");
    Files.writeString(Files.createDirectory(outside.resolve("in2")).resolve("secret"), "s");
    Files.writeString(inside.resolve("plain"), "p");
    Files.writeString(Files.createDirectory(inside.resolve("deep")).resolve("plain"), "p");
    Files.createSymbolicLink(inside.resolve("link"), outside.resolve("secret"));
    Files.createSymbolicLink(inside.resolve("linked"), outside);
    Files.createSymbolicLink(inside.resolve("self"), inside.resolve("plain"));
    Files.createLink(inside.resolve("hard"), outside.resolve("secret"));
  }

  @Test
  void leadsToPlainFilesInside() throws IOException {
    assertThat(folder.existing("plain")).hasContent("p");
    assertThat(folder.existing("deep/plain")).hasContent("p");
    assertThat(folder.writable("new/file")).isEqualTo(inside.resolve("new/file"));
  }

  @ParameterizedTest
  @CsvSource({
    "../secret, leads upwards",
    "deep/../../secret, leads upwards",
    "deep/../plain, leads upwards",
    "../in2/secret, leads upwards",
    "/etc/passwd, is no relative path",
    "C:\\secret, is no relative path",
    "..\\secret, is no relative path",
    "link, goes through a link",
    "linked/secret, goes through a link",
    "self, goes through a link",
    "hard, has a second name",
    "deep, is no plain file",
    "., leads outside",
    "'', leads outside",
  })
  void refusesToLeaveForReadingAndForWriting(String name, String problem) {
    var message = "file name \"%s\" %s, must stay inside its folder".formatted(name, problem);
    assertThatThrownBy(() -> folder.existing(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> folder.writable(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void saysThatAFileIsNotThere() {
    assertThatThrownBy(() -> folder.existing("none")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void namesItsPlainFilesAndFollowsNoLink() throws IOException {
    var root = Files.createDirectories(outside.resolve("listed"));
    Files.writeString(Files.createDirectories(root.resolve("b")).resolve("2"), "");
    Files.writeString(root.resolve("a"), "");
    Files.createSymbolicLink(root.resolve("link"), root.resolve("a"));
    Files.createSymbolicLink(root.resolve("up"), outside);
    assertThat(new ConfinedFolder(root).files()).containsExactly("a", "b/2");
  }
}
