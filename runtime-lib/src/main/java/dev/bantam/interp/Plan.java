package dev.bantam.interp;

import dev.bantam.prim.Control;
import dev.bantam.prim.Function;
import dev.bantam.prim.Instruction;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Source;
import dev.bantam.prim.State;
import dev.bantam.prim.Value;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A function made ready to run: values are slots, constants are read, instructions that nobody
 * needs are left out, and it is known after which step a slot is done with.
 */
final class Plan {
  /**
   * @param operands the slots read
   * @param results the slots written
   * @param done the slots that nothing reads afterwards
   */
  record Step(Prim prim, List<TensorType> types, int[] operands, int[] results, int[] done) {}

  private final Map<Value, Integer> slots = new IdentityHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, View> constants;
  private final int[] parameters;
  private final int[] results;

  /**
   * @param constants where the elements of constants are kept, read once for all functions
   */
  Plan(Function function, Map<Source.Constant, View> constants) {
    this.constants = new HashMap<>();
    parameters = function.parameters().stream().mapToInt(this::define).toArray();
    var needed = needed(function);
    for (int i = 0; i < function.body().size(); i++) {
      var instruction = function.body().get(i);
      var written = instruction.results().stream().mapToInt(this::define).toArray();
      if (!needed.get(i)) continue;
      if (instruction.prim() instanceof Source.Constant constant) {
        this.constants.put(
            written[0], constants.computeIfAbsent(constant, key -> View.of(key.literal())));
        continue;
      }
      var read = instruction.prim().operands().stream().mapToInt(this::slot).toArray();
      var types = instruction.results().stream().map(Value::type).toList();
      steps.add(new Step(instruction.prim(), types, read, written, new int[0]));
    }
    results = function.results().stream().mapToInt(this::slot).toArray();
    markDone();
  }

  List<Step> steps() {
    return steps;
  }

  int[] results() {
    return results;
  }

  /** The slots at the start of a run. */
  View[] start(List<View> arguments) {
    var values = new View[slots.size()];
    for (int i = 0; i < parameters.length; i++) values[parameters[i]] = arguments.get(i);
    constants.forEach((slot, view) -> values[slot] = view);
    return values;
  }

  private int define(Value value) {
    slots.put(value, slots.size());
    return slots.size() - 1;
  }

  private int slot(Value value) {
    var slot = slots.get(value);
    if (slot == null) throw new IllegalStateException(value + " is used before it is defined");
    return slot;
  }

  /** What a result is made of, or may have an effect. */
  private static BitSet needed(Function function) {
    var values = Collections.newSetFromMap(new IdentityHashMap<Value, Boolean>());
    values.addAll(function.results());
    var needed = new BitSet();
    for (int i = function.body().size() - 1; i >= 0; i--) {
      Instruction instruction = function.body().get(i);
      if (!mayWrite(instruction.prim())
          && instruction.results().stream().noneMatch(values::contains)) continue;
      needed.set(i);
      values.addAll(instruction.prim().operands());
    }
    return needed;
  }

  private static boolean mayWrite(Prim prim) {
    return prim instanceof State.Write
        || prim instanceof Control.Case
        || prim instanceof Control.While
        || prim instanceof Control.Scan
        || prim instanceof Control.Call;
  }

  private void markDone() {
    var live = new BitSet();
    Arrays.stream(results).forEach(live::set);
    constants.keySet().forEach(live::set);
    for (int i = steps.size() - 1; i >= 0; i--) {
      var step = steps.get(i);
      var done =
          IntStream.concat(Arrays.stream(step.operands()), Arrays.stream(step.results()))
              .filter(slot -> !live.get(slot))
              .distinct()
              .toArray();
      Arrays.stream(step.operands()).forEach(live::set);
      steps.set(i, new Step(step.prim(), step.types(), step.operands(), step.results(), done));
    }
  }
}
