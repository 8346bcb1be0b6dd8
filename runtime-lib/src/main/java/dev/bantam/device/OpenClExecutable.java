package dev.bantam.device;

import dev.bantam.device.host.opencl.OpenClBuffer;
import dev.bantam.device.host.opencl.OpenClCode;
import dev.bantam.device.host.opencl.OpenClContext;
import dev.bantam.dialect.OpenClProgram;
import dev.bantam.prim.Program;
import dev.bantam.prim.Value;
import dev.bantam.schedule.Schedule;
import dev.bantam.type.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/** A program that the driver built, with its constants in the processor's memory. */
final class OpenClExecutable implements Executable {
  private final List<TensorType> inputs;
  private final List<TensorType> outputs;
  private final Schedule schedule;
  private final OpenClProgram source;
  private final OpenClContext context;
  private final DeviceOptions options;
  private final Arena lifetime = Arena.ofShared();
  private final OpenClCode code;
  private final OpenClBuffer constants;

  OpenClExecutable(
      Program program,
      Schedule schedule,
      OpenClProgram source,
      OpenClContext context,
      DeviceOptions options) {
    this.inputs = program.main().parameters().stream().map(Value::type).toList();
    this.outputs = program.main().resultTypes();
    this.schedule = schedule;
    this.source = source;
    this.context = context;
    this.options = options;
    try {
      code = context.code(lifetime, source.text());
      constants = context.buffer(lifetime, schedule.module().constantBytes());
      upload();
    } catch (RuntimeException e) {
      lifetime.close();
      throw e;
    }
  }

  private void upload() {
    try (var arena = Arena.ofConfined()) {
      var all = arena.allocate(Math.max(1, schedule.module().constantBytes()));
      schedule
          .constants()
          .forEach(
              (slot, literal) -> {
                long place = Objects.requireNonNull(schedule.module().places().get(slot));
                all.asSlice(place, slot.bytes()).copyFrom(literal.bytes());
              });
      var queue = context.queue(arena, false);
      queue.write(constants, 0, all.asSlice(0, schedule.module().constantBytes()));
      queue.finish();
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
        module.constantBytes(), module.arenaBytes(), module.variableBytes(), code.bytes());
  }

  @Override
  public Instance instance() {
    if (!lifetime.scope().isAlive()) throw new IllegalStateException("the executable is closed");
    return new OpenClInstance(this, options);
  }

  Schedule schedule() {
    return schedule;
  }

  OpenClProgram source() {
    return source;
  }

  OpenClContext context() {
    return context;
  }

  OpenClCode code() {
    return code;
  }

  OpenClBuffer constants() {
    return constants;
  }

  @Override
  public void close() {
    if (lifetime.scope().isAlive()) lifetime.close();
  }

  /** Memory of the host, aligned as callers want it. */
  static MemorySegment allocate(Arena arena, long bytes) {
    return CpuExecutable.allocate(arena, bytes);
  }
}
