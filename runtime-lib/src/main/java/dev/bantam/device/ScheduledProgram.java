package dev.bantam.device;

import dev.bantam.prim.Program;
import dev.bantam.prim.Value;
import dev.bantam.schedule.Schedule;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/**
 * The schedule of a program and what it takes and gives: all that a compiled one knows of itself.
 */
record ScheduledProgram(Schedule schedule, List<TensorType> inputs, List<TensorType> outputs) {
  static ScheduledProgram of(Program program, Schedule schedule) {
    var main = program.main();
    return new ScheduledProgram(
        schedule, main.parameters().stream().map(Value::type).toList(), main.resultTypes());
  }

  /** With code of so many bytes. */
  Executable.Footprint footprint(long codeBytes) {
    var module = schedule.module();
    return new Executable.Footprint(
        module.constantBytes(), module.arenaBytes(), module.variableBytes(), codeBytes);
  }

  /** Each constant to its place in memory of {@code constantBytes}. */
  void writeConstants(MemorySegment memory) {
    schedule
        .constants()
        .forEach(
            (slot, literal) -> {
              long place = Objects.requireNonNull(schedule.module().places().get(slot));
              memory.asSlice(place, slot.bytes()).copyFrom(literal.bytes());
            });
  }
}
