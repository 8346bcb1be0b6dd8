package dev.bantam.device;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/** A program that a device would run if it had more memory. */
public final class DeviceMemoryException extends BantamException {
  private static final long serialVersionUID = 1L;

  /**
   * @param needed bytes that the program takes
   * @param most bytes that the device has, or may use
   */
  public DeviceMemoryException(String device, long needed, long most) {
    super(
        ErrorCode.TOO_LARGE,
        "device %s: the program takes %d bytes of memory, must take at most %d"
            .formatted(device, needed, most));
  }
}
