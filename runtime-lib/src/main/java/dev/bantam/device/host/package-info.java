/**
 * This process as a place where kernels run: loading machine code into it, and what its processor
 * can do.
 *
 * <p>All native calls of the library are made here. Nothing here knows what a kernel computes.
 */
@NullMarked
package dev.bantam.device.host;

import org.jspecify.annotations.NullMarked;
