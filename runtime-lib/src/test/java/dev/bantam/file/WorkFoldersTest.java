package dev.bantam.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.testing.FaultyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFoldersTest {
  @TempDir private Path parent;
  private final FaultyFiles files = new FaultyFiles();

  private static InstantSource in(Duration duration) {
    return InstantSource.fixed(Instant.now().plus(duration));
  }

  /** Reads, writes and folders, as a job does them. */
  private static void work(WorkFolders folders) throws IOException {
    try (var folder = folders.open()) {
      Files.createDirectories(folder.resolve("deep/deeper"));
      Files.writeString(folder.resolve("deep/deeper/file"), "x".repeat(20_000));
      Files.copy(folder.resolve("deep/deeper/file"), folder.resolve("copy"));
      Files.readAllBytes(folder.resolve("copy"));
    }
  }

  @Test
  void aFolderIsGoneWithAllThatIsInIt() throws IOException {
    var folders = new WorkFolders(parent, InstantSource.system());
    work(folders);
    assertThat(left()).isEmpty();
  }

  @Test
  void whateverFailsNothingIsLeftForLongerThanADay() throws IOException {
    for (boolean once : List.of(true, false)) {
      boolean failed = true;
      for (int n = 1; failed; n++) {
        if (once) files.failOnce(n);
        else files.failFrom(n);
        attempt(new WorkFolders(files.path(parent), InstantSource.system()));
        failed = files.hasFailed();
        var call = files.failed();
        files.work();
        var fault = "call %d%s: %s".formatted(n, once ? "" : " and all behind", call);
        assertThat(files.open()).as(fault).isZero();
        work(new WorkFolders(parent, in(Duration.ofHours(23))));
        int young = left().size();
        work(new WorkFolders(parent, in(Duration.ofHours(25))));
        assertThat(left()).as("%s, %d were left", fault, young).isEmpty();
      }
    }
  }

  @Test
  void aFileThatResistsDoesNotKeepTheOthers() throws IOException {
    boolean failed = true;
    int resisted = 0;
    for (int n = 1; failed; n++) {
      var open =
          new WorkFolders(files.path(parent.resolve("n" + n)), InstantSource.system()).open();
      Files.writeString(open.resolve("one"), "");
      Files.writeString(open.resolve("two"), "");
      files.failOnce(n);
      open.close();
      failed = files.hasFailed();
      if (files.failed().startsWith("delete")) {
        resisted++;
        try (var rest = Files.walk(parent.resolve("n" + n))) {
          assertThat(rest.filter(Files::isRegularFile)).hasSizeLessThan(2);
        }
      }
      files.work();
    }
    assertThat(resisted).as("two files and their folder").isEqualTo(3);
  }

  private static void attempt(WorkFolders folders) {
    try {
      work(folders);
    } catch (IOException e) {
      // the job is tried again
    }
  }

  private List<Path> left() throws IOException {
    try (var folders = Files.list(parent)) {
      return folders.toList();
    }
  }
}
