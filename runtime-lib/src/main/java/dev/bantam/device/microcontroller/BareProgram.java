package dev.bantam.device.microcontroller;

import dev.bantam.dialect.StaticCProgram;
import dev.bantam.interp.Interpreter;
import dev.bantam.kernel.Module;
import dev.bantam.kernel.Slot;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.prim.Program;
import dev.bantam.schedule.Schedule;
import dev.bantam.type.Literal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program scheduled for a core: its memory is known, and its text can be printed.
 *
 * @param prefix that all names of its text begin with
 */
record BareProgram(Core core, String prefix, Schedule schedule) {
  /** What calls, saved registers and locals take beside arrays, with room to spare. */
  private static final long FRAME_BYTES = 1 << 10;

  static BareProgram of(Core core, String prefix, Program program) {
    var schedule = Schedule.of(program, core.target(), new Interpreter(), Long.MAX_VALUE);
    return new BareProgram(core, prefix, schedule);
  }

  Module module() {
    return schedule.module();
  }

  StaticCProgram text() {
    Map<Slot, Literal> initial = new LinkedHashMap<>();
    schedule.variables().forEach((slot, variable) -> initial.put(slot, variable.initial()));
    return new StaticCProgram(
        prefix, module(), schedule.constants(), initial, core.vectors(), Interpreter.MOST_STEPS);
  }

  /** Constants as they are stored, without room between them. */
  long constantBytes() {
    return schedule.constants().keySet().stream().mapToLong(Slot::bytes).sum();
  }

  /** Arena and variables: all that is not on the stack. */
  long staticBytes() {
    return module().arenaBytes() + module().variableBytes();
  }

  /** The deepest stack of a run. */
  long stackBytes() {
    return FRAME_BYTES + arrayBytes(module().steps());
  }

  private static long arrayBytes(List<Step> steps) {
    long most = 0;
    for (var step : steps) {
      long bytes =
          switch (step) {
            case Step.Launch launch -> arrayBytesOf(launch.kernel().body());
            case Step.Loop loop -> arrayBytes(loop.body());
            case Step.While loop -> Math.max(arrayBytes(loop.condition()), arrayBytes(loop.body()));
            case Step.Case choice ->
                choice.branches().stream().mapToLong(BareProgram::arrayBytes).max().orElse(0);
          };
      most = Math.max(most, bytes);
    }
    return most;
  }

  private static long arrayBytesOf(List<Stmt> statements) {
    long bytes = 0;
    for (var statement : statements) {
      bytes +=
          switch (statement) {
            case Stmt.Array(var buffer) -> 16 + buffer.dtype().bytes(buffer.elements());
            case Stmt.For loop -> arrayBytesOf(loop.body());
            case Stmt.If choice -> arrayBytesOf(choice.then()) + arrayBytesOf(choice.otherwise());
            case Stmt.Let _,
                Stmt.Var _,
                Stmt.Assign _,
                Stmt.Accumulate _,
                Stmt.Store _,
                Stmt.Shared _,
                Stmt.Barrier _,
                Stmt.Call _ ->
                0;
          };
    }
    return bytes;
  }
}
