
// Doubles, where the driver has them
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
typedef double f64;
#define __builtin_floor floor
#define __builtin_rint rint
#define __builtin_sqrt sqrt
#define __builtin_fabs fabs
#define __builtin_copysign copysign
#define __builtin_signbit signbit
#define __builtin_inf() as_double(0x7ff0000000000000)
#define __builtin_nan(text) nan((ulong)0)

FN u64 bits_f64(f64 x) { return as_ulong(x); }
FN f64 f64_bits(u64 x) { return as_double(x); }
