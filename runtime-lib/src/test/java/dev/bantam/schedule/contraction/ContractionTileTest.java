package dev.bantam.schedule.contraction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.device.host.HostProcessor;
import dev.bantam.device.host.KernelLibrary;
import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.Caches;
import dev.bantam.kernel.Target.DotProduct;
import dev.bantam.kernel.Target.Instructions;
import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.Toolchain;
import dev.bantam.type.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractionTileTest {
  private static final FunctionDescriptor TILE =
      FunctionDescriptor.ofVoid(
          ValueLayout.ADDRESS,
          ValueLayout.ADDRESS,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG);

  private static final List<Integer> DEPTHS = List.of(1, 2, 3, 27, 64, 257);

  /** Every form at every level that this machine can run, whole tiles and what is left of them. */
  static Stream<ContractionTile> tiles() {
    var tiles = new ArrayList<ContractionTile>();
    for (var target : HostProcessor.levels(Toolchain.clang())) {
      for (var form : forms(target)) {
        var largest = ContractionTile.largest(target, form);
        tiles.addAll(List.of(largest, largest.withRows(1), largest.withRows(3).withVectors(1)));
      }
    }
    return tiles.stream().distinct();
  }

  private static List<ContractionForm> forms(Target target) {
    var forms = new ArrayList<>(List.of(strict(target)));
    for (var rows : List.of(DType.F32, DType.I8, DType.U8, DType.I16)) {
      forms.add(form(rows, target));
    }
    return forms;
  }

  private static ContractionForm form(DType rows, Target target) {
    boolean floats = rows == DType.F32;
    return ContractionForm.of(
            rows, floats ? rows : DType.I8, floats ? rows : DType.I32, target, false)
        .orElseThrow();
  }

  private static ContractionForm strict(Target target) {
    return ContractionForm.of(DType.F32, DType.F32, DType.F32, target, true).orElseThrow();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tiles")
  void sumsOfProductsAreThoseOfTheDefinition(ContractionTile tile) throws Throwable {
    var target = tile.target();
    var entry =
        "\nvoid entry(const void *a, const void *b, void *c, int64_t d, int64_t n) { %s(a, b, c, d, n); }"
            .formatted(tile.name());
    try (var library =
        KernelLibrary.of(
            Toolchain.clang(),
            List.of(tile.text() + entry),
            new Architecture(target.triple(), target.options()))) {
      var handle = library.function("entry", TILE);
      for (int depth : DEPTHS) {
        var random = new Random(depth);
        var problem = new Problem(tile, depth, random);
        try (var arena = Arena.ofConfined()) {
          var sums = arena.allocate(4L * tile.rows() * tile.columns(), 64);
          handle.invokeExact(
              problem.rows(arena),
              problem.panel(arena),
              sums,
              (long) problem.distance(),
              (long) problem.packing().steps());
          problem.check(sums);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("unavailableTargets")
  void compilesForProcessorsThatThisMachineIsNot(Target target) {
    for (var rows : List.of(DType.F32, DType.I8, DType.I16)) {
      var tile = ContractionTile.largest(target, form(rows, target));
      var used = tile.text() + "\nvoid *used = (void *)%s;\n".formatted(tile.name());
      assertThat(
              Toolchain.clang()
                  .sharedLibrary(
                      List.of(used), new Architecture(target.triple(), target.options())))
          .isNotEmptyFile();
    }
  }

  static Stream<Target> unavailableTargets() {
    var caches = new Caches(32 << 10, 1 << 20, 0);
    var v4 = List.of("-march=x86-64-v4", "-mprefer-vector-width=512");
    return Stream.of(
        new Target(
            "x86_64-unknown-linux-gnu",
            List.of("-march=x86-64-v3", "-mavxvnni"),
            Instructions.AVX2,
            32,
            16,
            true,
            DotProduct.QUADS_OF_U8_I8,
            caches,
            1),
        new Target(
            "x86_64-unknown-linux-gnu",
            v4,
            Instructions.AVX512,
            64,
            32,
            true,
            DotProduct.PAIRS_OF_I16,
            caches,
            1),
        new Target(
            "x86_64-unknown-linux-gnu",
            List.of(v4.get(0), v4.get(1), "-mavx512vnni"),
            Instructions.AVX512,
            64,
            32,
            true,
            DotProduct.QUADS_OF_U8_I8,
            caches,
            1),
        new Target(
            "aarch64-unknown-linux-gnu",
            List.of(),
            Instructions.PLAIN,
            16,
            32,
            true,
            DotProduct.NONE,
            caches,
            1));
  }

  @Test
  void theLargestTileFillsTheRegistersAndItsNameSaysIt() {
    var names =
        unavailableTargets()
            .flatMap(
                target ->
                    Stream.of(DType.F32, DType.I8)
                        .map(rows -> ContractionTile.largest(target, form(rows, target)).name()));
    assertThat(names)
        .containsExactly(
            "contract_f32_f32_6x16_fma_avx2",
            "contract_u8_i8_6x16_quads_avx2",
            "contract_f32_f32_14x32_fma_avx512",
            "contract_i16_i8_14x32_pairs_avx512",
            "contract_f32_f32_14x32_fma_avx512",
            "contract_u8_i8_14x32_quads_avx512",
            "contract_f32_f32_14x8_fma_plain",
            "contract_i16_i8_14x8_plain_plain");
  }

  @Test
  void aStrictTileHasARegisterForTheProductThatItRounds() {
    var tiles =
        unavailableTargets()
            .map(target -> ContractionTile.largest(target, strict(target)))
            .toList();
    assertThat(tiles)
        .extracting(ContractionTile::name)
        .containsExactly(
            "contract_f32_f32_6x16_rounded_avx2",
            "contract_f32_f32_14x32_rounded_avx512",
            "contract_f32_f32_14x32_rounded_avx512",
            "contract_f32_f32_14x8_rounded_plain");
    assertThat(tiles)
        .extracting(ContractionTile::text)
        .allSatisfy(text -> assertThat(text).contains("c0_0 += x * b0;").doesNotContain("fma("));
  }

  /** Operands of small integers, so that float sums are exact too, and extremes among them. */
  private record Problem(ContractionTile tile, PanelPacking packing, int[] a, int[] b) {
    Problem(ContractionTile tile, int depth, Random random) {
      this(
          tile,
          new PanelPacking(tile.form(), tile.columns(), depth, tile.columns()),
          random(tile.rows() * depth, tile.form(), random),
          random(tile.columns() * depth, tile.form(), random));
    }

    private static int[] random(int n, ContractionForm form, Random random) {
      return random.ints(n, 0, 100).map(i -> i < 5 ? -128 : i < 10 ? 127 : i - 55).toArray();
    }

    int distance() {
      return packing.paddedDepth() + 3;
    }

    MemorySegment rows(Arena arena) {
      int bytes = (int) tile.form().rows().bytes(1);
      var rows = arena.allocate((long) bytes * tile.rows() * distance(), 64);
      for (int row = 0; row < tile.rows(); row++) {
        for (int k = 0; k < packing.depth(); k++) {
          int value = a[row * packing.depth() + k] + tile.form().rowOffset();
          long at = (long) row * distance() + k;
          switch (tile.form().rows()) {
            case F32 -> rows.setAtIndex(ValueLayout.JAVA_FLOAT, at, value);
            case I16 -> rows.setAtIndex(ValueLayout.JAVA_SHORT, at, (short) value);
            case U8 -> rows.set(ValueLayout.JAVA_BYTE, at, (byte) value);
            default -> throw new AssertionError();
          }
        }
      }
      return rows;
    }

    MemorySegment panel(Arena arena) {
      if (tile.form().isFloat())
        return arena.allocateFrom(
            ValueLayout.JAVA_FLOAT, packing.pack((long i) -> (float) b[(int) i]));
      return arena.allocateFrom(
          ValueLayout.JAVA_BYTE,
          packing.pack((java.util.function.LongUnaryOperator) i -> b[(int) i]));
    }

    void check(MemorySegment sums) {
      for (int row = 0; row < tile.rows(); row++) {
        for (int column = 0; column < tile.columns(); column++) {
          long expected = 0;
          for (int k = 0; k < packing.depth(); k++) {
            expected += (long) a[row * packing.depth() + k] * b[k * tile.columns() + column];
          }
          long at = (long) row * tile.columns() + column;
          long actual =
              tile.form().isFloat()
                  ? (long) sums.getAtIndex(ValueLayout.JAVA_FLOAT, at)
                  : sums.getAtIndex(ValueLayout.JAVA_INT, at);
          assertThat(actual)
              .as("depth %d, row %d, column %d", packing.depth(), row, column)
              .isEqualTo(expected);
        }
      }
    }
  }
}
