package dev.bantam.device.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.BuildPlatform;
import dev.bantam.toolchain.Toolchain;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadPoolTest {
  /** Each round adds 1 to each element of its extent: a lost, doubled or late chunk shows. */
  private static final String ROUNDS =
      """
      static void increment(void *elements, int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; i++) ((int32_t *)elements)[i]++;
      }
      int64_t rounds(bantam_pool *p, int32_t *elements, int64_t n, int64_t extent, int64_t grain) {
        for (int64_t r = 0; r < n; r++) {
          bantam_pool_run(p, increment, elements, extent, grain);
          for (int64_t i = 0; i < extent; i++) {
            if (elements[i] != r + 1) return r;
          }
        }
        return n;
      }
      """;

  private static KernelLibrary library() {
    return KernelLibrary.of(
        Toolchain.clang(),
        List.of(ThreadPoolText.text() + ROUNDS),
        new Architecture(BuildPlatform.current().triple(), List.of()));
  }

  private static MemorySegment start(KernelLibrary library, Arena arena, int threads, int spins)
      throws Throwable {
    var size = library.function("bantam_pool_bytes", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    var start =
        library.function(
            "bantam_pool_start", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    var pool = arena.allocate((long) size.invokeExact(threads), 64);
    assertThat((int) start.invokeExact(pool, threads, spins)).isEqualTo(threads);
    return pool;
  }

  private static void stop(KernelLibrary library, MemorySegment pool) throws Throwable {
    library.function("bantam_pool_stop", FunctionDescriptor.ofVoid(ADDRESS)).invokeExact(pool);
  }

  @ParameterizedTest(name = "{0} threads, {1} spins, extent {2}, grain {3}")
  @CsvSource({
    "1, 0, 100, 1",
    "2, 2000, 100, 1",
    "2, 0, 100, 1",
    "4, 200, 37, 5",
    "2, 2000, 3, 1",
    "3, 50, 1, 1"
  })
  void everyIterationRunsOnceInEachOf20000Rounds(int threads, int spins, long extent, long grain)
      throws Throwable {
    try (var library = library();
        var arena = Arena.ofConfined()) {
      var pool = start(library, arena, threads, spins);
      var rounds =
          library.function(
              "rounds",
              FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG));
      var elements = arena.allocate(4 * extent, 64);
      assertThat((long) rounds.invokeExact(pool, elements, 20_000L, extent, grain))
          .isEqualTo(20_000L);
      stop(library, pool);
    }
  }

  @Test
  void poolsOfOneLibraryDoNotKnowOfEachOther() throws Throwable {
    try (var library = library();
        var arena = Arena.ofConfined()) {
      var rounds =
          library.function(
              "rounds",
              FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG));
      var first = start(library, arena, 2, 100);
      var second = start(library, arena, 2, 100);
      stop(library, first);
      var elements = arena.allocate(4 * 64, 64);
      assertThat((long) rounds.invokeExact(second, elements, 1000L, 64L, 1L)).isEqualTo(1000L);
      stop(library, second);
    }
  }

  @Test
  void libraryIsUnloadedRightAfterItsPoolStopped() throws Throwable {
    for (int i = 0; i < 200; i++) {
      try (var library = library();
          var arena = Arena.ofConfined()) {
        stop(library, start(library, arena, 3, i % 2 == 0 ? 0 : 1000));
      }
    }
  }
}
