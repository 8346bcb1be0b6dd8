package dev.bantam.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.device.host.opencl.OpenClContext;
import dev.bantam.device.host.opencl.OpenClProcessor;
import dev.bantam.digest.Sha256;
import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.testing.Drivers;
import dev.bantam.toolchain.BinaryCache;
import dev.bantam.toolchain.Limits;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver built is kept by content, and is no more than a hint. */
class OpenClCacheTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void requireDriver() {
    Drivers.openCl(DeviceOptions.DEFAULT);
  }

  private BinaryCache cache() {
    return new BinaryCache(folder, Limits.ofThisMachine(), InstantSource.system());
  }

  private void runs() {
    var b = new ProgramBuilder("main", new Interpreter());
    var x = b.parameter(TensorType.of(DType.I32, 3));
    var program = new Program(b.build(List.of(b.mul(x, x))), List.of());
    var context = new OpenClContext(OpenClProcessor.all().getFirst(), Optional.of(cache()));
    var device = new OpenClDevice(DeviceOptions.DEFAULT, context);
    try (var executable = device.compile(program);
        var instance = executable.instance()) {
      var input = Literal.of(Shape.of(3), 2, -3, 4);
      assertThat(instance.run(executable, List.of(input)))
          .containsExactly(Literal.of(Shape.of(3), 4, 9, 16));
    }
  }

  private List<Path> entries() throws IOException {
    try (var files = Files.walk(folder.resolve("built"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void buildsOnceForEachText() throws IOException {
    runs();
    var first = entries();
    assertThat(first).hasSize(1);
    runs();
    assertThat(entries()).isEqualTo(first);
  }

  @Test
  void takesNothingThatTheDriverDoesNotTake() throws IOException {
    runs();
    var entry = entries().getFirst();
    var name = entry.getFileName().toString();
    var parts = name.substring(0, name.indexOf('-'));
    Files.delete(entry);
    // An entry whose digest is right, and that is no program.
    var digest = digest(new byte[] {1, 2, 3});
    Files.write(entry.resolveSibling(parts + "-" + digest + ".bin"), new byte[] {1, 2, 3});
    runs();
  }

  private static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.of(bytes), 0, 16);
  }
}
