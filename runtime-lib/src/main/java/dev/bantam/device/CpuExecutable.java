package dev.bantam.device;

import dev.bantam.device.host.KernelLibrary;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kernel.Module;
import dev.bantam.schedule.Schedule;
import dev.bantam.type.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** A compiled program with its constants, in this process. */
final class CpuExecutable implements Executable {
  private static final FunctionDescriptor RUN =
      FunctionDescriptor.of(
          ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

  private final ScheduledProgram program;
  private final KernelLibrary library;
  private final DeviceOptions options;
  private final Arena lifetime = Arena.ofShared();
  private final MemorySegment constants;
  private final MethodHandle run;

  CpuExecutable(ScheduledProgram program, KernelLibrary library, DeviceOptions options) {
    this.program = program;
    this.library = library;
    this.options = options;
    this.constants = allocate(lifetime, program.schedule().module().constantBytes());
    program.writeConstants(constants);
    this.run = library.function("bantam_run", RUN);
  }

  /** Memory aligned as the kernels want it; never nothing, so that it has an address. */
  static MemorySegment allocate(Arena arena, long bytes) {
    try {
      return arena.allocate(Math.max(bytes, 1), Module.ALIGNMENT).asSlice(0, bytes);
    } catch (OutOfMemoryError e) {
      throw new BantamException(
          ErrorCode.TOO_LARGE,
          "device cpu: this machine has no %d bytes left for one part of the program"
              .formatted(bytes),
          e);
    }
  }

  @Override
  public List<TensorType> inputs() {
    return program.inputs();
  }

  @Override
  public List<TensorType> outputs() {
    return program.outputs();
  }

  @Override
  public Footprint footprint() {
    return program.footprint(library.bytes());
  }

  @Override
  public Instance instance() {
    if (!lifetime.scope().isAlive()) throw new IllegalStateException("the executable is closed");
    return new CpuInstance(this, options);
  }

  Schedule schedule() {
    return program.schedule();
  }

  MemorySegment constants() {
    return constants;
  }

  MethodHandle function() {
    return run;
  }

  KernelLibrary library() {
    return library;
  }

  @Override
  public void close() {
    if (!lifetime.scope().isAlive()) return;
    library.close();
    lifetime.close();
  }

  /** The addresses that a run is given, in their order. */
  List<MemorySegment> addresses(
      MemorySegment arena,
      MemorySegment variables,
      List<MemorySegment> given,
      List<MemorySegment> made) {
    var all = new ArrayList<>(List.of(arena, constants, variables));
    all.addAll(given);
    all.addAll(made);
    return all;
  }
}
