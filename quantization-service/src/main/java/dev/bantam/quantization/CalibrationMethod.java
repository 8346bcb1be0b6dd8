package dev.bantam.quantization;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.Arrays;
import java.util.Locale;

/** How the range of an activation follows from the values that were seen. */
public enum CalibrationMethod {
  /** The least and the greatest value. */
  MINMAX,
  /**
   * The average of each sample's least and greatest value, later samples weighing more: single
   * outliers fade.
   */
  MOVING_AVERAGE,
  /** Leaves out a share of the values at each end. */
  PERCENTILE,
  /**
   * The range whose quantized histogram loses the least information (Kullback-Leibler divergence).
   */
  ENTROPY;

  public static CalibrationMethod parse(String text) {
    return Arrays.stream(values())
        .filter(method -> method.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BantamException(
                    ErrorCode.INVALID_REQUEST,
                    "calibration method \"%s\" is not known, must be one of %s"
                        .formatted(text, Arrays.toString(values()))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
