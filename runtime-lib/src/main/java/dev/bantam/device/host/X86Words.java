package dev.bantam.device.host;

import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.Caches;
import dev.bantam.kernel.Target.DotProduct;
import dev.bantam.kernel.Target.Instructions;
import java.util.ArrayList;
import java.util.List;

/**
 * What an x86 processor answers when asked by CPUID and XGETBV.
 *
 * @param words leaf 1 ECX; XCR0; leaf 7.0 EBX, ECX, EDX; leaf 7.1 EAX; leaf 0x80000001 ECX; bytes
 *     of the caches of levels 1 to 3
 */
record X86Words(int[] words) {
  /** A feature is a bit of a word. */
  private enum Feature {
    FMA(0, 12),
    F16C(0, 29),
    YMM_SAVED(1, 2),
    ZMM_SAVED(1, 7),
    BMI1(2, 3),
    AVX2(2, 5),
    BMI2(2, 8),
    AVX512_F(2, 16),
    AVX512_DQ(2, 17),
    AVX512_CD(2, 28),
    AVX512_BW(2, 30),
    AVX512_VL(2, 31),
    AVX512_VNNI(3, 11),
    AVX_VNNI(5, 4),
    LZCNT(6, 5);

    private final int word;
    private final int bit;

    Feature(int word, int bit) {
      this.word = word;
      this.bit = bit;
    }
  }

  private static final List<Feature> LEVEL_3 =
      List.of(
          Feature.YMM_SAVED,
          Feature.AVX2,
          Feature.FMA,
          Feature.F16C,
          Feature.BMI1,
          Feature.BMI2,
          Feature.LZCNT);
  private static final List<Feature> LEVEL_4 =
      List.of(
          Feature.ZMM_SAVED,
          Feature.AVX512_F,
          Feature.AVX512_DQ,
          Feature.AVX512_CD,
          Feature.AVX512_BW,
          Feature.AVX512_VL);

  private boolean has(Feature feature) {
    return (words[feature.word] >>> feature.bit & 1) != 0;
  }

  private boolean hasAll(List<Feature> features) {
    return features.stream().allMatch(this::has);
  }

  /** Every target that this processor can stand for, the plainest first. */
  List<Target> levels(String triple, int cores) {
    var caches = new Caches(words[7], words[8], words[9]);
    var levels = new ArrayList<Target>();
    levels.add(
        new Target(
            triple,
            List.of("-march=x86-64"),
            Instructions.PLAIN,
            16,
            16,
            false,
            DotProduct.NONE,
            caches,
            cores));
    if (!hasAll(LEVEL_3)) return levels;
    levels.add(avx2(triple, List.of(), DotProduct.PAIRS_OF_I16, caches, cores));
    if (has(Feature.AVX_VNNI)) {
      levels.add(avx2(triple, List.of("-mavxvnni"), DotProduct.QUADS_OF_U8_I8, caches, cores));
    }
    if (!hasAll(LEVEL_4)) return levels;
    levels.add(avx512(triple, List.of(), DotProduct.PAIRS_OF_I16, caches, cores));
    if (has(Feature.AVX512_VNNI)) {
      levels.add(avx512(triple, List.of("-mavx512vnni"), DotProduct.QUADS_OF_U8_I8, caches, cores));
    }
    return levels;
  }

  static Target avx2(String triple, List<String> more, DotProduct dot, Caches caches, int cores) {
    var options = new ArrayList<>(List.of("-march=x86-64-v3"));
    options.addAll(more);
    return new Target(triple, options, Instructions.AVX2, 32, 16, true, dot, caches, cores);
  }

  static Target avx512(String triple, List<String> more, DotProduct dot, Caches caches, int cores) {
    var options = new ArrayList<>(List.of("-march=x86-64-v4", "-mprefer-vector-width=512"));
    options.addAll(more);
    return new Target(triple, options, Instructions.AVX512, 64, 32, true, dot, caches, cores);
  }
}
