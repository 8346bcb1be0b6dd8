/**
 * What a model is worth: samples fitted to its input, accuracy with its interval, the change
 * between two models on the same samples, and the error of each tensor.
 *
 * <p>Runs models on any {@link dev.bantam.device.Device}. Knows nothing of how a model was made.
 */
@NullMarked
package dev.bantam.evaluation;

import org.jspecify.annotations.NullMarked;
