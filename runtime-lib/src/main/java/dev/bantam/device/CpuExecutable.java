package dev.bantam.device;

import dev.bantam.device.host.KernelLibrary;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kernel.Module;
import dev.bantam.prim.Program;
import dev.bantam.prim.Value;
import dev.bantam.schedule.Schedule;
import dev.bantam.type.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A compiled program with its constants, in this process. */
final class CpuExecutable implements Executable {
  private static final FunctionDescriptor RUN =
      FunctionDescriptor.of(
          ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

  private final List<TensorType> inputs;
  private final List<TensorType> outputs;
  private final Schedule schedule;
  private final KernelLibrary library;
  private final DeviceOptions options;
  private final Arena lifetime = Arena.ofShared();
  private final MemorySegment constants;
  private final MethodHandle run;

  CpuExecutable(Program program, Schedule schedule, KernelLibrary library, DeviceOptions options) {
    this.inputs = program.main().parameters().stream().map(Value::type).toList();
    this.outputs = program.main().resultTypes();
    this.schedule = schedule;
    this.library = library;
    this.options = options;
    this.constants = allocate(lifetime, schedule.module().constantBytes());
    schedule
        .constants()
        .forEach(
            (slot, literal) -> {
              long place = Objects.requireNonNull(schedule.module().places().get(slot));
              constants.asSlice(place, slot.bytes()).copyFrom(literal.bytes());
            });
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
    return inputs;
  }

  @Override
  public List<TensorType> outputs() {
    return outputs;
  }

  @Override
  public Footprint footprint() {
    var module = schedule.module();
    return new Footprint(
        module.constantBytes(), module.arenaBytes(), module.variableBytes(), library.bytes());
  }

  @Override
  public Instance instance() {
    if (!lifetime.scope().isAlive()) throw new IllegalStateException("the executable is closed");
    return new CpuInstance(this, options);
  }

  Schedule schedule() {
    return schedule;
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
