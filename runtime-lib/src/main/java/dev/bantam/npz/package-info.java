/**
 * Reads and writes NumPy's {@code .npy} arrays and {@code .npz} archives of them.
 *
 * <p>The files come from outside, so {@link dev.bantam.npz.NpzLimits} bounds what is read before it
 * is believed.
 */
@NullMarked
package dev.bantam.npz;

import org.jspecify.annotations.NullMarked;
