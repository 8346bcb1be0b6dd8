package dev.bantam.device.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.BantamException;
import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.BuildPlatform;
import dev.bantam.toolchain.Toolchain;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLibraryTest {
  private static final FunctionDescriptor INT_TO_INT =
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

  private final Architecture architecture =
      new Architecture(BuildPlatform.current().triple(), List.of());

  private KernelLibrary twice() {
    return KernelLibrary.of(
        Toolchain.clang(), List.of("int twice(int x) { return 2 * x; }"), architecture);
  }

  @Test
  void callsWhatWasCompiled() throws Throwable {
    try (var library = twice()) {
      assertThat((int) library.function("twice", INT_TO_INT).invokeExact(21)).isEqualTo(42);
    }
  }

  @Test
  void refusesACallAfterCloseInsteadOfCrashing() {
    var library = twice();
    var handle = library.function("twice", INT_TO_INT);
    library.close();
    library.close();
    assertThatThrownBy(() -> handle.invoke(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Already closed");
  }

  @Test
  void namesAMissingSymbol() {
    try (var library = twice()) {
      assertThatThrownBy(() -> library.address("thrice"))
          .hasMessage("the library has no symbol \"thrice\"");
    }
  }

  @Test
  void refusesAFileThatIsNoLibrary(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("k.so"), "not a library");
    assertThatThrownBy(() -> KernelLibrary.load(file))
        .isInstanceOf(BantamException.class)
        .hasMessage(file + ": cannot be loaded, must be a library for this machine");
  }
}
