// OpenCL C: the names of element types, and what is spelled differently than in C.
#pragma OPENCL FP_CONTRACT OFF
typedef uchar b1;
typedef char i8;
typedef short i16;
typedef int i32;
typedef long i64;
typedef uchar u8;
typedef ushort u16;
typedef uint u32;
typedef ulong u64;
typedef float f32;
typedef ulong2 c128;
#define FN static inline __attribute__((always_inline))
#define GLOBAL __global
#undef __F16C__ // a half is a number only where the driver says so

#define __builtin_floorf floor
#define __builtin_rintf rint
#define __builtin_sqrtf sqrt
#define __builtin_fabsf fabs
#define __builtin_copysignf copysign
#define __builtin_inff() as_float(0x7f800000)
#define __builtin_nanf(text) nan(0u)

FN u32 bits_f32(f32 x) { return as_uint(x); }
FN f32 f32_bits(u32 x) { return as_float(x); }

// 128 bits, which are only moved and taken apart: the low half first
FN c128 c128_of(u64 low) { return (c128)(low, 0); }
FN u64 low_c128(c128 x) { return x.x; }
FN c128 or_c128(c128 a, c128 b) { return a | b; }
FN c128 shl_c128(c128 a, c128 b) {
  u64 n = b.x;
  return n == 0 ? a : n < 64 ? (c128)(a.x << n, a.y << n | a.x >> (64 - n)) : (c128)(0, a.x << (n - 64));
}
FN c128 shr_c128(c128 a, c128 b) {
  u64 n = b.x;
  return n == 0 ? a : n < 64 ? (c128)(a.x >> n | a.y << (64 - n), a.y >> n) : (c128)(a.y >> (n - 64), 0);
}
