package dev.bantam.quantization;

import dev.bantam.evaluation.Preprocessing;

/**
 * All that decides what a quantization makes, apart from the model and the data.
 *
 * @param floatInterface whether the inputs and outputs of a calibrated scheme stay in float
 */
public record Recipe(
    Scheme scheme, Calibration calibration, Preprocessing preprocessing, boolean floatInterface) {}
