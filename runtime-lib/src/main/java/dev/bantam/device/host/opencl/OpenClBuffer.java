package dev.bantam.device.host.opencl;

import java.lang.foreign.MemorySegment;

/**
 * Memory of a processor.
 *
 * @param handle the driver's own
 */
public record OpenClBuffer(MemorySegment handle, long bytes) {}
