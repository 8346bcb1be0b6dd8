// C: the names of element types, and what is spelled differently elsewhere. Freestanding: no library is called.
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
#if defined(__SIZEOF_INT128__)
typedef unsigned __int128 c128 __attribute__((aligned(8)));
#else // a processor of 32 bits
typedef unsigned _BitInt(128) c128;
#endif
#define FN static inline __attribute__((always_inline, unused))
#define GLOBAL

FN u32 bits_f32(f32 x) { u32 y; __builtin_memcpy(&y, &x, 4); return y; }
FN f32 f32_bits(u32 x) { f32 y; __builtin_memcpy(&y, &x, 4); return y; }
FN u64 bits_f64(f64 x) { u64 y; __builtin_memcpy(&y, &x, 8); return y; }
FN f64 f64_bits(u64 x) { f64 y; __builtin_memcpy(&y, &x, 8); return y; }

// 128 bits, which are only moved and taken apart
FN c128 c128_of(u64 low) { return low; }
FN u64 low_c128(c128 x) { return (u64)x; }
FN c128 or_c128(c128 a, c128 b) { return a | b; }
FN c128 shl_c128(c128 a, c128 b) { return a << (int)b; }
FN c128 shr_c128(c128 a, c128 b) { return a >> (int)b; }
