/**
 * Kernel to source text, one class per language.
 *
 * <p>A dialect prints every {@link dev.bantam.kernel.Expr}, {@link dev.bantam.kernel.Stmt} and
 * {@link dev.bantam.kernel.Step}, and knows nothing of primitives, operators or devices. A language
 * of the C family is a subclass of {@link dev.bantam.dialect.CDialect} that overrides where it
 * differs; all of them share the arithmetic in {@code prelude.c}, behind a text that names the
 * element types in their own words: {@code types.c} for C.
 */
@NullMarked
package dev.bantam.dialect;

import org.jspecify.annotations.NullMarked;
