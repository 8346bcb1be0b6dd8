// What a compiler calls where the processor has no instruction for it: floats in integer arithmetic, division, products
// and shifts of 64 bits, copies. Everything is weak: a library of the compiler (libgcc, compiler-rt) goes first where
// there is one, and a linker drops what nobody calls. IEEE 754, rounded to nearest even, all values, no flags.
//
// Floats come and go as integers of the same bits, because these functions take them in integer registers on every core.
#include <stddef.h>
#include <stdint.h>
typedef int32_t i32;
typedef int64_t i64;
typedef uint32_t u32;
typedef uint64_t u64;
#define CALLED __attribute__((weak, used))
#define BARRIER __asm__ volatile("") // keeps a loop from becoming a call of the very function that it is in

// Memory

static void copy_bytes(char *to, const char *from, size_t n) {
  if ((((uintptr_t)to | (uintptr_t)from) & 3) == 0) {
    for (; n >= 4; n -= 4, to += 4, from += 4) {
      *(u32 *)to = *(const u32 *)from;
      BARRIER;
    }
  }
  for (; n; n--) {
    *to++ = *from++;
    BARRIER;
  }
}
static void fill_bytes(char *to, int value, size_t n) {
  u32 word = (value & 255) * 0x01010101u;
  for (; n && ((uintptr_t)to & 3); n--) *to++ = (char)value;
  for (; n >= 4; n -= 4, to += 4) {
    *(u32 *)to = word;
    BARRIER;
  }
  for (; n; n--) {
    *to++ = (char)value;
    BARRIER;
  }
}
static void move_bytes(char *to, const char *from, size_t n) {
  if (to <= from || to >= from + n) {
    copy_bytes(to, from, n);
    return;
  }
  while (n--) {
    to[n] = from[n];
    BARRIER;
  }
}
CALLED void *memcpy(void *restrict to, const void *restrict from, size_t n) { copy_bytes(to, from, n); return to; }
CALLED void *memmove(void *to, const void *from, size_t n) { move_bytes(to, from, n); return to; }
CALLED void *memset(void *to, int value, size_t n) { fill_bytes(to, value, n); return to; }
CALLED void __aeabi_memcpy(void *to, const void *from, size_t n) { copy_bytes(to, from, n); }
CALLED void __aeabi_memcpy4(void *to, const void *from, size_t n) { copy_bytes(to, from, n); }
CALLED void __aeabi_memcpy8(void *to, const void *from, size_t n) { copy_bytes(to, from, n); }
CALLED void __aeabi_memmove(void *to, const void *from, size_t n) { move_bytes(to, from, n); }
CALLED void __aeabi_memmove4(void *to, const void *from, size_t n) { move_bytes(to, from, n); }
CALLED void __aeabi_memmove8(void *to, const void *from, size_t n) { move_bytes(to, from, n); }
CALLED void __aeabi_memset(void *to, size_t n, int value) { fill_bytes(to, value, n); }
CALLED void __aeabi_memset4(void *to, size_t n, int value) { fill_bytes(to, value, n); }
CALLED void __aeabi_memset8(void *to, size_t n, int value) { fill_bytes(to, value, n); }
CALLED void __aeabi_memclr(void *to, size_t n) { fill_bytes(to, 0, n); }
CALLED void __aeabi_memclr4(void *to, size_t n) { fill_bytes(to, 0, n); }
CALLED void __aeabi_memclr8(void *to, size_t n) { fill_bytes(to, 0, n); }

// Integers. A number of 64 bits is two words here, so that no operator asks for one of these functions again.

typedef union {
  u64 all;
  struct {
    u32 low, high;
  } word;
} pair;
static u64 pair_of(u32 high, u32 low) {
  pair p;
  p.word.low = low;
  p.word.high = high;
  return p.all;
}
static u32 high_of(u64 x) { pair p; p.all = x; return p.word.high; }
static u32 low_of(u64 x) { pair p; p.all = x; return p.word.low; }

CALLED u64 __aeabi_llsl(u64 x, int n) {
  if (n == 0) return x;
  if (n >= 32) return pair_of(low_of(x) << (n - 32), 0);
  return pair_of(high_of(x) << n | low_of(x) >> (32 - n), low_of(x) << n);
}
CALLED u64 __aeabi_llsr(u64 x, int n) {
  if (n == 0) return x;
  if (n >= 32) return pair_of(0, high_of(x) >> (n - 32));
  return pair_of(high_of(x) >> n, high_of(x) << (32 - n) | low_of(x) >> n);
}
CALLED u64 __aeabi_lasr(u64 x, int n) {
  i32 high = (i32)high_of(x);
  if (n == 0) return x;
  if (n >= 32) return pair_of((u32)(high >> 31), (u32)(high >> (n - 32)));
  return pair_of((u32)(high >> n), (u32)high << (32 - n) | low_of(x) >> n);
}

// The whole product of two words, by halves: a core without it has no long multiplication either.
static u64 product_of(u32 a, u32 b) {
  u32 al = a & 0xffff, ah = a >> 16, bl = b & 0xffff, bh = b >> 16;
  u32 low = al * bl, m = ah * bl, n = al * bh;
  u32 middle = (low >> 16) + (m & 0xffff) + (n & 0xffff);
  return pair_of(ah * bh + (m >> 16) + (n >> 16) + (middle >> 16), middle << 16 | (low & 0xffff));
}
CALLED u64 __aeabi_lmul(u64 a, u64 b) {
  u64 p = product_of(low_of(a), low_of(b));
  return pair_of(high_of(p) + low_of(a) * high_of(b) + high_of(a) * low_of(b), low_of(p));
}
#if defined(__ARM_ARCH) && __ARM_ARCH >= 7
static u64 product(u32 a, u32 b) { return (u64)a * b; }
#else
static u64 product(u32 a, u32 b) { return product_of(a, b); }
#endif

static int zeros_of(u32 x) { // before the first bit that is set
  int n = 0;
  if (x == 0) return 32;
  if (!(x >> 16)) n += 16, x <<= 16;
  if (!(x >> 24)) n += 8, x <<= 8;
  if (!(x >> 28)) n += 4, x <<= 4;
  if (!(x >> 30)) n += 2, x <<= 2;
  return n + !(x >> 31);
}
static int zeros64(u64 x) { return high_of(x) ? zeros_of(high_of(x)) : 32 + zeros_of(low_of(x)); }

static u32 divide(u32 a, u32 b, u32 *rest) {
  u32 q = 0;
  if (b != 0 && a >= b) {
    int shift = zeros_of(b) - zeros_of(a);
    for (b <<= shift; shift >= 0; shift--, b >>= 1) {
      q <<= 1;
      if (a >= b) a -= b, q |= 1;
    }
  }
  *rest = a;
  return q;
}
CALLED u32 __aeabi_uidiv(u32 a, u32 b) { u32 rest; return divide(a, b, &rest); }
CALLED u64 __aeabi_uidivmod(u32 a, u32 b) {
  u32 rest, q = divide(a, b, &rest);
  return pair_of(rest, q);
}
CALLED u64 __aeabi_idivmod(i32 a, i32 b) {
  u32 rest, q = divide(a < 0 ? 0 - (u32)a : (u32)a, b < 0 ? 0 - (u32)b : (u32)b, &rest);
  return pair_of(a < 0 ? 0 - rest : rest, (a ^ b) < 0 ? 0 - q : q);
}
CALLED i32 __aeabi_idiv(i32 a, i32 b) { return (i32)low_of(__aeabi_idivmod(a, b)); }

static u64 divide64(u64 a, u64 b, u64 *rest) {
  u64 q = 0;
  if (b != 0 && a >= b) {
    int shift = zeros64(b) - zeros64(a);
    for (b = __aeabi_llsl(b, shift); shift >= 0; shift--, b >>= 1) {
      q <<= 1;
      if (a >= b) a -= b, q |= 1;
    }
  }
  *rest = a;
  return q;
}
__attribute__((used)) static u64 bantam_uldivmod(u64 a, u64 b, u64 *rest) { return divide64(a, b, rest); }
__attribute__((used)) static u64 bantam_ldivmod(i64 a, i64 b, u64 *rest) {
  u64 q = divide64(a < 0 ? 0 - (u64)a : (u64)a, b < 0 ? 0 - (u64)b : (u64)b, rest);
  if (a < 0) *rest = 0 - *rest;
  return (a < 0) != (b < 0) ? 0 - q : q;
}
#if defined(__arm__)
// The quotient is returned in r0 and r1, the rest in r2 and r3, which C has no word for.
#define DIVISION(NAME, FUNCTION) \
  __attribute__((weak, used, naked)) void NAME(void) { \
    __asm__( \
        "push {r4, lr}\n sub sp, #16\n add r4, sp, #8\n str r4, [sp]\n bl " #FUNCTION \
        "\n ldr r2, [sp, #8]\n ldr r3, [sp, #12]\n add sp, #16\n pop {r4, pc}"); \
  }
DIVISION(__aeabi_uldivmod, bantam_uldivmod)
DIVISION(__aeabi_ldivmod, bantam_ldivmod)
#endif

// Floats. A finite value is sign, exponent as it is stored, and a mantissa whose first bit stands at TOP with GUARD bits
// behind the last one that is kept; the lowest bit is sticky: it is set if anything behind it was.

typedef struct {
  u32 sign;
  i32 exponent;
  u32 mantissa;
} parts32;
typedef struct {
  u32 sign;
  i32 exponent;
  u64 mantissa;
} parts64;

#define FLOAT(W, FRACTION, GUARD, MOST, ZEROS) \
  static int is_nan##W(u##W x) { return (x << 1) > ((u##W)MOST << (FRACTION + 1)); } \
  static int is_infinite##W(u##W x) { return (x << 1) == ((u##W)MOST << (FRACTION + 1)); } \
  static u##W nan##W(void) { return ((u##W)MOST << FRACTION) | ((u##W)1 << (FRACTION - 1)); } \
  static u##W sign##W(u32 sign) { return (u##W)sign << (W - 1); } \
  static u##W infinity##W(u32 sign) { return sign##W(sign) | ((u##W)MOST << FRACTION); } \
  static u##W sticky##W(u##W x, i32 n) { \
    if (n <= 0) return x; \
    if (n >= W) return x != 0; \
    return x >> n | ((x & (((u##W)1 << n) - 1)) != 0); \
  } \
  static parts##W normal##W(parts##W x) { /* of a mantissa that is not 0 */ \
    i32 n = ZEROS(x.mantissa) - (W - 1 - FRACTION - GUARD); \
    x.mantissa = n >= 0 ? x.mantissa << n : sticky##W(x.mantissa, -n); \
    x.exponent -= n; \
    return x; \
  } \
  static parts##W parts##W##_of(u##W x) { /* of a finite value that is not 0 */ \
    i32 exponent = (i32)(x >> FRACTION) & MOST; \
    u##W fraction = x & (((u##W)1 << FRACTION) - 1); \
    if (exponent) fraction |= (u##W)1 << FRACTION; \
    parts##W y = {(u32)(x >> (W - 1)), exponent ? exponent : 1, fraction << GUARD}; \
    return exponent ? y : normal##W(y); \
  } \
  static u##W rounded##W(parts##W x) { \
    u##W m = x.mantissa; \
    i32 exponent = x.exponent; \
    if (exponent >= MOST) return infinity##W(x.sign); \
    if (exponent <= 0) { \
      m = sticky##W(m, 1 - exponent); \
      exponent = 0; \
    } \
    u32 rest = (u32)m & ((1u << GUARD) - 1); \
    m >>= GUARD; \
    m += rest > (1u << (GUARD - 1)) || (rest == (1u << (GUARD - 1)) && (m & 1)); \
    if (exponent) m -= (u##W)1 << FRACTION; \
    return sign##W(x.sign) | (((u##W)exponent << FRACTION) + m); \
  } \
  static u##W add##W(u##W a, u##W b) { \
    if (is_nan##W(a) || is_nan##W(b)) return nan##W(); \
    if ((a << 1) < (b << 1)) { \
      u##W t = a; \
      a = b; \
      b = t; \
    } \
    if (is_infinite##W(a)) return is_infinite##W(b) && a != b ? nan##W() : a; \
    if ((b << 1) == 0) return (a << 1) == 0 ? a & b : a; \
    parts##W x = parts##W##_of(a), y = parts##W##_of(b); \
    u##W other = sticky##W(y.mantissa, x.exponent - y.exponent); \
    x.mantissa = x.sign == y.sign ? x.mantissa + other : x.mantissa - other; \
    return x.mantissa == 0 ? 0 : rounded##W(normal##W(x)); \
  } \
  static int unordered##W(u##W a, u##W b) { return is_nan##W(a) || is_nan##W(b); } \
  static int equal##W(u##W a, u##W b) { return !unordered##W(a, b) && (a == b || ((a | b) << 1) == 0); } \
  static int less##W(u##W a, u##W b) { \
    if (unordered##W(a, b) || ((a | b) << 1) == 0) return 0; \
    u32 sa = (u32)(a >> (W - 1)), sb = (u32)(b >> (W - 1)); \
    return sa != sb ? (int)sa : sa ? a > b : a < b; \
  } \
  static u##W divided##W(u##W a, u##W b) { \
    u32 sign = (u32)((a ^ b) >> (W - 1)); \
    if (is_nan##W(a) || is_nan##W(b)) return nan##W(); \
    if (is_infinite##W(a)) return is_infinite##W(b) ? nan##W() : infinity##W(sign); \
    if (is_infinite##W(b)) return sign##W(sign); \
    if ((b << 1) == 0) return (a << 1) == 0 ? nan##W() : infinity##W(sign); \
    if ((a << 1) == 0) return sign##W(sign); \
    parts##W x = parts##W##_of(a), y = parts##W##_of(b); \
    u##W rest = x.mantissa, quotient = 0; \
    i32 exponent = x.exponent - y.exponent + MOST / 2; \
    if (rest < y.mantissa) rest <<= 1, exponent--; \
    for (int i = 0; i <= FRACTION + GUARD; i++, rest <<= 1) { \
      quotient <<= 1; \
      if (rest >= y.mantissa) rest -= y.mantissa, quotient |= 1; \
    } \
    return rounded##W((parts##W){sign, exponent, quotient | (rest != 0)}); \
  } \
  static u##W root##W(u##W a) { \
    if (is_nan##W(a)) return nan##W(); \
    if ((a << 1) == 0) return a; \
    if (a >> (W - 1)) return nan##W(); \
    if (is_infinite##W(a)) return a; \
    parts##W x = parts##W##_of(a); \
    i32 exponent = x.exponent - MOST / 2; \
    u##W m = x.mantissa << (exponent & 1), root = 0, rest = 0; \
    for (int i = 0; i < FRACTION + 3; i++, m <<= 2) { /* two bits of the number for one of its root */ \
      rest = rest << 2 | m >> (W - 2); \
      u##W t = root << 2 | 1; \
      root <<= 1; \
      if (rest >= t) rest -= t, root |= 1; \
    } \
    return rounded##W((parts##W){0, (exponent >> 1) + MOST / 2, root << (GUARD - 2) | (rest != 0)}); \
  } \
  static u##W from_word##W(u32 sign, u64 x) { /* an integer of 64 bits and its sign */ \
    if (x == 0) return 0; \
    i32 n = zeros64(x); \
    x = __aeabi_llsl(x, n); /* the first bit is at 63 */ \
    u##W m = (u##W)(x >> (64 - W)); \
    u##W more = W == 32 && (u32)x != 0; \
    parts##W y = {sign, MOST / 2 + 63 - n, sticky##W(m, W - 1 - FRACTION - GUARD) | more}; \
    return rounded##W(y); \
  } \
  static u64 to_word##W(u##W a) { /* the whole part of a value that fits */ \
    if (is_nan##W(a) || is_infinite##W(a) || (a << 1) == 0) return 0; \
    parts##W x = parts##W##_of(a); \
    i32 n = x.exponent - MOST / 2; \
    if (n < 0 || n > 63) return 0; \
    u64 m = x.mantissa; \
    i32 shift = n - (FRACTION + GUARD); \
    u64 y = shift >= 0 ? __aeabi_llsl(m, shift) : __aeabi_llsr(m, -shift); \
    return x.sign ? 0 - y : y; \
  }
FLOAT(32, 23, 7, 0xff, zeros_of)
FLOAT(64, 52, 10, 0x7ff, zeros64)

static u32 times32(u32 a, u32 b) {
  u32 sign = (a ^ b) >> 31;
  if (is_nan32(a) || is_nan32(b)) return nan32();
  if (is_infinite32(a) || is_infinite32(b)) return (a << 1) == 0 || (b << 1) == 0 ? nan32() : infinity32(sign);
  if ((a << 1) == 0 || (b << 1) == 0) return sign32(sign);
  parts32 x = parts32_of(a), y = parts32_of(b);
  u64 p = product(x.mantissa << 1, y.mantissa << 1); // in [2^62, 2^64)
  parts32 z = {sign, x.exponent + y.exponent - 127, high_of(p) | (low_of(p) != 0)};
  return rounded32((z.mantissa >> 31) ? (parts32){sign, z.exponent + 1, sticky32(z.mantissa, 1)} : z);
}
static u64 times64(u64 a, u64 b) {
  u32 sign = (u32)((a ^ b) >> 63);
  if (is_nan64(a) || is_nan64(b)) return nan64();
  if (is_infinite64(a) || is_infinite64(b)) return (a << 1) == 0 || (b << 1) == 0 ? nan64() : infinity64(sign);
  if ((a << 1) == 0 || (b << 1) == 0) return sign64(sign);
  parts64 x = parts64_of(a), y = parts64_of(b);
  u64 m = x.mantissa << 1, n = y.mantissa << 1;
  u64 ll = product(low_of(m), low_of(n)), lh = product(low_of(m), high_of(n));
  u64 hl = product(high_of(m), low_of(n)), hh = product(high_of(m), high_of(n)); // hh in [2^62, 2^64)
  u64 middle = (u64)high_of(ll) + low_of(lh) + low_of(hl);
  u64 high = hh + high_of(lh) + high_of(hl) + high_of(middle);
  high |= (low_of(middle) | low_of(ll)) != 0;
  parts64 z = {sign, x.exponent + y.exponent - 1023, high};
  return rounded64((high_of(high) >> 31) ? (parts64){sign, z.exponent + 1, sticky64(high, 1)} : z);
}
static u32 narrowed(u64 a) {
  u32 sign = (u32)(a >> 63);
  if (is_nan64(a)) return nan32();
  if (is_infinite64(a)) return infinity32(sign);
  if ((a << 1) == 0) return sign32(sign);
  parts64 x = parts64_of(a);
  return rounded32((parts32){sign, x.exponent - 1023 + 127, high_of(x.mantissa) | (low_of(x.mantissa) != 0)});
}
static u64 widened(u32 a) {
  u32 sign = a >> 31;
  if (is_nan32(a)) return nan64();
  if (is_infinite32(a)) return infinity64(sign);
  if ((a << 1) == 0) return sign64(sign);
  parts32 x = parts32_of(a);
  return rounded64((parts64){sign, x.exponent - 127 + 1023, pair_of(x.mantissa, 0)});
}
static u64 size_of(i64 x) { return x < 0 ? 0 - (u64)x : (u64)x; }

#define FUNCTIONS(L, W) \
  CALLED u##W __aeabi_##L##add(u##W a, u##W b) { return add##W(a, b); } \
  CALLED u##W __aeabi_##L##sub(u##W a, u##W b) { return add##W(a, b ^ sign##W(1)); } \
  CALLED u##W __aeabi_##L##rsub(u##W a, u##W b) { return add##W(b, a ^ sign##W(1)); } \
  CALLED u##W __aeabi_##L##mul(u##W a, u##W b) { return times##W(a, b); } \
  CALLED u##W __aeabi_##L##div(u##W a, u##W b) { return divided##W(a, b); } \
  CALLED i32 __aeabi_##L##cmpeq(u##W a, u##W b) { return equal##W(a, b); } \
  CALLED i32 __aeabi_##L##cmplt(u##W a, u##W b) { return less##W(a, b); } \
  CALLED i32 __aeabi_##L##cmple(u##W a, u##W b) { return less##W(a, b) || equal##W(a, b); } \
  CALLED i32 __aeabi_##L##cmpgt(u##W a, u##W b) { return less##W(b, a); } \
  CALLED i32 __aeabi_##L##cmpge(u##W a, u##W b) { return less##W(b, a) || equal##W(a, b); } \
  CALLED i32 __aeabi_##L##cmpun(u##W a, u##W b) { return unordered##W(a, b); } \
  CALLED i32 __aeabi_##L##2iz(u##W a) { return (i32)to_word##W(a); } \
  CALLED u32 __aeabi_##L##2uiz(u##W a) { return (u32)to_word##W(a); } \
  CALLED i64 __aeabi_##L##2lz(u##W a) { return (i64)to_word##W(a); } \
  CALLED u64 __aeabi_##L##2ulz(u##W a) { return to_word##W(a); } \
  CALLED u##W __aeabi_i2##L(i32 x) { return from_word##W(x < 0, size_of(x)); } \
  CALLED u##W __aeabi_ui2##L(u32 x) { return from_word##W(0, x); } \
  CALLED u##W __aeabi_l2##L(i64 x) { return from_word##W(x < 0, size_of(x)); } \
  CALLED u##W __aeabi_ul2##L(u64 x) { return from_word##W(0, x); }
FUNCTIONS(f, 32)
FUNCTIONS(d, 64)
CALLED u64 __aeabi_f2d(u32 a) { return widened(a); }
CALLED u32 __aeabi_d2f(u64 a) { return narrowed(a); }

// These two take and give floats as the language does.
CALLED double sqrt(double x) {
  union { double real; u64 bits; } y = {x};
  y.bits = root64(y.bits);
  return y.real;
}
#if !defined(__ARM_FP)
CALLED float sqrtf(float x) {
  union { float real; u32 bits; } y = {x};
  y.bits = root32(y.bits);
  return y.real;
}
#endif
