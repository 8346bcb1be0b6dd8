package dev.bantam.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cache of its own for each test; the compiler is not unpacked again but linked from the user's.
 */
class ToolchainTest {
  private static final Architecture HOST =
      new Architecture(BuildPlatform.current().triple(), List.of());

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  @BeforeEach
  void shareTheCompiler() throws IOException {
    var user = CacheFolder.ofThisUser();
    Toolchain.clang().sharedLibrary(List.of("int warm;"), HOST);
    try (var files = Files.list(user)) {
      var llvm =
          files
              .filter(file -> file.getFileName().toString().startsWith("llvm-"))
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(folder.resolve(llvm.getFileName()), llvm);
    }
  }

  private Toolchain toolchain(Limits limits) {
    return new Toolchain(folder, limits, now::get);
  }

  private Toolchain toolchain() {
    return toolchain(Limits.ofThisMachine());
  }

  private static List<String> source(int value) {
    return List.of("int value(void) { return %d; }".formatted(value));
  }

  private List<Path> entries() throws IOException {
    if (!Files.isDirectory(folder.resolve("built"))) return List.of();
    try (var tree = Files.walk(folder.resolve("built"))) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void equalContentIsCompiledOnce() throws IOException {
    var first = toolchain().sharedLibrary(source(1), HOST);
    var made = Files.readAttributes(first, "unix:ino").get("ino");
    assertThat(toolchain().sharedLibrary(source(1), HOST)).isEqualTo(first);
    assertThat(Files.readAttributes(first, "unix:ino").get("ino")).isEqualTo(made);
    assertThat(entries()).hasSize(1);
  }

  @Test
  void otherTextOtherOptionsAndOtherCutsAreOtherContent() {
    var toolchain = toolchain();
    var results =
        List.of(
            toolchain.sharedLibrary(List.of("int a;", "int b;"), HOST),
            toolchain.sharedLibrary(List.of("int a;int b;"), HOST),
            toolchain.sharedLibrary(List.of("int a;", "int c;"), HOST),
            toolchain.sharedLibrary(
                List.of("int a;", "int b;"), new Architecture(HOST.triple(), List.of("-DX"))));
    assertThat(results).doesNotHaveDuplicates();
  }

  @Test
  void aDamagedEntryIsMadeAgain() throws IOException {
    var library = toolchain().sharedLibrary(source(2), HOST);
    var whole = Files.readAllBytes(library);
    for (var damaged :
        List.of(new byte[0], java.util.Arrays.copyOf(whole, whole.length / 2), flipped(whole))) {
      Files.write(library, damaged);
      var again = toolchain().sharedLibrary(source(2), HOST);
      assertThat(again).hasBinaryContent(whole);
      assertThat(entries()).hasSize(1);
    }
  }

  private static byte[] flipped(byte[] bytes) {
    var result = bytes.clone();
    result[bytes.length / 3] ^= 1;
    return result;
  }

  @Test
  void theLeastRecentlyUsedEntryLeavesFirst() throws IOException {
    long each = Files.size(toolchain().sharedLibrary(source(0), HOST));
    var two = toolchain(Limits.ofThisMachine().withCacheBytes(2 * each));
    now.set(now.get().plusSeconds(1));
    var one = two.sharedLibrary(source(1), HOST);
    now.set(now.get().plusSeconds(1));
    var zero = two.sharedLibrary(source(0), HOST);
    now.set(now.get().plusSeconds(1));
    var third = two.sharedLibrary(source(3), HOST);
    assertThat(entries()).containsExactlyInAnyOrder(zero, third).doesNotContain(one);
  }

  @Test
  void threadsThatRaceForTheSameContentAllGetIt() throws Exception {
    try (var executor = Executors.newFixedThreadPool(6)) {
      var asks = new ArrayList<Callable<Path>>();
      for (int i = 0; i < 12; i++) {
        int value = i % 2;
        asks.add(() -> toolchain().sharedLibrary(source(100 + value), HOST));
      }
      for (var answer : executor.invokeAll(asks)) assertThat(answer.get()).isRegularFile();
    }
    assertThat(entries()).hasSize(2);
  }

  @Test
  void deletionInTheMiddleOfBuildsFailsNone() throws Exception {
    var done = new AtomicBoolean();
    try (var executor = Executors.newFixedThreadPool(2)) {
      var deleting =
          executor.submit(
              () -> {
                while (!done.get()) {
                  Scratch.delete(folder.resolve("built"));
                  Thread.sleep(15);
                }
                return null;
              });
      for (int i = 0; i < 20; i++) {
        assertThat(toolchain().sharedLibrary(source(i), HOST).getFileName().toString())
            .endsWith(".so");
      }
      done.set(true);
      deleting.get();
    }
  }

  @Test
  void whatAKilledBuildLeftIsSweptAwayADayLater() throws IOException {
    var left = Files.createDirectories(folder.resolve("scratch/123/deep"));
    toolchain().sharedLibrary(source(1), HOST);
    assertThat(left).exists();
    now.set(Instant.now().plus(Duration.ofDays(1)).plusSeconds(60));
    toolchain().sharedLibrary(source(2), HOST);
    assertThat(left.getParent()).doesNotExist();
  }

  @Test
  void aTextThatDoesNotCompileIsOurFaultAndSaysWhere() {
    assertThatThrownBy(
            () -> toolchain().sharedLibrary(List.of("int a;", "int f(void) { return y; }"), HOST))
        .isInstanceOf(ToolchainException.class)
        .hasMessage(
            """
            clang: ended with 1:
            source1.c:1:22: error: use of undeclared identifier 'y'
                1 | int f(void) { return y; }
                  |                      ^
            1 error generated.""")
        .extracting("code")
        .isEqualTo(ErrorCode.INTERNAL);
  }

  @Test
  void saysThatTheCacheCannotBeWritten() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(
            () ->
                new Toolchain(file.resolve("cache"), Limits.ofThisMachine(), now::get)
                    .sharedLibrary(source(1), HOST))
        .isInstanceOf(ToolchainException.class)
        .hasMessageStartingWith(file.resolve("cache") + ": cannot unpack the compiler (")
        .hasMessageEndingWith("), must be a folder that can be written to, with 400 MB free");
  }
}
