package dev.bantam.benchmark;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/** Another request of the same agent took the device just now. */
public final class DeviceTakenException extends BantamException {
  private static final long serialVersionUID = 1L;

  public DeviceTakenException(String device) {
    super(
        ErrorCode.CONFLICT,
        "device %s: is measuring already, must end that first".formatted(device));
  }
}
