/**
 * Measuring how long something takes, and saying how sure that is.
 *
 * <p>{@link dev.bantam.agent.measure.Measurement} warms subjects up until they are stable, then
 * takes samples of all of them in turn, so that what the machine does meanwhile meets all of them
 * alike. {@link dev.bantam.agent.measure.Samples} are kept raw; medians, intervals and {@link
 * dev.bantam.agent.measure.Ratio}s follow from them. Nothing here knows what a subject does.
 */
@NullMarked
package dev.bantam.agent.measure;

import org.jspecify.annotations.NullMarked;
