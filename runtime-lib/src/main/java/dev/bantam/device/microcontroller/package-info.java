/**
 * Processors without an operating system: a model becomes plain C with all memory in arrays, is
 * linked with a start-up for a board, and runs on that board under emulation.
 *
 * <p>{@link dev.bantam.device.microcontroller.SourcePackage} is what a user builds into a product;
 * {@link dev.bantam.device.microcontroller.BareDevice} runs the very same text. What differs
 * between cores is a {@link dev.bantam.device.microcontroller.Core}: a line in a table. To add a
 * core of this kind, add its line; to add one of another family, write its {@code board.c} as well.
 */
@NullMarked
package dev.bantam.device.microcontroller;

import org.jspecify.annotations.NullMarked;
