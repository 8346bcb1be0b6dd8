package dev.bantam.quantization;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/**
 * How ranges are found.
 *
 * @param samples how many are looked at, spread over the data set
 * @param clipped share of values that {@link CalibrationMethod#PERCENTILE} leaves out
 */
public record Calibration(CalibrationMethod method, int samples, double clipped) {
  public static final Calibration DEFAULT = new Calibration(CalibrationMethod.MINMAX, 200, 1e-4);

  public Calibration {
    if (samples < 1)
      throw new BantamException(
          ErrorCode.INVALID_REQUEST,
          "calibration samples are %d, must be at least 1".formatted(samples));
    if (!(clipped >= 0 && clipped < 1)) {
      throw new BantamException(
          ErrorCode.INVALID_REQUEST, "clipped share is %s, must be in [0, 1)".formatted(clipped));
    }
  }
}
