/**
 * One file per operator: its attributes, the types it takes, and its meaning as a composition of
 * primitives.
 *
 * <p>Interpreter, gradients and every device follow from that composition, so nothing here names a
 * device. The words that an operator is written in are {@link dev.bantam.prim.Prim}s and the
 * derived arithmetic beside the operators.
 *
 * <p>To add an operator, write its file and name it in {@link dev.bantam.op.Operators}; a test
 * finds one that is missing there.
 */
@NullMarked
package dev.bantam.op;

import org.jspecify.annotations.NullMarked;
