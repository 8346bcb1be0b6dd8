/**
 * From a program to kernels: what is computed where, in which loops, and which memory holds it.
 *
 * <p>A {@link dev.bantam.schedule.Graph} is a function with its calls written out; {@link
 * dev.bantam.schedule.Fusion} decides which values go through memory; the rest is computed where it
 * is read, by {@link dev.bantam.schedule.Point}. {@link dev.bantam.schedule.FunctionSchedule} puts
 * the kernels in order, {@link dev.bantam.schedule.MemoryPlan} places their memory. Where outermost
 * iterations are work items, {@link dev.bantam.schedule.ItemContraction}, {@link
 * dev.bantam.schedule.GroupContraction} and {@link dev.bantam.schedule.GroupReduction} take the
 * place of what suits a few threads. Nothing here names an operator or a device; what a processor
 * can do is in the {@link dev.bantam.kernel.Target}.
 */
@NullMarked
package dev.bantam.schedule;

import org.jspecify.annotations.NullMarked;
