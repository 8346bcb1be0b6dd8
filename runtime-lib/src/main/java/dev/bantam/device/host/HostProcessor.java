package dev.bantam.device.host;

import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.Caches;
import dev.bantam.kernel.Target.DotProduct;
import dev.bantam.kernel.Target.Instructions;
import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.BuildPlatform;
import dev.bantam.toolchain.Toolchain;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * The processor of this machine, described by what it can do: it is asked, by a compiled function,
 * and never recognised by its name.
 */
public final class HostProcessor {
  /** Words that the compiled function writes; {@link X86Words} names them. */
  private static final int WORDS = 16;

  private static final String ASK_X86 =
      """
      #include <cpuid.h>
      #include <stdint.h>

      static uint32_t cache_bytes(uint32_t b, uint32_t c) {
        return ((b >> 22) + 1) * ((b >> 12 & 1023) + 1) * ((b & 4095) + 1) * (c + 1);
      }

      // Sizes of the data caches by level, from a leaf in the form of leaf 4.
      static void caches(uint32_t leaf, uint32_t *sizes) {
        for (uint32_t i = 0; i < 16; i++) {
          uint32_t a, b, c, d;
          __cpuid_count(leaf, i, a, b, c, d);
          uint32_t type = a & 31, level = a >> 5 & 7;
          if (type == 0) break;
          if (type != 2 && level >= 1 && level <= 3) sizes[level - 1] = cache_bytes(b, c);
        }
      }

      void bantam_ask_processor(uint32_t *words) {
        uint32_t a, b, c, d;
        __cpuid_count(0, 0, a, b, c, d);
        uint32_t leaves = a;
        __cpuid_count(1, 0, a, b, c, d);
        words[0] = c;
        if (c >> 27 & 1) {
          uint32_t low, high;
          __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
          words[1] = low;
        }
        if (leaves >= 7) {
          __cpuid_count(7, 0, a, b, c, d);
          uint32_t last = a;
          words[2] = b, words[3] = c, words[4] = d;
          if (last >= 1) {
            __cpuid_count(7, 1, a, b, c, d);
            words[5] = a;
          }
        }
        __cpuid_count(0x80000000, 0, a, b, c, d);
        uint32_t extended = a;
        if (extended >= 0x80000001) {
          __cpuid_count(0x80000001, 0, a, b, c, d);
          words[6] = c;
        }
        if (leaves >= 4) caches(4, words + 7);
        if (extended >= 0x8000001d && words[6] >> 22 & 1) caches(0x8000001d, words + 7);
      }
      """;

  private HostProcessor() {}

  /** All that this processor can do. */
  public static Target target(Toolchain toolchain) {
    return levels(toolchain).getLast();
  }

  /**
   * This processor as every target that it can stand for, the plainest first: code for any of them
   * runs here.
   */
  public static List<Target> levels(Toolchain toolchain) {
    int cores = Runtime.getRuntime().availableProcessors();
    var platform = BuildPlatform.current();
    return switch (platform) {
      case LINUX_X86_64, WINDOWS_X86_64 ->
          ask(toolchain, platform.triple()).levels(platform.triple(), cores);
      case LINUX_ARM64, MACOSX_ARM64 -> List.of(arm64(platform.triple(), cores));
    };
  }

  /** What every 64-bit Arm core has. */
  private static Target arm64(String triple, int cores) {
    return new Target(
        triple,
        List.of(),
        Instructions.PLAIN,
        16,
        32,
        true,
        DotProduct.NONE,
        new Caches(32 << 10, 512 << 10, 0),
        cores);
  }

  private static X86Words ask(Toolchain toolchain, String triple) {
    try (var library =
            KernelLibrary.of(toolchain, List.of(ASK_X86), new Architecture(triple, List.of()));
        var arena = Arena.ofConfined()) {
      var words = arena.allocate(ValueLayout.JAVA_INT, WORDS);
      library
          .function("bantam_ask_processor", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS))
          .invokeExact(words);
      return new X86Words(words.toArray(ValueLayout.JAVA_INT));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a compiled function throws nothing", e);
    }
  }
}
