/** The command, as a user types it. */
@NullMarked
package dev.bantam.cli;

import org.jspecify.annotations.NullMarked;
