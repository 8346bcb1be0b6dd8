/**
 * Kernel to source text, one class per language.
 *
 * <p>A dialect prints every {@link dev.bantam.kernel.Expr}, {@link dev.bantam.kernel.Stmt} and
 * {@link dev.bantam.kernel.Step}, and knows nothing of primitives, operators or devices. A language
 * of the C family is a subclass of {@link dev.bantam.dialect.CDialect} that overrides where it
 * differs; arithmetic is in a prelude of its own, {@code prelude.c} for C.
 */
@NullMarked
package dev.bantam.dialect;

import org.jspecify.annotations.NullMarked;
