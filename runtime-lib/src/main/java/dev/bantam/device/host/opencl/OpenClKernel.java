package dev.bantam.device.host.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A kernel with arguments, which stay from one launch to the next. */
public final class OpenClKernel {
  private final MemorySegment handle;
  private final MemorySegment value;

  OpenClKernel(MemorySegment handle, Arena lifetime) {
    this.handle = handle;
    this.value = lifetime.allocate(8, 8);
  }

  MemorySegment handle() {
    return handle;
  }

  public void argument(int index, OpenClBuffer buffer) {
    value.set(ADDRESS, 0, buffer.handle());
    OpenClCall.SET_ARGUMENT.call(handle, index, 8L, value);
  }

  public void argument(int index, long number) {
    value.set(JAVA_LONG, 0, number);
    OpenClCall.SET_ARGUMENT.call(handle, index, 8L, value);
  }
}
