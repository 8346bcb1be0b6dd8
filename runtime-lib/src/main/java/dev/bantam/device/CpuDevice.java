package dev.bantam.device;

import dev.bantam.device.host.HostProcessor;
import dev.bantam.device.host.KernelLibrary;
import dev.bantam.device.host.ThreadPoolText;
import dev.bantam.dialect.CProgram;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.interp.Interpreter;
import dev.bantam.kernel.KernelText;
import dev.bantam.kernel.Target;
import dev.bantam.prim.Program;
import dev.bantam.schedule.Schedule;
import dev.bantam.schedule.ScheduleText;
import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.Toolchain;
import java.util.List;

/** The processor of this machine: C, compiled by the bundled clang, loaded into this process. */
public final class CpuDevice implements Device {
  private final DeviceOptions options;
  private final Toolchain toolchain;

  /** A device whose results are kept by {@code toolchain}. */
  public CpuDevice(DeviceOptions options, Toolchain toolchain) {
    this.options = options;
    this.toolchain = toolchain;
  }

  /** Found by name. */
  public static final class Provider implements Device.Provider {
    @Override
    public String name() {
      return "cpu";
    }

    @Override
    public Device device(DeviceOptions options) {
      return new CpuDevice(options, Toolchain.clang());
    }
  }

  @Override
  public boolean runsInProcess() {
    return true;
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Executable compile(Program program) {
    var target = target();
    var schedule = schedule(program, target);
    var sources = sources(schedule, target);
    var library =
        KernelLibrary.of(toolchain, sources, new Architecture(target.triple(), target.options()));
    return new CpuExecutable(ScheduledProgram.of(program, schedule), library, options);
  }

  @Override
  public String text(Program program, Stage stage) {
    var target = target();
    var schedule = schedule(program, target);
    return switch (stage) {
      case SCHEDULE -> ScheduleText.print(schedule);
      case KERNEL -> KernelText.print(schedule.module());
      case SOURCE -> String.join("\n", sources(schedule, target));
    };
  }

  private Schedule schedule(Program program, Target target) {
    return Schedule.of(program, target, new Interpreter(), options.mostBytes());
  }

  private List<String> sources(Schedule schedule, Target target) {
    return CProgram.of(
        schedule.module(),
        target.cores(),
        ThreadPoolText.text(),
        Interpreter.MOST_STEPS,
        options.profile());
  }

  /** The best level that this machine has, or the one that was asked for. */
  private Target target() {
    var levels = HostProcessor.levels(toolchain);
    if (options.instructionSet().isEmpty()) return levels.getLast();
    var wanted = options.instructionSet().get();
    return levels.stream()
        .filter(level -> level.instructions().slug().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new BantamException(
                    ErrorCode.INVALID_REQUEST,
                    "device cpu: instruction set \"%s\" is not one of this machine's, must be one of %s"
                        .formatted(
                            wanted,
                            levels.stream().map(level -> level.instructions().slug()).toList())));
  }
}
