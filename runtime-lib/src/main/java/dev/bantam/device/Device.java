package dev.bantam.device;

import dev.bantam.prim.Program;
import java.util.Optional;

/** Something that runs programs: a target, its language, its compiler and what loads the result. */
public interface Device {
  /** The name that commands and reports use, such as {@code cpu}. */
  String name();

  /** The processor that runs programs, for people; empty if it is that of this machine. */
  default Optional<String> processor() {
    return Optional.empty();
  }

  /**
   * Whether this only stands in for a device, as an emulator does: its results are the device's,
   * its times are not. Said wherever a figure of it stands.
   */
  default boolean isStandIn() {
    return false;
  }

  /**
   * Whether its kernels are machine code of this process, which needs nothing of the system while
   * it runs. A driver or an emulator does.
   */
  default boolean runsInProcess() {
    return false;
  }

  /**
   * Makes a program ready to run. The program's parameters and results become the inputs and
   * outputs of every instance.
   *
   * @throws dev.bantam.error.BantamException if the device cannot hold it, or its compiler fails
   */
  Executable compile(Program program);

  /**
   * Whether the time that a run takes says anything. That of an emulator does not: its {@link
   * Instance#instructions} do.
   */
  default boolean hasTime() {
    return true;
  }

  /**
   * The text of a stage that {@link #compile} goes through.
   *
   * @throws dev.bantam.error.BantamException if this device has no such stage
   */
  String text(Program program, Stage stage);

  /** Whether it runs programs with strings as they are; of others, the host runs these parts. */
  default boolean takesStrings() {
    return false;
  }

  /** A form between a program and what runs, that a device can show. */
  enum Stage {
    /** What runs after what, on which memory, for which operator. */
    SCHEDULE,
    /** Loops over buffers, and where each buffer lies. */
    KERNEL,
    /** What the device's own compiler reads. */
    SOURCE
  }

  /** Makes a device; found by {@link java.util.ServiceLoader}. */
  interface Provider {
    /** The name of the devices that it makes. */
    String name();

    /** Whether this machine has what they need; a device that is asked for anyway says what. */
    default boolean isThere() {
      return true;
    }

    Device device(DeviceOptions options);
  }
}
