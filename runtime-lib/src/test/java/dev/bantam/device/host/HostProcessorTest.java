package dev.bantam.device.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.kernel.Target;
import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.Toolchain;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostProcessorTest {
  private static final FunctionDescriptor INT_TO_INT =
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

  private static final int V3_LEAF_1 = 1 << 12 | 1 << 29;
  private static final int V3_LEAF_7 = 1 << 3 | 1 << 5 | 1 << 8;
  private static final int V4_LEAF_7 = V3_LEAF_7 | 1 << 16 | 1 << 17 | 1 << 28 | 1 << 30 | 1 << 31;

  @Test
  void codeForEveryLevelOfThisProcessorRunsHere() throws Throwable {
    var toolchain = Toolchain.clang();
    for (var target : HostProcessor.levels(toolchain)) {
      var architecture = new Architecture(target.triple(), target.options());
      try (var library = KernelLibrary.of(toolchain, List.of(vectorSum(target)), architecture)) {
        assertThat((int) library.function("sum", INT_TO_INT).invokeExact(3))
            .as(target.toString())
            .isEqualTo(3 * target.lanes(4));
      }
    }
  }

  private static String vectorSum(Target target) {
    return """
        typedef int v __attribute__((vector_size(%d)));
        int sum(int x) {
          v a = x - (v){0};
          __asm__ volatile("" : "+m"(a));
          int s = 0;
          for (int i = 0; i < %d; i++) s += a[i];
          return s;
        }
        """
        .formatted(target.vectorBytes(), target.lanes(4));
  }

  @Test
  void thisProcessorHasCachesAndCores() {
    var target = HostProcessor.target(Toolchain.clang());
    assertThat(target.caches().first()).isBetween(8L << 10, 1L << 20);
    assertThat(target.caches().second()).isGreaterThan(target.caches().first());
    assertThat(target.cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest(name = "leaf 1 {0}, XCR0 {1}, leaf 7 {2} {3}, leaf 7.1 {4}: {5}")
  @CsvSource({
    "0, 0, 0, 0, 0, 'PLAIN/NONE'",
    // vector instructions whose registers the system does not save are none
    V3_LEAF_1 + ", 3, " + V3_LEAF_7 + ", 0, 0, 'PLAIN/NONE'",
    V3_LEAF_1 + ", 7, " + V3_LEAF_7 + ", 0, 0, 'PLAIN/NONE AVX2/PAIRS_OF_I16'",
    V3_LEAF_1 + ", 7, " + V3_LEAF_7 + ", 0, 16, 'PLAIN/NONE AVX2/PAIRS_OF_I16 AVX2/QUADS_OF_U8_I8'",
    V3_LEAF_1 + ", 7, " + V4_LEAF_7 + ", 2048, 0, 'PLAIN/NONE AVX2/PAIRS_OF_I16'",
    V3_LEAF_1
        + ", 231, "
        + V4_LEAF_7
        + ", 0, 0, 'PLAIN/NONE AVX2/PAIRS_OF_I16 AVX512/PAIRS_OF_I16'",
    V3_LEAF_1
        + ", 231, "
        + V4_LEAF_7
        + ", 2048, 0, 'PLAIN/NONE AVX2/PAIRS_OF_I16 AVX512/PAIRS_OF_I16 AVX512/QUADS_OF_U8_I8'",
  })
  void levelsFollowFromWhatTheProcessorAnswers(
      int leaf1, int saved, int leaf7b, int leaf7c, int leaf71, String expected) {
    var words = new X86Words(new int[] {leaf1, saved, leaf7b, leaf7c, 0, leaf71, 1 << 5, 0, 0, 0});
    var levels =
        words.levels("t", 1).stream()
            .map(target -> target.instructions() + "/" + target.dot())
            .toList();
    assertThat(String.join(" ", levels)).isEqualTo(expected);
  }
}
