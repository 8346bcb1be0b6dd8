package dev.bantam.schedule.contraction;

/** What kernels for Arm cores with pairs of 16 bits in a word begin with. */
final class WordText {
  static final String HEAD =
      """
      #include <stdint.h>
      #if !defined(WORDS_OF_BYTES)
      #define WORDS_OF_BYTES
      typedef int32_t unaligned_word __attribute__((aligned(1)));
      #define TURNED(x, n) ((int32_t)((uint32_t)(x) >> (n) | (uint32_t)(x) << (32 - (n))))
      #define LOWS(x, y) ((int32_t)(((uint32_t)(x) & 0xffff) | (uint32_t)(y) << 16))
      #define HIGHS(x, y) ((int32_t)(((uint32_t)(y) & 0xffff0000) | (uint32_t)(x) >> 16))
      #define KEPT(pointer) __asm__("" : "+r"(pointer))
      #if defined(__clang__)
      #define NOT_UNROLLED _Pragma("clang loop unroll(disable)")
      #else
      #define NOT_UNROLLED
      #endif
      #endif"""
          .stripIndent();

  private WordText() {}
}
