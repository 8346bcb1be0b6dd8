// What surrounds a model on an emulated board: vectors, start-up, and a conversation with the host over two pipes, which
// the emulator opens by semihosting. What comes before defines read_inputs, write_outputs, MODEL_INIT, MODEL_RUN,
// MODEL_STATE and STATE_BYTES.
extern u32 stack_top, data_load, data_begin, data_end, bss_begin, bss_end;
static i32 from_host, to_host;

static i32 semihosting(i32 operation, const void *argument) {
  register i32 r0 __asm__("r0") = operation;
  register const void *r1 __asm__("r1") = argument;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}
static void leave(u32 code) {
  semihosting(0x20, (u32[]){0x20026, code}); // the emulator exits with this code
  for (;;) {}
}
static i32 opened(const char *name, u32 length, u32 mode) {
  return semihosting(1, (u32[]){(u32)name, mode, length});
}

static int get(void *to, u32 bytes) {
  while (bytes > 0) {
    u32 left = (u32)semihosting(6, (u32[]){(u32)from_host, (u32)to, bytes});
    if (left >= bytes) return 0; // the host has closed its end
    to = (char *)to + (bytes - left);
    bytes = left;
  }
  return 1;
}
static int put(const void *from, u32 bytes) {
  while (bytes > 0) {
    u32 left = (u32)semihosting(5, (u32[]){(u32)to_host, (u32)from, bytes});
    if (left >= bytes) return 0;
    from = (const char *)from + (bytes - left);
    bytes = left;
  }
  return 1;
}

// Instructions are counted from one of these to the other; the linker script gives them their places.
__attribute__((section(".marks.begin"), noinline, used)) static void begin(void) { __asm__ volatile("nop"); }
__attribute__((section(".marks.end"), noinline, used)) static void end(void) { __asm__ volatile("nop"); }

static int read_inputs(void);
static int write_outputs(void);

static int run(void) {
  if (!read_inputs()) return 0;
  begin();
  i32 outcome = MODEL_RUN();
  end();
  return put(&outcome, 4) && write_outputs();
}

enum { RUN = 1, RESET = 2, GET_STATE = 3, SET_STATE = 4 };

static int answer(u32 request) {
  switch (request) {
    case RUN: return run();
    case RESET: MODEL_INIT(); return 1;
    case GET_STATE: return put(MODEL_STATE(), STATE_BYTES);
    case SET_STATE: return get(MODEL_STATE(), STATE_BYTES);
    default: return 0;
  }
}

static void fault(void) { leave(99); }
__attribute__((noinline)) static void serve(void) {
  for (u32 *from = &data_load, *to = &data_begin; to < &data_end;) *to++ = *from++;
  for (u32 *to = &bss_begin; to < &bss_end;) *to++ = 0;
  from_host = opened("/dev/stdin", 10, 1);
  to_host = opened("/dev/stdout", 11, 5);
  if (from_host < 0 || to_host < 0) leave(98);
  MODEL_INIT();
  for (u32 request; get(&request, 4);) {
    if (!answer(request)) leave(97);
  }
  leave(0);
}
__attribute__((used, noinline)) void reset(void) {
#if defined(__ARM_FP) || defined(__ARM_FEATURE_MVE)
  *(volatile u32 *)0xE000ED88 |= 0xF << 20; // before this, an instruction of floats or vectors is a fault
  __asm__ volatile("dsb\nisb");
#endif
  serve();
}
__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
    &stack_top, reset, fault, fault, fault, fault, fault};
