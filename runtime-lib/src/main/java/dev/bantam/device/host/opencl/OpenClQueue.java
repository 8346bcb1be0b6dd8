package dev.bantam.device.host.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Copies and launches, each of which begins when the one before has ended. */
public final class OpenClQueue {
  private static final int START = 0x1282;
  private static final int END = 0x1283;

  private final MemorySegment handle;
  private final boolean profile;
  private final List<Launched> launched = new ArrayList<>();

  /** A launch whose time is not yet taken. */
  private record Launched(MemorySegment event, LongConsumer nanoseconds) {}

  OpenClQueue(MemorySegment handle, boolean profile) {
    this.handle = handle;
    this.profile = profile;
  }

  /** Copies from the host, which must keep {@code from} as it is until {@link #finish}. */
  public void write(OpenClBuffer to, long at, MemorySegment from) {
    copy(OpenClCall.WRITE_BUFFER, to, at, from, 0);
  }

  /** Copies to the host; it is there after {@link #finish}. */
  public void read(OpenClBuffer from, long at, MemorySegment to) {
    copy(OpenClCall.READ_BUFFER, from, at, to, 0);
  }

  /** Copies to the host and waits for it, and so for all before. */
  public void readNow(OpenClBuffer from, long at, MemorySegment to) {
    copy(OpenClCall.READ_BUFFER, from, at, to, 1);
  }

  private void copy(OpenClCall call, OpenClBuffer buffer, long at, MemorySegment host, int wait) {
    if (host.byteSize() == 0) return;
    call.call(
        handle,
        buffer.handle(),
        wait,
        at,
        host.byteSize(),
        host,
        0,
        MemorySegment.NULL,
        MemorySegment.NULL);
  }

  /**
   * Runs a kernel.
   *
   * @param items all of them and those of a group, one {@code long} each
   * @param nanoseconds takes the time when it is known, if the queue was made for that
   */
  public void run(OpenClKernel kernel, MemorySegment items, LongConsumer nanoseconds) {
    if (!profile) {
      run(kernel, items, MemorySegment.NULL);
      return;
    }
    try (var arena = Arena.ofConfined()) {
      var event = arena.allocate(ADDRESS);
      run(kernel, items, event);
      launched.add(new Launched(event.get(ADDRESS, 0), nanoseconds));
    }
  }

  private void run(OpenClKernel kernel, MemorySegment items, MemorySegment event) {
    OpenClCall.RUN_KERNEL.call(
        handle,
        kernel.handle(),
        1,
        MemorySegment.NULL,
        items,
        items.asSlice(8, 8),
        0,
        MemorySegment.NULL,
        event);
  }

  /** Waits for all, and hands out the times. */
  public void finish() {
    OpenClCall.FINISH.call(handle);
    try (var arena = Arena.ofConfined()) {
      var time = arena.allocate(JAVA_LONG);
      for (var each : launched) {
        long nanoseconds = time(each.event, END, time) - time(each.event, START, time);
        each.nanoseconds.accept(nanoseconds);
        OpenClCall.RELEASE_EVENT.call(each.event);
      }
    } finally {
      launched.clear();
    }
  }

  private static long time(MemorySegment event, int what, MemorySegment into) {
    OpenClCall.EVENT_PROFILE.call(event, what, 8L, into, MemorySegment.NULL);
    return into.get(JAVA_LONG, 0);
  }
}
