/**
 * What agents report, farms keep and people read: a measurement with its evidence. How one is taken
 * is the agent's matter, what follows from many of them the farm's.
 */
@NullMarked
package dev.bantam.measurement;

import org.jspecify.annotations.NullMarked;
