package dev.bantam.device;

import dev.bantam.device.host.KernelLibrary;
import dev.bantam.device.host.ThreadPoolText;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The threads of one instance; none for a run on one thread. */
final class CpuThreads implements AutoCloseable {
  private static final FunctionDescriptor BYTES =
      FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
  private static final FunctionDescriptor START =
      FunctionDescriptor.of(
          ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final FunctionDescriptor STOP = FunctionDescriptor.ofVoid(ValueLayout.ADDRESS);
  private static final int CACHE_LINE = 64;

  private final KernelLibrary library;
  private final MemorySegment pool;

  /** Starts {@code threads - 1} of them, which live in {@code arena}'s memory. */
  CpuThreads(KernelLibrary library, int threads, Arena arena) {
    this.library = library;
    if (threads == 1) {
      pool = MemorySegment.NULL;
      return;
    }
    try {
      long bytes = (long) library.function("bantam_pool_bytes", BYTES).invokeExact(threads);
      pool = arena.allocate(bytes, CACHE_LINE);
      var start = library.function("bantam_pool_start", START);
      int _ = (int) start.invokeExact(pool, threads, ThreadPoolText.SPINS);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** What a run is given. */
  MemorySegment pool() {
    return pool;
  }

  @Override
  public void close() {
    if (pool.equals(MemorySegment.NULL)) return;
    MethodHandle stop = library.function("bantam_pool_stop", STOP);
    try {
      stop.invokeExact(pool);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** What a call of compiled code threw: only the call itself can. */
  static IllegalStateException rethrown(Throwable e) {
    if (e instanceof RuntimeException exception) throw exception;
    if (e instanceof Error error) throw error;
    return new IllegalStateException("compiled code throws nothing", e);
  }
}
