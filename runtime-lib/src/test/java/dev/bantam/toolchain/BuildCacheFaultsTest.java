package dev.bantam.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.testing.FaultyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The n-th call of the disk fails while the cache is used, for n = 1, 2, ... until none does. */
class BuildCacheFaultsTest {
  private static final String KEY = BuildCache.key(List.of("a text"));
  private static final byte[] MADE = new byte[100_000];

  /** What could not be deleted is left for the sweep. */
  private static final Pattern WHILE_TIDYING =
      Pattern.compile("(delete|check|list|look at|close) .*/scratch/.*");

  @TempDir private Path folder;
  private final FaultyFiles files = new FaultyFiles();

  /** What is done while the disk fails. */
  enum Deed {
    BUILD {
      @Override
      void run(Path root) throws IOException {
        build(root);
      }
    },
    FIND {
      @Override
      void run(Path root) {
        cache(root).find(KEY);
      }
    },
    EVICT {
      @Override
      void run(Path root) {
        new BuildCache(root.resolve("built"), 1, InstantSource.system()).evict();
      }
    };

    abstract void run(Path root) throws IOException;
  }

  /** As a build goes: a folder to work in, a file made there, published, the folder gone. */
  private static void build(Path root) throws IOException {
    var scratch = new Scratch(root, InstantSource.system());
    var work = scratch.folder();
    try {
      var made = Files.write(work.resolve("library.so"), MADE);
      cache(root).publish(KEY, made, ".so");
      scratch.sweep();
    } finally {
      Scratch.delete(work);
    }
  }

  private static BuildCache cache(Path root) {
    return new BuildCache(root.resolve("built"), 1 << 20, InstantSource.system());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsFoundIsWholeAndNothingLeaks(Deed deed) throws IOException {
    for (boolean once : List.of(true, false)) {
      boolean failed = true;
      for (int n = 1; failed; n++) {
        var root = folder.resolve(deed + "-" + once + "-" + n);
        if (deed != Deed.BUILD) build(root);
        if (once) files.failOnce(n);
        else files.failFrom(n);
        attempt(() -> deed.run(files.path(root)));
        failed = files.hasFailed();
        var call = files.failed();
        files.work();
        var fault = "%s, call %d%s: %s".formatted(deed, n, once ? "" : " and all behind", call);
        assertThat(files.open()).as(fault).isZero();
        assertFoundWhole(root, fault);
        if (once && !WHILE_TIDYING.matcher(call).matches()) {
          assertThat(below(root.resolve("scratch"))).as(fault).isEmpty();
        }
        build(root);
        assertThat(cache(root).find(KEY)).as(fault + ", and built again").isPresent();
        assertFoundWhole(root, fault + ", and built again");
      }
    }
  }

  @Test
  void aFolderAppearsWholeOrNotAtAll() throws IOException {
    for (boolean once : List.of(true, false)) {
      boolean failed = true;
      for (int n = 1; failed; n++) {
        var root = Files.createDirectories(folder.resolve("folder-" + once + "-" + n));
        var target = root.resolve("compiler");
        Files.createDirectories(target);
        var made = Files.createDirectories(root.resolve("scratch/made"));
        Files.write(made.resolve("one"), MADE);
        Files.write(made.resolve("two"), MADE);
        if (once) files.failOnce(n);
        else files.failFrom(n);
        attempt(() -> Scratch.publishFolder(files.path(made), files.path(target)));
        failed = files.hasFailed();
        var fault = "call %d%s: %s".formatted(n, once ? "" : " and all behind", files.failed());
        files.work();
        assertThat(files.open()).as(fault).isZero();
        if (Files.exists(target)) assertThat(below(target).size()).as(fault).isIn(0, 2);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void attempt(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      // the build is tried again, or refused: nobody takes it for done
    }
  }

  private static void assertFoundWhole(Path root, String fault) throws IOException {
    var found = cache(root).find(KEY);
    if (found.isPresent()) assertThat(found.get()).as(fault).hasBinaryContent(MADE);
  }

  private static List<Path> below(Path folder) throws IOException {
    if (!Files.exists(folder)) return List.of();
    try (Stream<Path> left = Files.list(folder)) {
      return left.toList();
    }
  }
}
