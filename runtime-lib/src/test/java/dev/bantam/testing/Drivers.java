package dev.bantam.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bantam.device.Device;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;

/** Devices that not every machine has. A test that needs one is aborted where it is not there. */
public final class Drivers {
  private Drivers() {}

  /**
   * The device {@code opencl}; on Debian, {@code pocl-opencl-icd} is a driver for every machine.
   */
  public static Device openCl(DeviceOptions options) {
    var devices = Devices.load();
    assumeTrue(
        devices.names().contains("opencl"),
        "no OpenCL driver is on this machine: install pocl-opencl-icd and ocl-icd-libopencl1");
    return devices.device("opencl", options);
  }
}
