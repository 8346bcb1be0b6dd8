package dev.bantam.cli;

import dev.bantam.device.Device;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import picocli.CommandLine.Option;

/** The device that a command works on; a mixin. */
public final class DeviceFlags {
  @Option(
      names = "--device",
      defaultValue = "cpu",
      paramLabel = "D",
      description = "Where models run: cpu, interp, opencl, ... (default: cpu).")
  private String name = "cpu";

  public String name() {
    return name;
  }

  /** The device, with one thread. */
  public Device device() {
    return device(DeviceOptions.DEFAULT);
  }

  public Device device(DeviceOptions options) {
    return Devices.load().device(name, options);
  }
}
