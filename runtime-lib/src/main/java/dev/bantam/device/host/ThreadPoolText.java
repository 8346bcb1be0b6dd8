package dev.bantam.device.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The threads of generated code: a C text that is compiled with the kernels. It defines
 *
 * <pre>
 * int64_t bantam_pool_bytes(int32_t threads)
 * int32_t bantam_pool_start(bantam_pool *, int32_t threads, int32_t spins)
 * void bantam_pool_run(bantam_pool *, bantam_task, void *context, int64_t extent, int64_t grain)
 * void bantam_pool_stop(bantam_pool *)
 * </pre>
 *
 * A {@code bantam_task} is {@code void task(void *context, int64_t begin, int64_t end)}. The pool
 * lies in memory that its user gives; it has to be stopped before the library is unloaded.
 */
public final class ThreadPoolText {
  /** How often a thread looks for work before it sleeps: some tens of microseconds. */
  public static final int SPINS = 2000;

  private ThreadPoolText() {}

  public static String text() {
    try (var in = ThreadPoolText.class.getResourceAsStream("thread_pool.c")) {
      if (in == null) throw new IllegalStateException("thread_pool.c is missing beside its class");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
