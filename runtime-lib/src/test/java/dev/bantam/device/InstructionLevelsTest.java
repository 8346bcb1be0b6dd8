package dev.bantam.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.device.host.ThreadPoolText;
import dev.bantam.dialect.CProgram;
import dev.bantam.interp.Interpreter;
import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.Caches;
import dev.bantam.kernel.Target.DotProduct;
import dev.bantam.kernel.Target.Instructions;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.schedule.Schedule;
import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.Toolchain;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Code for processors that this machine need not be: it compiles, and uses their instructions. */
class InstructionLevelsTest {
  private static final Caches CACHES = new Caches(32 << 10, 1 << 20, 0);

  private enum Level {
    X86_64(List.of("-march=x86-64"), Instructions.PLAIN, 16, 16, false, DotProduct.NONE, "plain"),
    AVX2(
        List.of("-march=x86-64-v3"),
        Instructions.AVX2,
        32,
        16,
        true,
        DotProduct.PAIRS_OF_I16,
        "pairs_avx2"),
    AVX512(
        List.of("-march=x86-64-v4", "-mprefer-vector-width=512"),
        Instructions.AVX512,
        64,
        32,
        true,
        DotProduct.PAIRS_OF_I16,
        "pairs_avx512"),
    AVX512_VNNI(
        List.of("-march=x86-64-v4", "-mprefer-vector-width=512", "-mavx512vnni"),
        Instructions.AVX512,
        64,
        32,
        true,
        DotProduct.QUADS_OF_U8_I8,
        "quads_avx512");

    private final Target target;
    private final String tile;

    Level(
        List<String> options,
        Instructions instructions,
        int vectorBytes,
        int registers,
        boolean fused,
        DotProduct dot,
        String tile) {
      target =
          new Target(
              "x86_64-unknown-linux-gnu",
              options,
              instructions,
              vectorBytes,
              registers,
              fused,
              dot,
              CACHES,
              1);
      this.tile = tile;
    }
  }

  @ParameterizedTest
  @EnumSource(Level.class)
  void compiles(Level level) {
    var schedule =
        Schedule.of(program(), level.target, new Interpreter(), DeviceOptions.DEFAULT.mostBytes());
    var sources = CProgram.of(schedule.module(), 1, ThreadPoolText.text(), 1000, true);
    assertThat(sources).singleElement().asString().contains(level.tile);
    var architecture = new Architecture(level.target.triple(), level.target.options());
    assertThat(Toolchain.clang().sharedLibrary(sources, architecture)).isNotEmptyFile();
  }

  private static Program program() {
    var b = new ProgramBuilder("main", new Interpreter());
    var bytes = b.parameter(TensorType.of(DType.I8, 1, 9, 9, 8));
    var edge = List.of(0, 1, 1, 0);
    var padded = b.pad(bytes, edge, edge, b.constant(DType.I8, 3L));
    var windows = b.window(b.window(padded, 1, 3, 1, 1), 3, 3, 1, 1);
    var filter = b.constant(Literal.zeros(TensorType.of(DType.I8, 24, 3, 3, 8)));
    var sums =
        b.contract(
            windows, filter, List.of(2, 4, 5), List.of(1, 2, 3), List.of(), List.of(), DType.I32);
    var floats = b.parameter(TensorType.of(DType.F32, 30, 40));
    var weights = b.constant(Literal.zeros(TensorType.of(DType.F32, 40, 48)));
    var product =
        b.contract(floats, weights, List.of(1), List.of(0), List.of(), List.of(), DType.F32);
    var halves = b.convert(b.unary(Fn1.TANH, product), DType.F16);
    return new Program(b.build(List.of(b.convert(sums, DType.I8), halves)), List.of());
  }
}
