/**
 * The {@code bantam} command: one class per command, and what all of them share.
 *
 * <p>To add a command, extend {@link dev.bantam.cli.BantamCommand}, annotate the class with its
 * name and a one-line description, and name it in {@link dev.bantam.cli.Commands}. The command
 * returns an exit code; whatever it cannot do it throws as a {@code BantamException}, which {@link
 * dev.bantam.cli.Main} prints as one line. What a command knows beyond its options belongs into a
 * library.
 */
@NullMarked
package dev.bantam.cli;

import org.jspecify.annotations.NullMarked;
