/**
 * Runs a program exactly as the contract of the primitives says: what every device is compared
 * with, and what folds constants.
 *
 * <p>A tensor is a {@link dev.bantam.interp.View}: {@link dev.bantam.interp.Elements} seen through
 * strides. Movement makes another view where strides can say it and copies where they cannot.
 * Everything else reads dense lanes of {@code int}, {@code long}, {@code float} or {@code double}
 * ({@link dev.bantam.interp.Lanes}), so there is one loop for each meaning and width. It is a
 * plain, single thread; schedules, kernels and vectors are the devices' business.
 *
 * <p>To add a primitive, give it a meaning in {@link dev.bantam.interp.Execution}: the switch there
 * does not compile without.
 */
@NullMarked
package dev.bantam.interp;

import org.jspecify.annotations.NullMarked;
