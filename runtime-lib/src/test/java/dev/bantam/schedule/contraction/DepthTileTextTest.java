package dev.bantam.schedule.contraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.Caches;
import dev.bantam.kernel.Target.DotProduct;
import dev.bantam.kernel.Target.Instructions;
import dev.bantam.type.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DepthTileTextTest {
  private static Target target(Instructions instructions, int vectorBytes, DotProduct dot) {
    return new Target(
        "thumbv7em-none-eabihf",
        List.of(),
        instructions,
        vectorBytes,
        32,
        true,
        dot,
        new Caches(0, 0, 0),
        1);
  }

  private static ContractionTile tile(DType rows, Target target) {
    var sum = rows == DType.F32 ? DType.F32 : DType.I32;
    var panel = rows == DType.F32 ? DType.F32 : DType.I8;
    return ContractionTile.largest(
        target, ContractionForm.of(rows, panel, sum, target, false).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "ARM_DSP, 4, WORDS_OF_I8, I8, contract_i8_i8_1x4_words_dsp",
    "ARM_DSP, 4, WORDS_OF_I8, I16, contract_i16_i8_1x4_words_dsp",
    "ARM_DSP, 4, WORDS_OF_I8, F32, contract_f32_f32_4x4_fma_dsp",
    "PLAIN, 4, NONE, U8, contract_u8_i8_2x2_plain_plain",
    "ARM_MVE, 16, VECTORS_TO_SUM, I8, contract_i8_i8_1x4_vectors_mve",
    "ARM_MVE, 16, VECTORS_TO_SUM, U8, contract_i16_i8_1x4_vectors_mve"
  })
  void aTileFitsTheRegistersOfASmallCore(
      Instructions instructions, int bytes, DotProduct dot, DType rows, String name) {
    assertThat(tile(rows, target(instructions, bytes, dot)).name()).isEqualTo(name);
  }

  @Test
  void multipliesWordsOfBytesTwoAtATime() {
    var tile = tile(DType.I8, target(Instructions.ARM_DSP, 4, DotProduct.WORDS_OF_I8));
    var text = tile.withRows(1).withVectors(1).text();
    assertThat(text.substring(text.indexOf("static")))
        .isEqualTo(
            """
            static __attribute__((noinline)) void contract_i8_i8_1x1_words_dsp(
                const int8_t *restrict rows, const int8_t *restrict panel, int32_t *restrict sums, intptr_t distance, intptr_t steps) {
              const int8_t *a0 = rows + 0 * distance;
              int32_t c0_0 = 0;
              for (; steps > 0; steps--) {
                int32_t x0 = *(const unaligned_word *)a0;
                int32_t x0e = (int32_t)__builtin_arm_sxtb16(x0), x0o = (int32_t)__builtin_arm_sxtb16(TURNED(x0, 8));
                a0 += 4;
                int32_t b0 = *(const unaligned_word *)(panel + 0);
                int32_t b0e = (int32_t)__builtin_arm_sxtb16(b0), b0o = (int32_t)__builtin_arm_sxtb16(TURNED(b0, 8));
                c0_0 = __builtin_arm_smlad(x0e, b0e, c0_0);
                c0_0 = __builtin_arm_smlad(x0o, b0o, c0_0);
                panel += 4;
              }
              sums[0] = c0_0;
            }
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "ARM_DSP, 4, WORDS_OF_I8, I8, 1, 144, contract_i8_i8_1x4_words_dsp",
    "ARM_DSP, 4, WORDS_OF_I8, I8, 2, 144, contract_i16_i8_3x2_columns_dsp",
    "ARM_DSP, 4, WORDS_OF_I8, U8, 64, 144, contract_i16_i8_3x2_columns_dsp",
    "ARM_DSP, 4, WORDS_OF_I8, I16, 64, 144, contract_i16_i8_3x2_columns_dsp",
    "ARM_DSP, 4, WORDS_OF_I8, I8, 64, 4092, contract_i16_i8_3x2_columns_dsp",
    "ARM_DSP, 4, WORDS_OF_I8, I8, 64, 4093, contract_i8_i8_1x4_words_dsp",
    "PLAIN, 4, NONE, I8, 64, 144, contract_i8_i8_2x2_plain_plain",
    "ARM_MVE, 16, VECTORS_TO_SUM, I8, 64, 144, contract_i8_i8_1x4_vectors_mve"
  })
  void severalRowsAreWidenedOnceWhereTheStackHasRoom(
      Instructions instructions,
      int bytes,
      DotProduct dot,
      DType rows,
      long height,
      long depth,
      String name) {
    var target = target(instructions, bytes, dot);
    var form = ContractionForm.of(rows, DType.I8, DType.I32, target, false).orElseThrow();
    var chosen = form.forRows(height, depth, 16 << 10);
    assertThat(ContractionTile.largest(target, chosen).name()).isEqualTo(name);
  }

  @Test
  void columnsGoInPairsWhateverTheWidth() {
    var target = target(Instructions.ARM_DSP, 4, DotProduct.WORDS_OF_I8);
    var form = ContractionForm.of(DType.I8, DType.I8, DType.I32, target, false).orElseThrow();
    var tile = ContractionTile.fitting(target, form.forRows(64, 144, 16 << 10), 5);
    assertThat(tile.name()).isEqualTo("contract_i16_i8_3x2_columns_dsp");
    assertThatThrownBy(() -> tile.withVectors(1).text())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 columns, must be 2");
  }

  @Test
  void multipliesPairsOfTwoColumns() {
    var target = target(Instructions.ARM_DSP, 4, DotProduct.WORDS_OF_I8);
    var form = ContractionForm.of(DType.I8, DType.I8, DType.I32, target, false).orElseThrow();
    var tile = ContractionTile.largest(target, form.forRows(8, 8, 16 << 10)).withRows(1);
    var text = tile.text();
    assertThat(text.substring(text.indexOf("static")))
        .startsWith(
            """
            static __attribute__((noinline)) void contract_i16_i8_1x2_columns_dsp(
                const int16_t *restrict rows, const int8_t *restrict panel, int32_t *restrict sums, intptr_t distance, intptr_t steps) {
              const int8_t *end = panel + 8 * steps;
              const int16_t *a0 = rows + 0 * distance;
              int32_t c0_0 = 0, c0_1 = 0;
              NOT_UNROLLED
              do {
                {
                  int32_t both = *(const unaligned_word *)panel;
                  int32_t b0 = (int32_t)__builtin_arm_sxtb16(both);
                  int32_t b1 = (int32_t)__builtin_arm_sxtb16(TURNED(both, 8));
                  int32_t x0 = *(const unaligned_word *)a0;
                  c0_0 = __builtin_arm_smlad(x0, b0, c0_0);
                  c0_1 = __builtin_arm_smlad(x0, b1, c0_1);
                  a0 += 2;
                  KEPT(a0);
                  panel += 4;
                  KEPT(panel);
                }
            """);
  }

  @ParameterizedTest
  @CsvSource({"ARM_DSP, 4, 32, true", "PLAIN, 4, 8, false", "ARM_MVE, 16, 32, false"})
  void singleFloatsAreMultipliedInFourStepsAtATime(
      Instructions instructions, int bytes, int registers, boolean unrolled) {
    var target =
        new Target(
            "thumbv7em-none-eabihf",
            List.of(),
            instructions,
            bytes,
            registers,
            true,
            DotProduct.NONE,
            new Caches(0, 0, 0),
            1);
    assertThat(tile(DType.F32, target).text().contains("FOUR_AT_A_TIME")).isEqualTo(unrolled);
  }

  @Test
  void multipliesVectorsToOneSum() {
    var tile = tile(DType.I8, target(Instructions.ARM_MVE, 16, DotProduct.VECTORS_TO_SUM));
    assertThat(tile.text())
        .contains("int8x16_t x0 = vldrbq_s8(a0);")
        .contains("int8x16_t b3 = vldrbq_s8(panel + 48);")
        .contains("c0_3 = vmladavaq_s8(c0_3, x0, b3);")
        .contains("panel += 64;");
  }
}
