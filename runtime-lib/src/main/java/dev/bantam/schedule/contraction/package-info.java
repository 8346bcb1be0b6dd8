/**
 * The innermost part of a contraction: rows times a panel of packed weights, in registers.
 *
 * <p>A {@link dev.bantam.schedule.contraction.ContractionTile} is a function in C, made from the
 * target's description: its register tile, its vector width, its way to multiply small integers. It
 * works for every depth and every distance of rows, so one program needs a few of them, and they
 * compile in milliseconds. {@link dev.bantam.schedule.contraction.PanelPacking} says how the other
 * operand has to lie in memory. Which part of a program is a contraction, where its rows come from
 * and what is done with its sums is the schedule's affair.
 *
 * <p>A new form of dot product is one constant of {@link dev.bantam.kernel.Target.DotProduct} and
 * the branches that the compiler then asks for here.
 */
@NullMarked
package dev.bantam.schedule.contraction;

import org.jspecify.annotations.NullMarked;
