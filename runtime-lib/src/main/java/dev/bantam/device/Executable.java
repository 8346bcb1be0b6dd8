package dev.bantam.device;

import dev.bantam.type.TensorType;
import java.util.List;

/** A program made ready for a device. Shared by its instances, which may run at the same time. */
public interface Executable extends AutoCloseable {
  List<TensorType> inputs();

  List<TensorType> outputs();

  Footprint footprint();

  /** A new instance, with variables at their initial values. */
  Instance instance();

  /** Releases what it holds. Instances must be closed before; closing again does nothing. */
  @Override
  void close();

  /**
   * Bytes that a program takes on a device.
   *
   * @param constants weights and tables, once per executable
   * @param arena values between kernels, once per instance
   * @param variables state, once per instance
   * @param code machine code, once per executable
   */
  record Footprint(long constants, long arena, long variables, long code) {}
}
