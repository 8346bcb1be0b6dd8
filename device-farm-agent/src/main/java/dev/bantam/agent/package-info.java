/**
 * Measures models on a device and reports: {@code measure} takes samples, {@code benchmark}
 * measures a model whole and in a process of its own, {@code farm} takes work from a server, {@code
 * peer} runs rivals.
 *
 * <p>An agent runs only what {@code runtime-lib} compiled from a verified model: a server cannot
 * send it a command.
 */
@NullMarked
package dev.bantam.agent;

import org.jspecify.annotations.NullMarked;
