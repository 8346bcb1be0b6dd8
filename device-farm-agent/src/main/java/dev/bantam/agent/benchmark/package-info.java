/**
 * One model on one device: time, memory, profile, and whether the answers are right, measured in a
 * process of its own.
 */
@NullMarked
package dev.bantam.agent.benchmark;

import org.jspecify.annotations.NullMarked;
