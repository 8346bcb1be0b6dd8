/**
 * The loop-level form: what a schedule makes of a program, and what a dialect prints.
 *
 * <p>A {@link dev.bantam.kernel.Module} is steps that launch {@link dev.bantam.kernel.Kernel}s on
 * slots of memory; a kernel is loops, locals and stores over its parameters. There are no tensors,
 * primitives or operators here. {@link dev.bantam.kernel.KernelText} prints all of it and parses it
 * back; {@link dev.bantam.kernel.Indices} keeps index arithmetic short.
 *
 * <p>To add a form, extend {@link dev.bantam.kernel.Expr} or {@link dev.bantam.kernel.Stmt}; the
 * compiler lists the dialects to teach.
 */
@NullMarked
package dev.bantam.kernel;

import org.jspecify.annotations.NullMarked;
