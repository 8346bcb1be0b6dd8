package dev.bantam.device.host.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A program that was built.
 *
 * @param handle the driver's own
 * @param bytes that it takes as the driver hands it out, or of its text where that is not asked for
 */
public record OpenClCode(MemorySegment handle, long bytes) {
  /** The kernel of that name, with memory for arguments of its own. */
  public OpenClKernel kernel(Arena lifetime, String name) {
    try (var arena = Arena.ofConfined()) {
      var kernel =
          OpenClCall.CREATE_KERNEL.create(
              lifetime, OpenClCall.RELEASE_KERNEL, handle, arena.allocateFrom(name));
      return new OpenClKernel(kernel, lifetime);
    }
  }
}
