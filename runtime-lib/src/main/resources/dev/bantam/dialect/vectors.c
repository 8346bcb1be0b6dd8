// Vectors of LANES elements: their arithmetic is that of the elements, to the last bit.
#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX__)
#define LANES 8
#else
#define LANES 4
#endif
#define VECTOR(T) typedef T v_##T __attribute__((ext_vector_type(LANES), aligned(1)));
VECTOR(i8) VECTOR(u8) VECTOR(i16) VECTOR(u16) VECTOR(i32) VECTOR(u32) VECTOR(i64) VECTOR(f32)

#if defined(__FMA__) || defined(__aarch64__)
FN v_f32 v_muladd(v_f32 a, v_f32 b, v_f32 c) { return __builtin_elementwise_fma(a, b, c); }
#else
FN v_f32 v_muladd(v_f32 a, v_f32 b, v_f32 c) { return a * b + c; }
#endif

// One instruction each: the second operand is taken unless the test holds.
FN v_f32 v_greater_f32(v_f32 a, v_f32 b) { return b > a ? b : a; }
FN v_f32 v_lesser_f32(v_f32 a, v_f32 b) { return b < a ? b : a; }
FN v_i32 v_greater_i32(v_i32 a, v_i32 b) { return __builtin_elementwise_max(a, b); }
FN v_i32 v_lesser_i32(v_i32 a, v_i32 b) { return __builtin_elementwise_min(a, b); }
FN v_f32 v_max_f32(v_f32 a, v_f32 b) { return a != a ? a : b != b ? b : a > b ? a : b; }
FN v_f32 v_min_f32(v_f32 a, v_f32 b) { return a != a ? a : b != b ? b : a < b ? a : b; }

// A count outside of [0, 32) leaves nothing, or the sign.
FN v_i32 v_shl(v_i32 a, v_i32 b) { return ((v_u32)b < 32) ? a << (b & 31) : (v_i32)0; }
FN v_i32 v_shr(v_i32 a, v_i32 b) { return a >> (((v_u32)b < 32) ? b & 31 : (v_i32)31); }

// Products of the lanes of even and of odd number, each 64 bits wide; of the sum the low 32 bits behind bit 31.
#if defined(__AVX2__)
#if defined(__AVX512F__)
#define V_PRODUCTS(a, b) __builtin_ia32_pmuldq512(a, b)
#else
#define V_PRODUCTS(a, b) __builtin_ia32_pmuldq256(a, b)
#endif
typedef long long v_halves __attribute__((vector_size(4 * LANES)));
typedef i32 v_lanes __attribute__((vector_size(4 * LANES)));
FN v_i32 v_rounded_high(v_i32 a, v_i32 b) {
  v_halves half = (v_halves){} + (1ll << 30);
  v_halves even = (v_halves)V_PRODUCTS((v_lanes)a, (v_lanes)b);
  v_halves odd = (v_halves)V_PRODUCTS((v_lanes)((v_halves)a >> 32), (v_lanes)((v_halves)b >> 32));
  v_lanes low = (v_lanes)(v_halves)((unsigned long long __attribute__((vector_size(4 * LANES))))(even + half) >> 31);
  v_lanes high = (v_lanes)((odd + half) << 1);
#if LANES == 16
  return (v_i32)__builtin_shufflevector(low, high, 0, 17, 2, 19, 4, 21, 6, 23, 8, 25, 10, 27, 12, 29, 14, 31);
#else
  return (v_i32)__builtin_shufflevector(low, high, 0, 9, 2, 11, 4, 13, 6, 15);
#endif
}
#else
FN v_i32 v_rounded_high(v_i32 a, v_i32 b) {
  v_i64 product = __builtin_convertvector(a, v_i64) * __builtin_convertvector(b, v_i64);
  return __builtin_convertvector((product + (1 << 30)) >> 31, v_i32);
}
#endif
FN v_i32 v_rounded_shift(v_i32 a, v_i32 b) {
  v_i32 mask = (v_i32)(((v_u32)1 << (v_u32)(b & 31)) - 1);
  // a comparison that holds is -1
  return (a >> (b & 31)) - ((a & mask) > (mask >> 1) - (a >> 31));
}

FN v_i32 v_saturated(v_f32 x, f32 least, f32 most) {
  v_f32 bounded = x < least ? (v_f32)least : x > most ? (v_f32)most : x;
  return __builtin_convertvector(x == x ? bounded : (v_f32)0, v_i32);
}
FN v_i32 v_cvt_f32_i32(v_f32 x) {
  v_i32 y = v_saturated(x, -0x1p31f, 0x1.fffffep30f); // the greatest float that is an integer of 32 bits
  return x >= 0x1p31f ? (v_i32)2147483647 : y;
}
