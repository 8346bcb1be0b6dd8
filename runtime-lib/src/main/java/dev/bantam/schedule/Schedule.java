package dev.bantam.schedule;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kernel.Module;
import dev.bantam.kernel.Slot;
import dev.bantam.kernel.Slot.Segment;
import dev.bantam.kernel.Target;
import dev.bantam.prim.Evaluator;
import dev.bantam.prim.Origin;
import dev.bantam.prim.Program;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program made into kernels.
 *
 * @param constants what each slot of the constant segment holds
 * @param variables what each slot of the variable segment holds at first
 * @param origins the operator of each label of the module
 */
public record Schedule(
    Module module,
    Map<Slot, Literal> constants,
    Map<Slot, Variable> variables,
    List<Origin> origins) {

  /**
   * Schedules a program.
   *
   * @param target what the processor can do
   * @param evaluator computes what is known already
   * @param mostBytes memory for arena, constants, variables, inputs and outputs together
   * @throws BantamException if it takes more
   */
  public static Schedule of(Program program, Target target, Evaluator evaluator, long mostBytes) {
    requireNumbers(program);
    var context = new Context(target, evaluator, StrictValues.of(program));
    var inputs = outer(context, Segment.INPUT, program.main().parameters());
    var outputs = outer(context, Segment.OUTPUT, program.main().results());
    for (var variable : program.variables()) context.slots().variable(variable);
    try {
      var steps =
          FunctionSchedule.of(
              context,
              program.main(),
              inputs.stream().map(View::of).toList(),
              outputs.stream().map(View::of).toList());
      var plan = MemoryPlan.of(steps, target.memory(), inputs, outputs);
      var places = new HashMap<>(plan.places());
      long constants = place(context.slots().constants(), target, places);
      long variables = place(context.slots().variables(), target, places);
      requireFits(
          mostBytes,
          plan.bytes(),
          constants,
          variables,
          target.memory().planned() ? List.of() : inputs,
          target.memory().planned() ? List.of() : outputs);
      var labels = context.origins().stream().map(Origin::toString).toList();
      var module =
          new Module(
              inputs,
              outputs,
              places,
              plan.bytes(),
              constants,
              variables,
              context.microKernels(),
              labels,
              steps);
      return new Schedule(
          module, context.slots().constants(), context.slots().variables(), context.origins());
    } catch (ArithmeticException e) {
      throw new BantamException(
          ErrorCode.TOO_LARGE,
          "the program has a value of more than 2^60 bytes, memory is limited to %d bytes"
              .formatted(mostBytes),
          e);
    }
  }

  private static List<Slot> outer(Context context, Segment segment, List<Value> values) {
    var slots = new ArrayList<Slot>();
    for (var value : values) slots.add(context.slots().outer(segment, value.type()));
    return slots;
  }

  private static long place(Map<Slot, ?> slots, Target target, Map<Slot, Long> places) {
    long end = 0;
    for (var slot : slots.keySet()) {
      places.put(slot, end);
      end = target.memory().aligned(Math.addExact(end, slot.bytes()));
    }
    return end;
  }

  private static void requireFits(
      long mostBytes,
      long arena,
      long constants,
      long variables,
      List<Slot> inputs,
      List<Slot> outputs) {
    long outer = 0;
    for (var slot : inputs) outer = Math.addExact(outer, slot.bytes());
    for (var slot : outputs) outer = Math.addExact(outer, slot.bytes());
    long all = Math.addExact(Math.addExact(arena, constants), Math.addExact(variables, outer));
    if (all > mostBytes) {
      throw new BantamException(
          ErrorCode.TOO_LARGE,
          "the program needs %d bytes (arena %d, constants %d, variables %d, inputs and outputs %d), memory is limited to %d bytes"
              .formatted(all, arena, constants, variables, outer, mostBytes));
    }
  }

  private static void requireNumbers(Program program) {
    var functions = new ArrayList<>(List.of(program.main()));
    for (int i = 0; i < functions.size(); i++) {
      var function = functions.get(i);
      function.parameters().forEach(Schedule::requireNumber);
      for (var instruction : function.body()) {
        instruction.results().forEach(Schedule::requireNumber);
        for (var region : Regions.of(instruction.prim())) {
          if (!functions.contains(region)) functions.add(region);
        }
      }
    }
  }

  private static void requireNumber(Value value) {
    if (value.type().dtype().kind() == DType.Kind.HOST) {
      throw new BantamException(
          ErrorCode.UNSUPPORTED,
          "operator %s: %s is of the host, compiled code takes numbers only"
              .formatted(value.origin(), value));
    }
  }
}
