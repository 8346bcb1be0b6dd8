/**
 * The primitives: what every device can do, and all that an operator is made of.
 *
 * <p>A {@link dev.bantam.prim.Program} is functions of primitives in static single assignment,
 * typed and shaped. {@link dev.bantam.prim.ProgramBuilder} makes them, {@link
 * dev.bantam.prim.ProgramText} prints and parses them, {@link dev.bantam.prim.Legality} checks what
 * the records alone cannot. Nothing here runs anything: the meaning to the last bit is in {@code
 * dev.bantam.interp}.
 *
 * <p>The primitives are records, one interface for each family: {@link dev.bantam.prim.Source},
 * {@link dev.bantam.prim.Movement}, {@link dev.bantam.prim.Elementwise}, {@link
 * dev.bantam.prim.Reduction}, {@link dev.bantam.prim.Indexed}, {@link dev.bantam.prim.Control} and
 * {@link dev.bantam.prim.State}. To add one, write its record in its family; the compiler lists the
 * switches to extend.
 */
@NullMarked
package dev.bantam.prim;

import org.jspecify.annotations.NullMarked;
