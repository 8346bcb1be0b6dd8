/**
 * Measuring how long something takes.
 *
 * <p>A {@link dev.bantam.agent.measure.Sampler} warms subjects up until they are stable, then takes
 * samples of all of them in turn, so that what the machine does meanwhile meets all of them alike.
 * What follows from samples is in {@link dev.bantam.statistics}. Nothing here knows what a subject
 * does.
 */
@NullMarked
package dev.bantam.agent.measure;

import org.jspecify.annotations.NullMarked;
