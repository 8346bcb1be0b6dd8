/**
 * The derivative of each primitive, written as primitives: reverse mode over a program, whose
 * result is a program like any other. {@link dev.bantam.grad.Gradients} is the way in; {@code
 * Rules} holds a branch for each primitive, so that one without a derivative does not compile.
 *
 * <p>Not here: optimizers, losses, and the loop that trains.
 */
@NullMarked
package dev.bantam.grad;

import org.jspecify.annotations.NullMarked;
