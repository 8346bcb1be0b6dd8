// Arithmetic of each element type, to the bit that primitives.md states. Freestanding: no library is called.
typedef unsigned char b1;
typedef signed char i8;
typedef short i16;
typedef int i32;
typedef __INT64_TYPE__ i64;
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef __UINT64_TYPE__ u64;
typedef float f32;
typedef double f64;
typedef struct { u16 bits; } f16;
typedef struct { u16 bits; } bf16;
typedef u64 c64;
#if defined(__SIZEOF_INT128__)
typedef unsigned __int128 c128 __attribute__((aligned(8)));
#else // a processor of 32 bits
typedef unsigned _BitInt(128) c128;
#endif
#define FN static inline __attribute__((always_inline, unused))

// Bits
FN u16 bits_f16(f16 x) { return x.bits; }
FN f16 f16_bits(u16 x) { return (f16){x}; }
FN u16 bits_bf16(bf16 x) { return x.bits; }
FN bf16 bf16_bits(u16 x) { return (bf16){x}; }
FN u32 bits_f32(f32 x) { u32 y; __builtin_memcpy(&y, &x, 4); return y; }
FN f32 f32_bits(u32 x) { f32 y; __builtin_memcpy(&y, &x, 4); return y; }
FN u64 bits_f64(f64 x) { u64 y; __builtin_memcpy(&y, &x, 8); return y; }
FN f64 f64_bits(u64 x) { f64 y; __builtin_memcpy(&y, &x, 8); return y; }

// Packed integers, the low bits first
FN i8 load_i4(const u8 *p, i64 i) { return (i8)(p[i >> 1] << (4 - 4 * (i & 1))) >> 4; }
FN u8 load_u4(const u8 *p, i64 i) { return (p[i >> 1] >> (4 * (i & 1))) & 15; }
FN i8 load_i2(const u8 *p, i64 i) { return (i8)(p[i >> 2] << (6 - 2 * (i & 3))) >> 6; }

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
FN c128 or_c128(c128 a, c128 b) { return a | b; }
FN c128 shl_c128(c128 a, c128 b) { return a << (int)b; }
FN c128 shr_c128(c128 a, c128 b) { return a >> (int)b; }

// Floats
#if defined(__SSE4_1__) || defined(__aarch64__)
FN f32 floor_f32(f32 x) { return __builtin_floorf(x); }
FN f64 floor_f64(f64 x) { return __builtin_floor(x); }
FN f32 rint_f32(f32 x) { return __builtin_rintf(x); }
FN f64 rint_f64(f64 x) { return __builtin_rint(x); }
#else // adding 2^23 or 2^52 leaves no place for a fraction; the sign of zero is kept
FN f32 rint_f32(f32 x) {
  f32 big = __builtin_copysignf(0x1p23f, x);
  return __builtin_fabsf(x) < 0x1p23f ? __builtin_copysignf((x + big) - big, x) : x;
}
FN f64 rint_f64(f64 x) {
  f64 big = __builtin_copysign(0x1p52, x);
  return __builtin_fabs(x) < 0x1p52 ? __builtin_copysign((x + big) - big, x) : x;
}
FN f32 floor_f32(f32 x) { f32 y = rint_f32(x); return __builtin_copysignf(y > x ? y - 1 : y, x); }
FN f64 floor_f64(f64 x) { f64 y = rint_f64(x); return __builtin_copysign(y > x ? y - 1 : y, x); }
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
FLOATING(f64, )

// 2^n for n in the range of normal exponents
FN f32 scale_f32(i32 n) { return f32_bits((u32)(n + 127) << 23); }
FN f64 scale_f64(i64 n) { return f64_bits((u64)(n + 1023) << 52); }
// x * 2^n in two factors, so that results below the normal ones and infinity come out right
FN f32 ldexp_f32(f32 x, i32 n) { return x * scale_f32(n >> 1) * scale_f32(n - (n >> 1)); }
FN f64 ldexp_f64(f64 x, i64 n) { return x * scale_f64(n >> 1) * scale_f64(n - (n >> 1)); }

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
// The series of e^r - 1 to r^13
FN f64 exp_series(f64 r) {
  f64 p = 1.0 / 6227020800;
  p = p * r + 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  return p * (r * r) + r;
}
FN f64 exp_f64(f64 x) {
  f64 t = x > 710 ? 710 : x;
  t = t < -746 ? -746 : t;
  f64 n = (t * 0x1.71547652b82fep0 + 0x1.8p52) - 0x1.8p52;
  f64 r = (t - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33;
  f64 y = ldexp_f64(1 + exp_series(r), (i64)(n == n ? n : 0));
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
// log in two parts: their sum has about 64 good bits
FN f64 log_parts(f64 x, f64 *low) {
  int tiny = x < 0x1p-1022;
  u64 bits = bits_f64(tiny ? x * 0x1p52 : x);
  i64 n = (i64)(bits - 0x3fe6a09e667f3bcdull) >> 52;
  f64 f = f64_bits(bits - ((u64)n << 52)) - 1;
  f64 e = (f64)(n - (tiny ? 52 : 0));
  f64 d = 2 + f, s = f / d;
  f64 sh = f64_bits(bits_f64(s) & ~0x7ffffffull), dh = f64_bits(bits_f64(d) & ~0x7ffffffull);
  f64 dl = (2 - dh) + f;
  f64 sl = (((f - sh * dh) - sh * dl)) / d; // s = sh + sl
  f64 z = s * s;
  f64 p = 2.0 / 25;
  p = p * z + 2.0 / 23;
  p = p * z + 2.0 / 21;
  p = p * z + 2.0 / 19;
  p = p * z + 2.0 / 17;
  p = p * z + 2.0 / 15;
  p = p * z + 2.0 / 13;
  p = p * z + 2.0 / 11;
  p = p * z + 2.0 / 9;
  p = p * z + 2.0 / 7;
  p = p * z + 2.0 / 5;
  p = p * z + 2.0 / 3;
  f64 a = e * 0x1.62e42feep-1, b = 2 * sh; // a is exact
  f64 sum = a + b, bb = sum - a;
  f64 rest = (a - (sum - bb)) + (b - bb);
  rest += e * 0x1.a39ef35793c76p-33 + (p * z * s + 2 * sl);
  f64 high = sum + rest;
  *low = (sum - high) + rest;
  return high;
}
FN f64 log_f64(f64 x) {
  f64 low, y = log_parts(x, &low);
  y = x == __builtin_inf() ? x : y;
  y = x == 0 ? -__builtin_inf() : y;
  return x >= 0 ? y : __builtin_nan("");
}

// sin, cos: x = n pi/2 + r, |r| <= pi/4. Far out r is lost, but stays in its range.
FN f64 quarter(f64 x, f64 *r) {
  f64 n = rint_f64(x * 0x1.45f306dc9c883p-1);
  f64 a = x - n * 1.57079632673412561417e+00;
  f64 w = n * 6.07710050630396597660e-11;
  f64 b = a - w;
  f64 lost = (a - b) - w;
  f64 y = b + (lost - n * 2.02226624871116645580e-21 - n * 8.47842766036889956997e-32);
  y = y > 0.8 ? 0.8 : y;
  *r = y < -0.8 ? -0.8 : y;
  return n - 4 * floor_f64(n * 0.25);
}
FN f64 sin_series(f64 r) {
  f64 z = r * r;
  f64 p = 1.58969099521155010221e-10;
  p = p * z - 2.50507602534068634195e-08;
  p = p * z + 2.75573137070700676789e-06;
  p = p * z - 1.98412698298579493134e-04;
  p = p * z + 8.33333333332248946124e-03;
  p = p * z - 1.66666666666666324348e-01;
  return r + r * z * p;
}
FN f64 cos_series(f64 r) {
  f64 z = r * r;
  f64 p = -1.13596475577881948265e-11;
  p = p * z + 2.08757232129817482790e-09;
  p = p * z - 2.75573143513906633035e-07;
  p = p * z + 2.48015872894767294178e-05;
  p = p * z - 1.38888888888741095749e-03;
  p = p * z + 4.16666666666666019037e-02;
  return 1 - 0.5 * z + z * z * p;
}
FN f64 sin_f64(f64 x) {
  f64 r, q = quarter(x, &r);
  f64 y = q == 1 || q == 3 ? cos_series(r) : sin_series(r);
  y = q >= 2 ? -y : y;
  return x - x == 0 ? y : __builtin_nan("");
}
FN f64 cos_f64(f64 x) {
  f64 r, q = quarter(x, &r);
  f64 y = q == 1 || q == 3 ? sin_series(r) : cos_series(r);
  y = q == 1 || q == 2 ? -y : y;
  return x - x == 0 ? y : __builtin_nan("");
}
FN f32 sin_f32(f32 x) { return (f32)sin_f64(x); }
FN f32 cos_f32(f32 x) { return (f32)cos_f64(x); }

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
FN f64 tanh_f64(f64 x) {
  f64 a = __builtin_fabs(x);
  f64 t = -2 * (a > 40 ? 40 : a);
  f64 n = (t * 0x1.71547652b82fep0 + 0x1.8p52) - 0x1.8p52;
  f64 r = (t - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33;
  f64 s = scale_f64((i64)(n == n ? n : 0));
  f64 m = s * exp_series(r) + (s - 1); // e^t - 1
  return x == x ? __builtin_copysign(m / (m + 2), x) : x;
}

// fmod, exactly: the remainder is found bit by bit of the quotient
FN f64 rem_f64(f64 a, f64 b) {
  if (!(a - a == 0) || b != b || b == 0) return __builtin_nan("");
  f64 x = __builtin_fabs(a), y = __builtin_fabs(b);
  if (x < y) return a;
  while (x >= y) {
    f64 t = y;
    i64 gap = (i64)(bits_f64(x) >> 52) - (i64)(bits_f64(t) >> 52);
    if (bits_f64(t) >> 52) t = gap > 0 ? f64_bits(bits_f64(t) + ((u64)gap << 52)) : t;
    else while (t * 2 <= x) t *= 2;
    if (t > x) t *= 0.5;
    x -= t;
  }
  return __builtin_copysign(x, a);
}
FN f32 rem_f32(f32 a, f32 b) { return (f32)rem_f64(a, b); }

// pow(|a|, b) by e^(b log |a|), and what IEEE 754 says of signs and special values
FN f64 pow_special(f64 a, f64 b, f64 y) {
  f64 whole = floor_f64(b);
  int is_whole = whole == b, is_odd = is_whole && __builtin_fabs(b) < 0x1p53 && floor_f64(b * 0.5) != b * 0.5;
  f64 m = __builtin_fabs(a), inf = __builtin_inf();
  y = b == inf ? (m > 1 ? inf : 0) : b == -inf ? (m > 1 ? 0 : inf) : y;
  y = m == 0 ? (b > 0 ? 0 : inf) : m == inf ? (b > 0 ? inf : 0) : y;
  y = m == 1 && b - b != 0 ? 1 : y;
  y = __builtin_signbit(a) && is_odd ? -y : y;
  y = a < 0 && m != inf && !is_whole && b - b == 0 ? __builtin_nan("") : y;
  y = a != a || b != b ? __builtin_nan("") : y;
  return a == 1 || b == 0 ? 1 : y;
}
FN f64 pow_f64(f64 a, f64 b) {
  f64 low, high = log_parts(__builtin_fabs(a), &low);
  f64 ph = high * b;
  f64 hh = f64_bits(bits_f64(high) & ~0x7ffffffull), bh = f64_bits(bits_f64(b) & ~0x7ffffffull);
  f64 hl = high - hh, bl = b - bh;
  f64 pl = ((hh * bh - ph) + hh * bl + hl * bh) + hl * bl + low * b;
  f64 y = exp_f64(ph);
  f64 corrected = y + y * pl;
  y = __builtin_fabs(ph) < 745 && y < __builtin_inf() && pl - pl == 0 ? corrected : y;
  return pow_special(a, b, y);
}
FN f32 pow_f32(f32 a, f32 b) {
  f64 low, high = log_parts(__builtin_fabs((f64)a), &low);
  return (f32)pow_special(a, b, exp_f64(high * b));
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
// To odd: what is lost leaves a trace in the last bit, so that the rounding after it is right
FN f32 odd_f32(f64 x) {
  f32 y = (f32)x;
  u32 bits = bits_f32(y);
  bits -= __builtin_fabs((f64)y) > __builtin_fabs(x);
  return (f64)y == x || x != x ? y : f32_bits(bits | 1);
}
FN f16 cvt_f64_f16(f64 x) { return cvt_f32_f16(odd_f32(x)); }
FN bf16 cvt_f64_bf16(f64 x) { return cvt_f32_bf16(odd_f32(x)); }
FN f64 cvt_f16_f64(f16 x) { return cvt_f16_f32(x); }
FN f64 cvt_bf16_f64(bf16 x) { return cvt_bf16_f32(x); }
FN bf16 cvt_f16_bf16(f16 x) { return cvt_f32_bf16(cvt_f16_f32(x)); }
FN f16 cvt_bf16_f16(bf16 x) { return cvt_f32_f16(cvt_bf16_f32(x)); }
FN f64 cvt_f32_f64(f32 x) { return x; }
FN f32 cvt_f64_f32(f64 x) { return (f32)x; }
#define HALF1(T, FUNCTION) FN T FUNCTION##_##T(T x) { return cvt_f32_##T(FUNCTION##_f32(cvt_##T##_f32(x))); }
#define HALF2(T, FUNCTION) \
  FN T FUNCTION##_##T(T a, T b) { return cvt_f32_##T(FUNCTION##_f32(cvt_##T##_f32(a), cvt_##T##_f32(b))); }
#define HALF(T) \
  FN T neg_##T(T x) { return (T){(u16)(x.bits ^ 0x8000)}; } \
  FN T abs_##T(T x) { return (T){(u16)(x.bits & 0x7fff)}; } \
  HALF1(T, floor) HALF1(T, rint) HALF1(T, sqrt) HALF1(T, exp) HALF1(T, log) HALF1(T, sin) HALF1(T, cos) \
  HALF1(T, tanh) HALF2(T, add) HALF2(T, mul) HALF2(T, div) HALF2(T, rem) HALF2(T, pow) HALF2(T, max) \
  HALF2(T, min) HALF2(T, greater) HALF2(T, lesser) \
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
  TO_INTEGER(F, i64, -9223372036854775807ll - 1, 9223372036854775807ll, 0x1p63f) \
  TO_INTEGER(F, u8, 0, 255, 256) \
  TO_INTEGER(F, u16, 0, 65535, 65536) \
  TO_INTEGER(F, u32, 0, 4294967295u, 0x1p32f) \
  TO_INTEGER(F, u64, 0, 18446744073709551615ull, 0x1p64f)
TO_INTEGERS(f32)
TO_INTEGERS(f64)
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
  CAST(A, f32) CAST(A, f64) CAST(A, c128) TO_BOOL(A) \
  FN f16 cvt_##A##_f16(A x) { return cvt_f32_f16((f32)x); } \
  FN bf16 cvt_##A##_bf16(A x) { return cvt_f64_bf16((f64)x); }
FROM_INTEGER(i8)
FROM_INTEGER(i16)
FROM_INTEGER(i32)
FROM_INTEGER(i64)
FROM_INTEGER(u8)
FROM_INTEGER(u16)
FROM_INTEGER(u32)
FROM_INTEGER(u64)
CAST(b1, i8) CAST(b1, i16) CAST(b1, i32) CAST(b1, i64) CAST(b1, u8) CAST(b1, u16) CAST(b1, u32) CAST(b1, u64)
CAST(b1, f32) CAST(b1, f64)
FN f16 cvt_b1_f16(b1 x) { return (f16){x ? 0x3c00 : 0}; }
FN bf16 cvt_b1_bf16(b1 x) { return (bf16){x ? 0x3f80 : 0}; }
CAST(c128, u8) CAST(c128, u16) CAST(c128, u32) CAST(c128, u64)
TO_BOOL(f32)
TO_BOOL(f64)
FN b1 cvt_f16_b1(f16 x) { return (x.bits & 0x7fff) != 0; }
FN b1 cvt_bf16_b1(bf16 x) { return (x.bits & 0x7fff) != 0; }
