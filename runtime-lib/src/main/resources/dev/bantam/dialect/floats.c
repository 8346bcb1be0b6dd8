// Where there are no doubles: what doubles.c computes with their help, in floats and integers, within the same bounds.

// x = q pi/2 + r, |r| <= pi/4, with as many bits of 2/pi as the exponent asks for
FN f32 quarter_f32(f32 x, i32 *q) {
  const u32 bits_of_inverse[7] = {0, 0x28be60db, 0x9391054a, 0x7f09d5f4, 0x7d4d3770, 0x36d8a566, 0x4f10e410};
  f32 a = __builtin_fabsf(x);
  *q = 0;
  if (!(a >= 0.785f && a < __builtin_inff())) return x;
  u32 m = (bits_f32(a) & 0x7fffff) << 8 | 0x80000000;
  i32 e = (i32)(bits_f32(a) >> 23) - 126, i = e >> 5, s = e & 31;
  u32 high = i > 0 ? bits_of_inverse[i] : 0, middle = bits_of_inverse[i + 1], low = bits_of_inverse[i + 2];
  u32 next = i + 3 < 7 ? bits_of_inverse[i + 3] : 0;
  if (s) {
    high = high << s | middle >> (32 - s);
    middle = middle << s | low >> (32 - s);
    low = low << s | next >> (32 - s);
  }
  u64 p = (u64)m * low;
  p = (u64)m * middle + (p >> 32);
  p = ((u64)(m * high) << 32) + p;
  i64 rest = (i64)(p & 0x3fffffffffffffff);
  i32 n = (i32)(p >> 62);
  if (rest & 0x2000000000000000) {
    rest -= 0x4000000000000000;
    n++;
  }
  f32 r = (f32)rest * 0x1.921fb6p-62f;
  *q = (x < 0 ? -n : n) & 3;
  return x < 0 ? -r : r;
}
FN f32 sin_series_f32(f32 r) {
  f32 z = r * r;
  return r + r * z * (-1.6666654611e-1f + z * (8.3321608736e-3f - 1.9515295891e-4f * z));
}
FN f32 cos_series_f32(f32 r) {
  f32 z = r * r;
  f32 p = 4.166664568298827e-2f + z * (-1.388731625493765e-3f + 2.443315711809948e-5f * z);
  return 1 - 0.5f * z + z * z * p;
}
FN f32 sin_f32(f32 x) {
  i32 q;
  f32 r = quarter_f32(x, &q);
  f32 y = q & 1 ? cos_series_f32(r) : sin_series_f32(r);
  y = q & 2 ? -y : y;
  return x - x == 0 ? y : __builtin_nanf("");
}
FN f32 cos_f32(f32 x) {
  i32 q;
  f32 r = quarter_f32(x, &q);
  f32 y = q & 1 ? sin_series_f32(r) : cos_series_f32(r);
  y = q == 1 || q == 2 ? -y : y;
  return x - x == 0 ? y : __builtin_nanf("");
}

// fmod, exactly: the remainder of the significands, 32 binary places at a time
FN f32 rem_f32(f32 a, f32 b) {
  if (!(a - a == 0) || b != b || b == 0) return __builtin_nanf("");
  f32 x = __builtin_fabsf(a), y = __builtin_fabsf(b);
  if (x < y || y == __builtin_inff()) return a;
  u32 xbits = bits_f32(x), ybits = bits_f32(y);
  i32 ex = xbits >> 23 ? (i32)(xbits >> 23) : 1, ey = ybits >> 23 ? (i32)(ybits >> 23) : 1;
  u64 m = (xbits & 0x7fffff) | (xbits >> 23 ? 0x800000 : 0), d = (ybits & 0x7fffff) | (ybits >> 23 ? 0x800000 : 0);
  m %= d;
  for (i32 left = ex - ey; left > 0; left -= 32) m = (m << (left < 32 ? left : 32)) % d;
  f32 y2 = (f32)m; // m 2^(ey - 150), in factors that are numbers
  y2 = ey > 150 ? y2 * f32_bits((u32)(ey - 150 + 127) << 23) : y2 * 0x1p-126f * f32_bits((u32)(ey - 24 + 127) << 23);
  return __builtin_copysignf(y2, a);
}

// log in two parts: their sum has about 32 good bits
FN f32 log_parts_f32(f32 x, f32 *low) {
  int tiny = x < 0x1p-126f;
  u32 bits = bits_f32(tiny ? x * 0x1p23f : x);
  i32 n = (i32)(bits - 0x3f3504f3) >> 23;
  f32 f = f32_bits(bits - ((u32)n << 23)) - 1;
  f32 e = (f32)(n - (tiny ? 23 : 0));
  f32 d = 2 + f, s = f / d;
  f32 sh = f32_bits(bits_f32(s) & 0xfffff000), dh = f32_bits(bits_f32(d) & 0xfffff000);
  f32 dl = (2 - dh) + f;
  f32 sl = ((f - sh * dh) - sh * dl) / d; // s = sh + sl
  f32 z = s * s;
  f32 p = 2.0f / 11;
  p = p * z + 2.0f / 9;
  p = p * z + 2.0f / 7;
  p = p * z + 2.0f / 5;
  p = p * z + 2.0f / 3;
  f32 a = e * 0x1.62e4p-1f, b = 2 * sh; // a is exact
  f32 sum = a + b, bb = sum - a;
  f32 rest = (a - (sum - bb)) + (b - bb);
  rest += e * 0x1.7f7d1cp-20f + (p * z * s + 2 * sl);
  f32 high = sum + rest;
  *low = (sum - high) + rest;
  return high;
}
FN f32 pow_special_f32(f32 a, f32 b, f32 y) {
  f32 whole = floor_f32(b);
  int is_whole = whole == b;
  int is_odd = is_whole && __builtin_fabsf(b) < 0x1p24f && floor_f32(b * 0.5f) != b * 0.5f;
  f32 m = __builtin_fabsf(a), inf = __builtin_inff();
  y = b == inf ? (m > 1 ? inf : 0) : b == -inf ? (m > 1 ? 0 : inf) : y;
  y = m == 0 ? (b > 0 ? 0 : inf) : m == inf ? (b > 0 ? inf : 0) : y;
  y = m == 1 && b - b != 0 ? 1 : y;
  y = bits_f32(a) >> 31 && is_odd ? -y : y;
  y = a < 0 && m != inf && !is_whole && b - b == 0 ? __builtin_nanf("") : y;
  y = a != a || b != b ? __builtin_nanf("") : y;
  return a == 1 || b == 0 ? 1 : y;
}
FN f32 pow_f32(f32 a, f32 b) {
  f32 low, high = log_parts_f32(__builtin_fabsf(a), &low);
  f32 ph = high * b;
  f32 hh = f32_bits(bits_f32(high) & 0xfffff000), bh = f32_bits(bits_f32(b) & 0xfffff000);
  f32 hl = high - hh, bl = b - bh;
  f32 pl = ((hh * bh - ph) + hh * bl + hl * bh) + hl * bl + low * b;
  f32 y = exp_f32(ph);
  f32 corrected = y + y * pl;
  y = __builtin_fabsf(ph) < 104 && y < __builtin_inff() && pl - pl == 0 ? corrected : y;
  return pow_special_f32(a, b, y);
}
#define HALF_BY_FLOATS(T) HALF1(T, sin) HALF1(T, cos) HALF2(T, rem) HALF2(T, pow)
HALF_BY_FLOATS(f16)
HALF_BY_FLOATS(bf16)

// To odd, as odd_f32 does for doubles
FN f32 odd_u64(u64 x) {
  f32 y = (f32)x;
  u64 back = y < 0x1p64f ? (u64)y : 0;
  int above = y >= 0x1p64f || back > x;
  return back == x && y < 0x1p64f ? y : f32_bits((bits_f32(y) - above) | 1);
}
#define INTEGER_TO_BF16(A) \
  FN bf16 cvt_##A##_bf16(A x) { return cvt_f32_bf16(x < 0 ? -odd_u64(0 - (u64)x) : odd_u64((u64)x)); }
INTEGER_TO_BF16(i8)
INTEGER_TO_BF16(i16)
INTEGER_TO_BF16(i32)
INTEGER_TO_BF16(i64)
INTEGER_TO_BF16(u8)
INTEGER_TO_BF16(u16)
INTEGER_TO_BF16(u32)
INTEGER_TO_BF16(u64)

// The same bits as elsewhere take doubles: here they are near
FN f32 strict_exp_f32(f32 x) { return exp_f32(x); }
FN f32 strict_log_f32(f32 x) { return log_f32(x); }
FN f32 strict_tanh_f32(f32 x) { return tanh_f32(x); }
FN f32 strict_logistic_f32(f32 x) { return logistic_f32(x); }
