package dev.bantam.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.BantamException;
import dev.bantam.kernel.KernelText;
import org.junit.jupiter.api.Test;

/** Kernels in, OpenCL C out. */
class OpenClDialectTest {
  /** The functions that are made of a module's kernels, without the arithmetic before them. */
  private static String functions(String module) {
    var text = OpenClProgram.of(KernelText.parse(module), 64, true).text();
    return text.substring(text.indexOf("__attribute__((reqd_work_group_size"));
  }

  @Test
  void makesAnIterationAWorkItem() {
    assertThat(
            functions(
                """
                input b0: f32[100]
                output b1: f32[100]
                memory arena 0 constants 0 variables 0
                label "0 RELU"
                kernel k0(p0: f32[100], p1: f32[100]) n0 < 100 cost 1 {
                  let v0: f32 = p0[n0]
                  p1[n0] = max(v0, 0.0:f32)
                }
                launch k0(b0, b1) label 0
                """))
        .isEqualTo(
            """
            __attribute__((reqd_work_group_size(64, 1, 1)))
            __kernel void kernel0(__global const u8 *restrict m_p0, i64 at_p0, __global u8 *restrict m_p1, i64 at_p1) {
              __global const f32 *p0 = (__global const f32 *)(m_p0 + at_p0);
              __global f32 *p1 = (__global f32 *)(m_p1 + at_p1);
              const i32 n0 = get_global_id(0);
              if (n0 < 100) {
                const f32 v0 = p0[n0];
                p1[n0] = max_f32(v0, 0x0.0p0f);
              }
            }
            """);
  }

  @Test
  void foldsInOrderAndUnpacksAsC() {
    assertThat(
            functions(
                """
                output b1: f32[8]
                memory arena 0 constants 64 variables 0
                constant b0: i4[64] at 0
                label "0 SUM"
                kernel k0(p0: i4[64], p1: f32[8]) n0 < 8 cost 1 {
                  var v0: f32 = 0.0:f32
                  for n1 < 8 {
                    let v1: i8 = p0[add(mul(n0, 8), n1)]
                    fold v0 add convert(v1, f32)
                  }
                  if lt(n0, 7) {
                    p1[n0] = v0
                  } else {
                    p1[n0] = #7fc00000:f32
                  }
                }
                launch k0(b0, b1) label 0
                """))
        .isEqualTo(
            """
            __attribute__((reqd_work_group_size(64, 1, 1)))
            __kernel void kernel0(__global const u8 *restrict m_p0, i64 at_p0, __global u8 *restrict m_p1, i64 at_p1) {
              __global const u8 *p0 = (__global const u8 *)(m_p0 + at_p0);
              __global f32 *p1 = (__global f32 *)(m_p1 + at_p1);
              const i32 n0 = get_global_id(0);
              if (n0 < 8) {
                f32 v0 = 0x0.0p0f;
                for (i32 n1 = 0; n1 < 8; n1++) {
                  const i8 v1 = load_i4(p0, ((n0 * 8) + n1));
                  v0 += cvt_i8_f32(v1);
                }
                if (n0 < 7) {
                  p1[n0] = v0;
                } else {
                  p1[n0] = __builtin_nanf("");
                }
              }
            }
            """);
  }

  /** The language leaves open what a signed integer does that overflows. */
  @Test
  void wrapsSignedIntegersByTheirFunctions() {
    var text =
        functions(
            """
            input b0: i32[8]
            output b1: i32[8]
            memory arena 0 constants 0 variables 0
            label "0 SUM"
            kernel k0(p0: i32[8], p1: i32[8]) n0 < 8 cost 1 {
              var v0: i32 = 0:i32
              for n1 < 8 {
                fold v0 add mul(p0[n1], p0[n0])
              }
              p1[n0] = v0
            }
            launch k0(b0, b1) label 0
            """);
    assertThat(text).contains("v0 = add_i32(v0, mul_i32(p0[n1], p0[n0]));");
  }

  @Test
  void countsIn64BitsWhatDoesNotFitIn32() {
    var text =
        functions(
            """
            input b0: i8[3000000001]
            output b1: i8[3000000001]
            memory arena 0 constants 0 variables 0
            label "0 NEG"
            kernel k0(p0: i8[3000000001], p1: i8[3000000001]) n0 < 3000000001 cost 1 {
              p1[n0] = neg(p0[n0])
            }
            launch k0(b0, b1) label 0
            """);
    assertThat(text).contains("const i64 n0 = get_global_id(0);", "if (n0 < 3000000001) {");
  }

  @Test
  void beginsWithTheArithmeticOfC() {
    var nothing = KernelText.parse("memory arena 0 constants 0 variables 0\n");
    var text = OpenClProgram.of(nothing, 64, true).text();
    assertThat(text).contains(Prelude.text("prelude.c"), Prelude.text("doubles.c"));
    assertThat(text).contains("#pragma OPENCL FP_CONTRACT OFF").doesNotContain("fast");
    assertThat(OpenClProgram.of(nothing, 64, false).text()).doesNotContain("f64 ");
  }

  @Test
  void refusesDoublesWhereThereAreNone() {
    var module =
        KernelText.parse(
            """
            input b0: f64[8]
            output b1: f64[8]
            memory arena 0 constants 0 variables 0
            label "3 NEG"
            kernel k0(p0: f64[8], p1: f64[8]) n0 < 8 cost 1 {
              p1[n0] = neg(p0[n0])
            }
            launch k0(b0, b1) label 0
            """);
    assertThatThrownBy(() -> OpenClProgram.of(module, 64, false))
        .isInstanceOf(BantamException.class)
        .hasMessage("device opencl: operator 3 NEG computes with f64, which this driver does not");
  }
}
