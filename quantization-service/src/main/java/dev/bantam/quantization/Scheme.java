package dev.bantam.quantization;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How a model is quantized. */
public enum Scheme {
  /** Weights in 8 bits, activations in float and quantized as they come. */
  DYNAMIC("dynamic", false),
  /** Weights and activations in 8 bits. */
  INT8("int8", true),
  /** Weights in 8 bits, activations in 16. */
  INT16X8("int16x8", true),
  /** Weights stored in 16 bits, computed in float. */
  FP16("fp16", false);

  private final String text;
  private final boolean calibrated;

  Scheme(String text, boolean calibrated) {
    this.text = text;
    this.calibrated = calibrated;
  }

  /** Whether samples are needed to know the ranges of activations. */
  public boolean isCalibrated() {
    return calibrated;
  }

  public static Scheme parse(String text) {
    return Arrays.stream(values())
        .filter(scheme -> scheme.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BantamException(
                    ErrorCode.INVALID_REQUEST,
                    "scheme \"%s\" is not known, must be one of %s"
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(s -> s.text)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return text;
  }
}
