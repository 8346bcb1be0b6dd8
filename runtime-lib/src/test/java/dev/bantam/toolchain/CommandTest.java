package dev.bantam.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {
  private static final Limits LIMITS = new Limits(0, Duration.ofMillis(200), 1, 2);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clang: error while loading shared libraries: libstdc++.so.6: cannot open shared object file: No such file"
            + "| clang: this machine lacks libstdc++.so.6, must be installed (Debian, Ubuntu: apt-get install libstdc++6 zlib1g)",
        "clang: /lib/libc.so.6: version `GLIBC_2.34' not found (required by clang)"
            + "| clang: this machine lacks GLIBC_2.34, must be glibc 2.34 and libstdc++ of GCC 12 or newer (Debian 12, Ubuntu 22.04)",
        "clang: /lib/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by clang)"
            + "| clang: this machine lacks GLIBCXX_3.4.30, must be glibc 2.34 and libstdc++ of GCC 12 or newer (Debian 12, Ubuntu 22.04)",
      })
  void saysWhatTheMachineLacks(String output, String message) {
    assertThat(new Command(LIMITS).failure(Path.of("/x/clang"), 127, output)).hasMessage(message);
  }

  @Test
  void quotesNoMoreOfAComplaintThanTheLimit() {
    assertThat(new Command(LIMITS).failure(Path.of("lld"), 1, "a\nb\nc\n"))
        .hasMessage("lld: ended with 1:\na\nb");
  }

  @Test
  void stopsAProgramThatDoesNotEnd(@TempDir Path work) {
    assertThatThrownBy(() -> new Command(LIMITS).run(work, List.of("/bin/sleep", "60"), "log"))
        .hasMessage("sleep: not done after PT0.2S, which is the limit");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, LINUX_X86_64",
    "Linux, aarch64, LINUX_ARM64",
    "Mac OS X, aarch64, MACOSX_ARM64",
    "Windows 11, amd64, WINDOWS_X86_64",
  })
  void knowsThePlatform(String system, String processor, BuildPlatform expected) {
    assertThat(BuildPlatform.of(system, processor)).isEqualTo(expected);
  }

  @Test
  void refusesAPlatformWithoutACompiler() {
    assertThatThrownBy(() -> BuildPlatform.of("SunOS", "sparc"))
        .hasMessage(
            "SunOS on sparc: there is no bundled compiler, must be Linux on x86-64 or arm64, macOS on arm64, or Windows on x86-64");
  }

  @Test
  void theCacheLiesWhereTheUserOrThePlatformSays() {
    var home = Path.of("/home/u");
    assertThat(CacheFolder.of(Map.of("BANTAM_CACHE", "/c"), "Linux", home))
        .isEqualTo(Path.of("/c"));
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "/x"), "Linux", home))
        .isEqualTo(Path.of("/x/bantam"));
    assertThat(CacheFolder.of(Map.of(), "Linux", home)).isEqualTo(Path.of("/home/u/.cache/bantam"));
    assertThat(CacheFolder.of(Map.of(), "Mac OS X", home))
        .isEqualTo(Path.of("/home/u/Library/Caches/bantam"));
    assertThat(CacheFolder.of(Map.of("LOCALAPPDATA", "/l"), "Windows 11", home))
        .isEqualTo(Path.of("/l/bantam"));
  }
}
