// Arithmetic of each element type, to the bit that primitives.md states; behind the types of the language.
typedef struct { u16 bits; } f16;
typedef struct { u16 bits; } bf16;
typedef u64 c64;

// Bits
FN u16 bits_f16(f16 x) { return x.bits; }
FN f16 f16_bits(u16 x) { return (f16){x}; }
FN u16 bits_bf16(bf16 x) { return x.bits; }
FN bf16 bf16_bits(u16 x) { return (bf16){x}; }

// Packed integers, the low bits first
FN i8 load_i4(GLOBAL const u8 *p, i64 i) { return (i8)(p[i >> 1] << (4 - 4 * (i & 1))) >> 4; }
FN u8 load_u4(GLOBAL const u8 *p, i64 i) { return (p[i >> 1] >> (4 * (i & 1))) & 15; }
FN i8 load_i2(GLOBAL const u8 *p, i64 i) { return (i8)(p[i >> 2] << (6 - 2 * (i & 3))) >> 6; }

// Integers. U is unsigned and at least 32 bits wide, so that nothing overflows; OUT is what a shift by too much leaves.
#define INTEGER(T, U, BITS, SIGNED, OUT) \
  FN T neg_##T(T x) { return (T)(0 - (U)x); } \
  FN T abs_##T(T x) { return SIGNED && x < 0 ? (T)(0 - (U)x) : x; } \
  FN T not_##T(T x) { return (T)~(U)x; } \
  FN T add_##T(T a, T b) { return (T)((U)a + (U)b); } \
  FN T mul_##T(T a, T b) { return (T)((U)a * (U)b); } \
  FN T div_##T(T a, T b) { \
    int negates = SIGNED && b == (T)-1; \
    T safe = b == 0 || negates ? 1 : b; \
    return b == 0 ? 0 : negates ? (T)(0 - (U)a) : (T)(a / safe); \
  } \
  FN T rem_##T(T a, T b) { return (T)((U)a - (U)div_##T(a, b) * (U)b); } \
  FN T max_##T(T a, T b) { return a > b ? a : b; } \
  FN T min_##T(T a, T b) { return a < b ? a : b; } \
  FN T and_##T(T a, T b) { return (T)(a & b); } \
  FN T or_##T(T a, T b) { return (T)(a | b); } \
  FN T xor_##T(T a, T b) { return (T)(a ^ b); } \
  FN T shl_##T(T a, T b) { return b >= 0 && b < BITS ? (T)((U)a << (b & (BITS - 1))) : 0; } \
  FN T shr_##T(T a, T b) { return b >= 0 && b < BITS ? (T)(a >> (b & (BITS - 1))) : (OUT); } \
  FN b1 lt_##T(T a, T b) { return a < b; } \
  FN b1 eq_##T(T a, T b) { return a == b; } \
  FN T pow_##T(T a, T b) { \
    if (SIGNED && b < 0) return a == 1 ? 1 : a == (T)-1 ? (b & 1 ? (T)-1 : 1) : 0; \
    U result = 1, square = (U)a; \
    for (u64 left = (u64)b; left; left >>= 1, square *= square) \
      if (left & 1) result *= square; \
    return (T)result; \
  }
INTEGER(i8, u32, 8, 1, a < 0 ? -1 : 0)
INTEGER(i16, u32, 16, 1, a < 0 ? -1 : 0)
INTEGER(i32, u32, 32, 1, a < 0 ? -1 : 0)
INTEGER(i64, u64, 64, 1, a < 0 ? -1 : 0)
INTEGER(u8, u32, 8, 0, 0)
INTEGER(u16, u32, 16, 0, 0)
INTEGER(u32, u32, 32, 0, 0)
INTEGER(u64, u64, 64, 0, 0)
FN i32 mulhi_i32(i32 a, i32 b) { return (i32)(((i64)a * b) >> 32); }
FN u32 mulhi_u32(u32 a, u32 b) { return (u32)(((u64)a * b) >> 32); }
// Only the low 32 bits of the shifted product are kept, so a logical shift is as good, and there is a vector of it.
FN i32 rounded_high_i32(i32 a, i32 b) { return (i32)(u32)((u64)((i64)a * b + (1 << 30)) >> 31); }
FN i32 rounded_shift_i32(i32 a, i32 b) {
  i32 mask = (i32)((1u << (b & 31)) - 1);
  return (a >> (b & 31)) + ((a & mask) > (mask >> 1) + (a < 0));
}
FN b1 not_b1(b1 x) { return x ^ 1; }
FN b1 and_b1(b1 a, b1 b) { return a & b; }
FN b1 or_b1(b1 a, b1 b) { return a | b; }
FN b1 xor_b1(b1 a, b1 b) { return a ^ b; }
FN b1 eq_b1(b1 a, b1 b) { return a == b; }

// Floats
#if defined(__SSE4_1__) || defined(__aarch64__)
FN f32 floor_f32(f32 x) { return __builtin_floorf(x); }
FN f32 rint_f32(f32 x) { return __builtin_rintf(x); }
#else // adding 2^23 leaves no place for a fraction; the sign of zero is kept
FN f32 rint_f32(f32 x) {
  f32 big = __builtin_copysignf(0x1p23f, x);
  return __builtin_fabsf(x) < 0x1p23f ? __builtin_copysignf((x + big) - big, x) : x;
}
FN f32 floor_f32(f32 x) { f32 y = rint_f32(x); return __builtin_copysignf(y > x ? y - 1 : y, x); }
#endif

#define FLOATING(T, SUFFIX) \
  FN T neg_##T(T x) { return -x; } \
  FN T abs_##T(T x) { return __builtin_fabs##SUFFIX(x); } \
  FN T sqrt_##T(T x) { return __builtin_sqrt##SUFFIX(x); } \
  FN T add_##T(T a, T b) { return a + b; } \
  FN T mul_##T(T a, T b) { return a * b; } \
  FN T div_##T(T a, T b) { return a / b; } \
  FN T max_##T(T a, T b) { return a != a ? a : b != b ? b : a > b ? a : b; } \
  FN T min_##T(T a, T b) { return a != a ? a : b != b ? b : a < b ? a : b; } \
  FN T greater_##T(T a, T b) { return b > a ? b : a; } \
  FN T lesser_##T(T a, T b) { return b < a ? b : a; } \
  FN b1 lt_##T(T a, T b) { return a < b; } \
  FN b1 eq_##T(T a, T b) { return a == b; }
FLOATING(f32, f)

// 2^n for n in the range of normal exponents
FN f32 scale_f32(i32 n) { return f32_bits((u32)(n + 127) << 23); }
// x * 2^n in two factors, so that results below the normal ones and infinity come out right
FN f32 ldexp_f32(f32 x, i32 n) { return x * scale_f32(n >> 1) * scale_f32(n - (n >> 1)); }

// exp: x = n ln 2 + r, |r| <= ln 2 / 2
FN f32 exp_f32(f32 x) {
  f32 t = x > 89 ? 89 : x;
  t = t < -105 ? -105 : t;
  f32 n = (t * 0x1.715476p0f + 0x1.8p23f) - 0x1.8p23f;
  f32 r = (t - n * 0.693359375f) + n * 2.12194440e-4f;
  f32 p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1;
  f32 y = ldexp_f32(p, (i32)(n == n ? n : 0));
  return x == x ? y : x;
}
// log: x = 2^n m, sqrt(1/2) <= m < sqrt(2)
FN f32 log_f32(f32 x) {
  int tiny = x < 0x1p-126f;
  u32 bits = bits_f32(tiny ? x * 0x1p23f : x);
  i32 n = (i32)(bits - 0x3f3504f3) >> 23;
  f32 m = f32_bits(bits - ((u32)n << 23)) - 1;
  f32 e = (f32)(n - (tiny ? 23 : 0));
  f32 z = m * m;
  f32 p = 7.0376836292e-2f;
  p = p * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  p = p * m * z + e * -2.12194440e-4f - 0.5f * z;
  f32 y = m + p + e * 0.693359375f;
  y = x == __builtin_inff() ? x : y;
  y = x == 0 ? -__builtin_inff() : y;
  return x >= 0 ? y : __builtin_nanf("");
}
// tanh: a polynomial near 0, 1 - 2 / (e^2|x| + 1) elsewhere
FN f32 tanh_f32(f32 x) {
  f32 a = __builtin_fabsf(x), z = x * x;
  f32 far = 1 - 2 / (exp_f32(2 * (a > 20 ? 20 : a)) + 1);
  f32 p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  f32 near = p * z * x + x;
  f32 y = a < 0.625f ? near : __builtin_copysignf(far, x);
  return x == x ? y : x;
}
// 1 / (1 + e^-x), by e^-|x|: it never overflows, and near 0 nothing is lost
FN f32 logistic_f32(f32 x) {
  f32 e = exp_f32(-__builtin_fabsf(x));
  return (x < 0 ? e : 1) / (1 + e);
}
// 16-bit floats: computed as f32, rounded once
#if defined(__F16C__)
typedef _Float16 native_f16;
FN f32 cvt_f16_f32(f16 x) { native_f16 y; __builtin_memcpy(&y, &x, 2); return (f32)y; }
FN f16 cvt_f32_f16(f32 x) { native_f16 y = (native_f16)x; f16 z; __builtin_memcpy(&z, &y, 2); return z; }
#else
FN f32 cvt_f16_f32(f16 x) {
  u32 sign = (u32)(x.bits & 0x8000) << 16, rest = x.bits & 0x7fff;
  f32 tiny = (f32)rest * 0x1p-24f;
  u32 bits = rest >= 0x7c00 ? 0x7f800000 | (rest & 0x3ff) << 13 : (rest << 13) + 0x38000000;
  return f32_bits((rest < 0x400 ? bits_f32(tiny) : bits) | sign);
}
FN f16 cvt_f32_f16(f32 x) {
  u32 bits = bits_f32(x), sign = bits >> 16 & 0x8000, a = bits & 0x7fffffff;
  u32 tiny = bits_f32(f32_bits(a) + 0.5f) - 0x3f000000; // the last place of 0.5 is the last of a tiny f16
  u32 round = (a + 0xfff + (a >> 13 & 1)) - 0x38000000;
  u32 y = a < 0x38800000 ? tiny : a >= 0x477ff000 ? (a > 0x7f800000 ? 0x7e00 : 0x7c00) : round >> 13;
  return (f16){(u16)(y | sign)};
}
#endif
FN f32 cvt_bf16_f32(bf16 x) { return f32_bits((u32)x.bits << 16); }
FN bf16 cvt_f32_bf16(f32 x) {
  u32 bits = bits_f32(x);
  return (bf16){(u16)(x == x ? (bits + 0x7fff + (bits >> 16 & 1)) >> 16 : bits >> 16 | 0x40)};
}
FN bf16 cvt_f16_bf16(f16 x) { return cvt_f32_bf16(cvt_f16_f32(x)); }
FN f16 cvt_bf16_f16(bf16 x) { return cvt_f32_f16(cvt_bf16_f32(x)); }
#define HALF1(T, FUNCTION) FN T FUNCTION##_##T(T x) { return cvt_f32_##T(FUNCTION##_f32(cvt_##T##_f32(x))); }
#define HALF2(T, FUNCTION) \
  FN T FUNCTION##_##T(T a, T b) { return cvt_f32_##T(FUNCTION##_f32(cvt_##T##_f32(a), cvt_##T##_f32(b))); }
#define HALF(T) \
  FN T neg_##T(T x) { return (T){(u16)(x.bits ^ 0x8000)}; } \
  FN T abs_##T(T x) { return (T){(u16)(x.bits & 0x7fff)}; } \
  HALF1(T, floor) HALF1(T, rint) HALF1(T, sqrt) HALF1(T, exp) HALF1(T, log) HALF1(T, tanh) HALF1(T, logistic) \
  HALF2(T, add) HALF2(T, mul) HALF2(T, div) HALF2(T, max) HALF2(T, min) HALF2(T, greater) HALF2(T, lesser) \
  FN b1 lt_##T(T a, T b) { return cvt_##T##_f32(a) < cvt_##T##_f32(b); } \
  FN b1 eq_##T(T a, T b) { return cvt_##T##_f32(a) == cvt_##T##_f32(b); }
HALF(f16)
HALF(bf16)

// Float to integer: truncates, saturates, NaN to 0. BOUND is the least float above all of T.
#define TO_INTEGER(F, T, LEAST, MOST, BOUND) \
  FN T cvt_##F##_##T(F x) { \
    T y = x < BOUND && x > (F)LEAST ? (T)x : x >= BOUND ? MOST : LEAST; \
    return x == x ? y : 0; \
  }
#define TO_INTEGERS(F) \
  TO_INTEGER(F, i8, -128, 127, 128) \
  TO_INTEGER(F, i16, -32768, 32767, 32768) \
  TO_INTEGER(F, i32, -2147483647 - 1, 2147483647, 2147483648.0f) \
  TO_INTEGER(F, i64, -9223372036854775807 - 1, 9223372036854775807, 0x1p63f) \
  TO_INTEGER(F, u8, 0, 255, 256) \
  TO_INTEGER(F, u16, 0, 65535, 65536) \
  TO_INTEGER(F, u32, 0, 4294967295u, 0x1p32f) \
  TO_INTEGER(F, u64, 0, 18446744073709551615u, 0x1p64f)
TO_INTEGERS(f32)
#define HALF_TO(F, T) FN T cvt_##F##_##T(F x) { return cvt_f32_##T(cvt_##F##_f32(x)); }
#define HALF_TO_INTEGERS(F) \
  HALF_TO(F, i8) HALF_TO(F, i16) HALF_TO(F, i32) HALF_TO(F, i64) HALF_TO(F, u8) HALF_TO(F, u16) HALF_TO(F, u32) \
  HALF_TO(F, u64)
HALF_TO_INTEGERS(f16)
HALF_TO_INTEGERS(bf16)

#define CAST(A, B) FN B cvt_##A##_##B(A x) { return (B)x; }
#define TO_BOOL(A) FN b1 cvt_##A##_b1(A x) { return x != 0; }
#define FROM_INTEGER(A) \
  CAST(A, i8) CAST(A, i16) CAST(A, i32) CAST(A, i64) CAST(A, u8) CAST(A, u16) CAST(A, u32) CAST(A, u64) \
  CAST(A, f32) TO_BOOL(A) \
  FN c128 cvt_##A##_c128(A x) { return c128_of((u64)x); } \
  FN f16 cvt_##A##_f16(A x) { return cvt_f32_f16((f32)x); }
FROM_INTEGER(i8)
FROM_INTEGER(i16)
FROM_INTEGER(i32)
FROM_INTEGER(i64)
FROM_INTEGER(u8)
FROM_INTEGER(u16)
FROM_INTEGER(u32)
FROM_INTEGER(u64)
CAST(b1, i8) CAST(b1, i16) CAST(b1, i32) CAST(b1, i64) CAST(b1, u8) CAST(b1, u16) CAST(b1, u32) CAST(b1, u64)
CAST(b1, f32)
FN f16 cvt_b1_f16(b1 x) { return (f16){x ? 0x3c00 : 0}; }
FN bf16 cvt_b1_bf16(b1 x) { return (bf16){x ? 0x3f80 : 0}; }
#define FROM_C128(A) FN A cvt_c128_##A(c128 x) { return (A)low_c128(x); }
FROM_C128(u8) FROM_C128(u16) FROM_C128(u32) FROM_C128(u64)
TO_BOOL(f32)
FN b1 cvt_f16_b1(f16 x) { return (x.bits & 0x7fff) != 0; }
FN b1 cvt_bf16_b1(bf16 x) { return (x.bits & 0x7fff) != 0; }
