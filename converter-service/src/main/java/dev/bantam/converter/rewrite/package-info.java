/**
 * Rewrites of a finished body that need to know who reads an edge: dead code, folding into weights,
 * fused activations.
 *
 * <p>Each is a class of its own, and leaves a body as it was where it does not fit. To add one,
 * write it and name it in {@link dev.bantam.converter.rewrite.Rewrites}.
 */
@NullMarked
package dev.bantam.converter.rewrite;

import org.jspecify.annotations.NullMarked;
