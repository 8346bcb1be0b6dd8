// A pool of threads that spins shortly, then sleeps. Everything lies in memory that the caller gives,
// so a library that is loaded once serves any number of pools.
//
// A round is one parallel loop. Its iterations are dealt out in chunks, first come, first served, so a
// thread that the system does not run at the moment keeps nobody waiting: who has not taken a chunk
// owes none. The counter of chunks and the number of the round change together, in one word; whoever
// has taken a chunk may read the rest of the round, which then cannot end without it.
#include <stdatomic.h>
#include <stdint.h>

typedef void (*bantam_task)(void *context, int64_t begin, int64_t end);

typedef struct bantam_pool {
  _Alignas(64) _Atomic uint64_t ticket; // number of the round, and how many chunks nobody has taken
  _Alignas(64) _Atomic uint32_t round;  // what sleepers wait on
  _Atomic uint32_t sleepers;
  _Atomic uint32_t stop;
  _Alignas(64) _Atomic uint32_t done; // chunks of this round that are computed
  _Alignas(64) bantam_task task;
  void *context;
  int64_t extent, chunks;
  int32_t threads, spins;
  unsigned long workers[];
} bantam_pool;

#if defined(__x86_64__)
static inline void bantam_relax(void) { __builtin_ia32_pause(); }
#elif defined(__aarch64__)
static inline void bantam_relax(void) { __asm__ volatile("yield"); }
#else
static inline void bantam_relax(void) {}
#endif

#if defined(__linux__)
long syscall(long number, ...);
#if defined(__x86_64__)
enum { BANTAM_FUTEX = 202 };
#else
enum { BANTAM_FUTEX = 98 };
#endif
static void bantam_sleep(_Atomic uint32_t *word, uint32_t seen) {
  syscall(BANTAM_FUTEX, word, 128, seen, (void *)0, (void *)0, 0);
}
static void bantam_wake(_Atomic uint32_t *word) {
  syscall(BANTAM_FUTEX, word, 129, 1 << 30, (void *)0, (void *)0, 0);
}
#elif !defined(_WIN32)
int usleep(unsigned microseconds);
static void bantam_sleep(_Atomic uint32_t *word, uint32_t seen) {
  if (atomic_load(word) == seen) usleep(50);
}
static void bantam_wake(_Atomic uint32_t *word) {}
#endif

// Computes chunks until nobody needs to take one.
static void bantam_work(bantam_pool *p) {
  uint64_t ticket = atomic_load_explicit(&p->ticket, memory_order_acquire);
  while ((uint32_t)ticket != 0) {
    if (!atomic_compare_exchange_weak_explicit(
            &p->ticket, &ticket, ticket - 1, memory_order_acquire, memory_order_acquire)) {
      continue;
    }
    int64_t i = p->chunks - (int64_t)(uint32_t)ticket;
    p->task(p->context, p->extent * i / p->chunks, p->extent * (i + 1) / p->chunks);
    atomic_fetch_add_explicit(&p->done, 1, memory_order_release);
    ticket = atomic_load_explicit(&p->ticket, memory_order_acquire);
  }
}

#if !defined(_WIN32)
int pthread_create(unsigned long *, const void *, void *(*)(void *), void *);
int pthread_join(unsigned long, void **);
int sched_yield(void);

static void *bantam_worker(void *pool) {
  bantam_pool *p = pool;
  while (!atomic_load(&p->stop)) {
    uint32_t seen = atomic_load(&p->round);
    for (int32_t i = 0; i < p->spins && (uint32_t)atomic_load_explicit(&p->ticket, memory_order_relaxed) == 0; i++) {
      if (atomic_load_explicit(&p->stop, memory_order_relaxed)) break;
      bantam_relax();
    }
    bantam_work(p);
    if (atomic_load(&p->round) != seen) continue;
    atomic_fetch_add(&p->sleepers, 1);
    if (!atomic_load(&p->stop)) bantam_sleep(&p->round, seen);
    atomic_fetch_sub(&p->sleepers, 1);
  }
  return 0;
}
#endif

int64_t bantam_pool_bytes(int32_t threads) { return sizeof(bantam_pool) + threads * sizeof(unsigned long); }

// Starts threads - 1 workers in memory of bantam_pool_bytes(threads), aligned to 64; returns how many
// threads a round then has.
int32_t bantam_pool_start(bantam_pool *p, int32_t threads, int32_t spins) {
  atomic_store(&p->ticket, 0);
  atomic_store(&p->round, 0);
  atomic_store(&p->sleepers, 0);
  atomic_store(&p->stop, 0);
  p->threads = 1;
  p->spins = spins;
#if !defined(_WIN32)
  while (p->threads < threads && pthread_create(&p->workers[p->threads], 0, bantam_worker, p) == 0) p->threads++;
#endif
  return p->threads;
}

// Runs task on all of [0, extent) and returns when it is done; p may be null, for no other threads. A
// chunk has at least grain iterations, as far as there are so many. Not from inside a task.
void bantam_pool_run(bantam_pool *p, bantam_task task, void *context, int64_t extent, int64_t grain) {
  if (extent <= 0) return;
  int64_t most = p == 0 ? 1 : 4 * (int64_t)p->threads;
  int64_t chunks = extent / (grain < 1 ? 1 : grain);
  if (chunks > most) chunks = most;
  if (p == 0 || p->threads == 1 || chunks <= 1) {
    task(context, 0, extent);
    return;
  }
#if !defined(_WIN32)
  p->task = task;
  p->context = context;
  p->extent = extent;
  p->chunks = chunks;
  atomic_store_explicit(&p->done, 0, memory_order_relaxed);
  uint64_t number = (atomic_load_explicit(&p->ticket, memory_order_relaxed) >> 32) + 1;
  atomic_store(&p->ticket, number << 32 | (uint64_t)chunks);
  atomic_fetch_add(&p->round, 1);
  if (atomic_load(&p->sleepers) != 0) bantam_wake(&p->round);
  bantam_work(p);
  for (int32_t i = 0; atomic_load_explicit(&p->done, memory_order_acquire) != (uint32_t)chunks; i++) {
    if (i < p->spins) bantam_relax();
    else sched_yield();
  }
#endif
}

// Ends the workers and waits for their last instruction; after it the library may be unloaded.
void bantam_pool_stop(bantam_pool *p) {
#if !defined(_WIN32)
  atomic_store(&p->stop, 1);
  atomic_fetch_add(&p->round, 1);
  bantam_wake(&p->round);
  for (int32_t i = 1; i < p->threads; i++) pthread_join(p->workers[i], 0);
  p->threads = 1;
#endif
}
