package dev.bantam.cli;

import dev.bantam.device.Device;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The device that a command works on; a mixin. */
public final class DeviceFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "Where models run: cpu, interp, opencl, cortex-m4, ... (default: cpu).")
  private @Nullable String name;

  public String name() {
    return name == null ? "cpu" : name;
  }

  /** Refuses the flag where a server does the work, for it evaluates where it is set to. */
  void requireNoneFor(String server) {
    if (name == null) return;
    throw new ParameterException(
        command.commandLine(),
        "--device %s: the server %s decides where models run, leave it out"
            .formatted(name, server));
  }

  /** The device, with one thread. */
  public Device device() {
    return device(DeviceOptions.DEFAULT);
  }

  public Device device(DeviceOptions options) {
    return Flags.read(command, () -> Devices.load().device(name(), options));
  }
}
