package dev.bantam.device;

import dev.bantam.device.host.opencl.OpenClBuffer;
import dev.bantam.device.host.opencl.OpenClCode;
import dev.bantam.device.host.opencl.OpenClContext;
import dev.bantam.dialect.OpenClProgram;
import dev.bantam.schedule.Schedule;
import dev.bantam.type.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A program that the driver built, with its constants in the processor's memory. */
final class OpenClExecutable implements Executable {
  private final ScheduledProgram program;
  private final OpenClProgram source;
  private final OpenClContext context;
  private final DeviceOptions options;
  private final Arena lifetime = Arena.ofShared();
  private final OpenClCode code;
  private final OpenClBuffer constants;

  OpenClExecutable(
      ScheduledProgram program,
      OpenClProgram source,
      OpenClContext context,
      DeviceOptions options) {
    this.program = program;
    this.source = source;
    this.context = context;
    this.options = options;
    try {
      code = context.code(lifetime, source.text());
      constants = context.buffer(lifetime, constantBytes());
      upload();
    } catch (RuntimeException e) {
      lifetime.close();
      throw e;
    }
  }

  private void upload() {
    try (var arena = Arena.ofConfined()) {
      var all = arena.allocate(Math.max(1, constantBytes()));
      program.writeConstants(all);
      var queue = context.queue(arena, false);
      queue.write(constants, 0, all.asSlice(0, constantBytes()));
      queue.finish();
    }
  }

  private long constantBytes() {
    return program.schedule().module().constantBytes();
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
    return program.footprint(code.bytes());
  }

  @Override
  public Instance instance() {
    if (!lifetime.scope().isAlive()) throw new IllegalStateException("the executable is closed");
    return new OpenClInstance(this, options);
  }

  Schedule schedule() {
    return program.schedule();
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
