/**
 * OpenCL through the driver that this machine has: {@code libOpenCL.so.1}, loaded when it is first
 * asked for.
 *
 * <p>Every object of the driver is a memory segment of an arena and is released with it, so that a
 * call after that throws and does not crash. Nothing here knows what a kernel computes.
 */
@NullMarked
package dev.bantam.device.host.opencl;

import org.jspecify.annotations.NullMarked;
