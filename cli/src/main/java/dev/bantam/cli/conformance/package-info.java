/**
 * How the {@code conformance} command runs cases: in child processes that take one case after the
 * other, so that one which crashes or hangs costs its own case and a new process.
 */
@NullMarked
package dev.bantam.cli.conformance;

import org.jspecify.annotations.NullMarked;
