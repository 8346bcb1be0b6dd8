/**
 * Quantization after training, graph in and graph out: dynamic range, int8, int16x8 and float16.
 *
 * <p>{@link dev.bantam.quantization.Calibrator} watches a float model on samples and says in which
 * range each tensor lies; {@link dev.bantam.quantization.IntegerQuantizer} and its neighbours make
 * a new graph of that; {@link dev.bantam.quantization.Quantizer} does all of it and measures what
 * changed. What each operator asks for is one line in {@link
 * dev.bantam.quantization.OperatorRules}. Nothing here knows of services.
 */
@NullMarked
package dev.bantam.quantization;

import org.jspecify.annotations.NullMarked;
