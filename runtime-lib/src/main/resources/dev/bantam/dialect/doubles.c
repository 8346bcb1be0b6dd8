// Doubles, and what is computed with them to be right in the last place of a narrower type.
#if defined(__SSE4_1__) || defined(__aarch64__)
FN f64 floor_f64(f64 x) { return __builtin_floor(x); }
FN f64 rint_f64(f64 x) { return __builtin_rint(x); }
#else // adding 2^52 leaves no place for a fraction; the sign of zero is kept
FN f64 rint_f64(f64 x) {
  f64 big = __builtin_copysign(0x1p52, x);
  return __builtin_fabs(x) < 0x1p52 ? __builtin_copysign((x + big) - big, x) : x;
}
FN f64 floor_f64(f64 x) { f64 y = rint_f64(x); return __builtin_copysign(y > x ? y - 1 : y, x); }
#endif
FLOATING(f64, )
FN f64 scale_f64(i64 n) { return f64_bits((u64)(n + 1023) << 52); }
FN f64 ldexp_f64(f64 x, i64 n) { return x * scale_f64(n >> 1) * scale_f64(n - (n >> 1)); }

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

// log in two parts: their sum has about 64 good bits
FN f64 log_parts(f64 x, f64 *low) {
  int tiny = x < 0x1p-1022;
  u64 bits = bits_f64(tiny ? x * 0x1p52 : x);
  i64 n = (i64)(bits - 0x3fe6a09e667f3bcd) >> 52;
  f64 f = f64_bits(bits - ((u64)n << 52)) - 1;
  f64 e = (f64)(n - (tiny ? 52 : 0));
  f64 d = 2 + f, s = f / d;
  f64 sh = f64_bits(bits_f64(s) & ~(u64)0x7ffffff), dh = f64_bits(bits_f64(d) & ~(u64)0x7ffffff);
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

FN f64 tanh_f64(f64 x) {
  f64 a = __builtin_fabs(x);
  f64 t = -2 * (a > 40 ? 40 : a);
  f64 n = (t * 0x1.71547652b82fep0 + 0x1.8p52) - 0x1.8p52;
  f64 r = (t - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33;
  f64 s = scale_f64((i64)(n == n ? n : 0));
  f64 m = s * exp_series(r) + (s - 1); // e^t - 1
  return x == x ? __builtin_copysign(m / (m + 2), x) : x;
}

FN f64 logistic_f64(f64 x) {
  f64 e = exp_f64(-__builtin_fabs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

// What integers are rounded from, step by step as the interpreter does it: t = n ln 2 + r, with 2^n, which a float's t lets be
// a normal double
FN f64 strict_parts(f64 t, f64 *r) {
  f64 shifted = t * 0x1.71547652b82fep0 + 0x1.8p52, n = shifted - 0x1.8p52;
  *r = (t - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33;
  return f64_bits((bits_f64(shifted) + 1023) << 52);
}
FN f32 strict_exp_f32(f32 x) {
  f64 t = x > 89 ? 89 : x, r;
  f64 power = strict_parts(t < -105 ? -105 : t, &r);
  f32 y = (f32)(power * (1 + exp_series(r)));
  return x == x ? y : x;
}
FN f32 strict_tanh_f32(f32 x) {
  f64 a = __builtin_fabs((f64)x), r;
  f64 power = strict_parts(-2 * (a > 20 ? 20 : a), &r);
  f64 m = power * exp_series(r) + (power - 1); // e^-2a - 1
  f32 y = (f32)__builtin_copysign(m / (m + 2), (f64)x);
  return x == x ? y : x;
}
FN f32 strict_logistic_f32(f32 x) {
  f64 a = __builtin_fabs((f64)x), r;
  f64 power = strict_parts(a > 105 ? -105 : -a, &r);
  f64 e = power * (1 + exp_series(r));
  f32 y = (f32)((x < 0 ? e : 1) / (1 + e));
  return x == x ? y : x;
}
FN f32 strict_log_f32(f32 x) {
  u64 bits = bits_f64((f64)x);
  i64 n = (i64)(bits - 0x3fe6a09e667f3bcd) >> 52;
  f64 f = f64_bits(bits - ((u64)n << 52)) - 1;
  f64 s = f / (2 + f), z = s * s;
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
  f32 y = (f32)(((f64)n * 0x1.a39ef35793c76p-33 + p * z * s) + 2 * s + (f64)n * 0x1.62e42feep-1);
  y = x == __builtin_inff() ? x : y;
  y = x == 0 ? -__builtin_inff() : y;
  return x >= 0 ? y : __builtin_nanf("");
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
  f64 hh = f64_bits(bits_f64(high) & ~(u64)0x7ffffff), bh = f64_bits(bits_f64(b) & ~(u64)0x7ffffff);
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
FN f64 cvt_f32_f64(f32 x) { return x; }
FN f32 cvt_f64_f32(f64 x) { return (f32)x; }
#define HALF_BY_DOUBLES(T) HALF1(T, sin) HALF1(T, cos) HALF2(T, rem) HALF2(T, pow)
HALF_BY_DOUBLES(f16)
HALF_BY_DOUBLES(bf16)
TO_INTEGERS(f64)
#define TO_DOUBLE(A) \
  CAST(A, f64) \
  FN bf16 cvt_##A##_bf16(A x) { return cvt_f64_bf16((f64)x); }
TO_DOUBLE(i8)
TO_DOUBLE(i16)
TO_DOUBLE(i32)
TO_DOUBLE(i64)
TO_DOUBLE(u8)
TO_DOUBLE(u16)
TO_DOUBLE(u32)
TO_DOUBLE(u64)
CAST(b1, f64)
TO_BOOL(f64)
