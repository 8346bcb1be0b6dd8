package dev.bantam.device;

import dev.bantam.device.host.opencl.OpenClContext;
import dev.bantam.device.host.opencl.OpenClProcessor;
import dev.bantam.dialect.OpenClProgram;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.interp.Interpreter;
import dev.bantam.kernel.KernelText;
import dev.bantam.prim.Program;
import dev.bantam.schedule.Schedule;
import dev.bantam.schedule.ScheduleText;
import dev.bantam.toolchain.BinaryCache;
import java.util.Optional;

/**
 * A processor with an OpenCL driver: OpenCL C, compiled by the driver. Of several processors it is
 * a GPU before an accelerator before a CPU.
 */
public final class OpenClDevice implements Device {
  private static final String NAME = "opencl";

  private final DeviceOptions options;
  private final OpenClContext context;

  /** A device on the processor of {@code context}. */
  public OpenClDevice(DeviceOptions options, OpenClContext context) {
    this.options = options;
    this.context = context;
  }

  /** Found by name. */
  public static final class Provider implements Device.Provider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public boolean isThere() {
      return !OpenClProcessor.all().isEmpty();
    }

    @Override
    public Device device(DeviceOptions options) {
      var processor =
          OpenClProcessor.all().stream()
              .findFirst()
              .orElseThrow(
                  () ->
                      new BantamException(
                          ErrorCode.UNAVAILABLE,
                          "device opencl: no driver is on this machine, must be one that libOpenCL.so.1 finds"));
      // A driver that computes on the CPU keeps its own results, and compiles again for a binary.
      var cache =
          processor.isStandIn()
              ? Optional.<BinaryCache>empty()
              : Optional.of(BinaryCache.ofThisUser());
      return new OpenClDevice(options, new OpenClContext(processor, cache));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> processor() {
    return Optional.of(context.processor().description());
  }

  @Override
  public boolean isStandIn() {
    return context.processor().isStandIn();
  }

  @Override
  public Executable compile(Program program) {
    var schedule = schedule(program);
    requireFits(schedule);
    return new OpenClExecutable(
        ScheduledProgram.of(program, schedule), source(schedule), context, options);
  }

  @Override
  public String text(Program program, Stage stage) {
    var schedule = schedule(program);
    return switch (stage) {
      case SCHEDULE -> ScheduleText.print(schedule);
      case KERNEL -> KernelText.print(schedule.module());
      case SOURCE -> source(schedule).text();
    };
  }

  private Schedule schedule(Program program) {
    return Schedule.of(
        program, context.processor().target(), new Interpreter(), options.mostBytes());
  }

  private OpenClProgram source(Schedule schedule) {
    var processor = context.processor();
    return OpenClProgram.of(
        schedule.module(), processor.groupItems(), processor.features().doubles());
  }

  /** A segment is one buffer. */
  private void requireFits(Schedule schedule) {
    var module = schedule.module();
    long most = context.processor().bufferBytes();
    long largest =
        Math.max(module.arenaBytes(), Math.max(module.constantBytes(), module.variableBytes()));
    if (largest > most) throw new DeviceMemoryException(NAME, largest, most);
    long all = module.arenaBytes() + module.constantBytes() + module.variableBytes();
    if (all > context.processor().globalBytes()) {
      throw new DeviceMemoryException(NAME, all, context.processor().globalBytes());
    }
  }
}
