package dev.bantam.device;

import dev.bantam.prim.Evaluator;
import dev.bantam.prim.Function;
import dev.bantam.prim.Instruction;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Reachable;
import dev.bantam.prim.Source;
import dev.bantam.prim.State;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A program cut into parts that run one after the other: what touches strings on the host, all the
 * rest on a device. Values that go from part to part have a number, the program's parameters the
 * first ones.
 *
 * @param results the numbers of the program's results
 */
record Partition(List<Part> parts, List<Integer> results, int values) {
  /**
   * @param arguments the numbers of the values that it takes
   * @param results the numbers of those that it gives
   * @param shared variables that another part touches too
   */
  record Part(
      boolean onHost,
      Program program,
      List<Integer> arguments,
      List<Integer> results,
      Set<Variable> shared) {}

  Partition {
    parts = List.copyOf(parts);
    results = List.copyOf(results);
  }

  /** Whether a program has strings anywhere. */
  static boolean isNeeded(Program program) {
    return program.variables().stream().anyMatch(variable -> variable.type().dtype() == DType.STR)
        || Reachable.from(program.main()).stream().anyMatch(Partition::hasStrings);
  }

  private static boolean hasStrings(Function function) {
    return hasStrings(function.parameters())
        || function.body().stream().anyMatch(Partition::isOfHost);
  }

  private static boolean hasStrings(List<Value> values) {
    return values.stream().anyMatch(value -> value.type().dtype() == DType.STR);
  }

  /** A region with strings in it runs on the host as a whole. */
  private static boolean isOfHost(Instruction instruction) {
    var prim = instruction.prim();
    return hasStrings(prim.operands())
        || hasStrings(instruction.results())
        || prim instanceof State.Write(var variable, _) && variable.type().dtype() == DType.STR
        || Reachable.regions(prim).stream()
            .flatMap(region -> Reachable.from(region).stream())
            .anyMatch(Partition::hasStrings);
  }

  static Partition of(Program program, Evaluator evaluator) {
    return new Cut(program, evaluator).partition();
  }

  /** The work of cutting one program. */
  private static final class Cut {
    private final Program program;
    private final Evaluator evaluator;

    /** Even levels run on the device, odd ones on the host, each after the ones before. */
    private final TreeMap<Integer, List<Instruction>> levels = new TreeMap<>();

    private final Map<Value, Integer> levelOf = new IdentityHashMap<>();
    private final Map<Value, Instruction> free = new IdentityHashMap<>();
    private final Map<Value, Integer> numbers = new IdentityHashMap<>();

    Cut(Program program, Evaluator evaluator) {
      this.program = program;
      this.evaluator = evaluator;
    }

    Partition partition() {
      var main = program.main();
      for (var parameter : main.parameters()) number(parameter);
      var touched = new HashMap<Variable, Integer>();
      for (var instruction : main.body()) assign(instruction, touched);
      // A result that any part could make is made by the host.
      for (var result : main.results()) {
        var maker = free.remove(result);
        if (maker != null) place(1, maker);
      }
      var crossing = crossing();
      var parts = new ArrayList<Part>();
      levels.forEach((level, instructions) -> parts.add(part(level, instructions, crossing)));
      var results = main.results().stream().map(this::number).toList();
      return new Partition(parts, results, numbers.size());
    }

    private int number(Value value) {
      return numbers.computeIfAbsent(value, _ -> numbers.size());
    }

    private void assign(Instruction instruction, Map<Variable, Integer> touched) {
      if (isFree(instruction)) {
        free.put(instruction.result(), instruction);
        return;
      }
      int side = isOfHost(instruction) ? 1 : 0;
      int level = side;
      for (var operand : instruction.prim().operands()) {
        level = Math.max(level, levelOf.getOrDefault(operand, 0));
      }
      var variables = touchedBy(instruction.prim());
      for (var variable : variables) level = Math.max(level, touched.getOrDefault(variable, 0));
      if (level % 2 != side) level++;
      for (var variable : variables) touched.put(variable, level);
      place(level, instruction);
    }

    private void place(int level, Instruction instruction) {
      levels.computeIfAbsent(level, _ -> new ArrayList<>()).add(instruction);
      for (var result : instruction.results()) levelOf.put(result, level);
    }

    /** Constants and views of them are made again wherever they are needed. */
    private boolean isFree(Instruction instruction) {
      return switch (instruction.prim()) {
        case Source.Constant _, Source.Iota _ -> true;
        case Movement movement -> movement.operands().stream().allMatch(free::containsKey);
        case Prim _ -> false;
      };
    }

    private static Set<Variable> touchedBy(Prim prim) {
      var variables = new HashSet<>(Reachable.read(prim));
      variables.addAll(Reachable.written(prim));
      return variables;
    }

    /** The values that a later part or the caller reads. */
    private Set<Value> crossing() {
      var crossing = Collections.newSetFromMap(new IdentityHashMap<Value, Boolean>());
      crossing.addAll(program.main().results());
      levels.forEach(
          (level, instructions) -> {
            for (var instruction : instructions) {
              for (var operand : leaves(instruction)) {
                if (levelOf.getOrDefault(operand, level).intValue() != level) crossing.add(operand);
              }
            }
          });
      return crossing;
    }

    /** The operands, and those of the free ones among them. */
    private List<Value> leaves(Instruction instruction) {
      return instruction.prim().operands().stream()
          .filter(operand -> !free.containsKey(operand))
          .toList();
    }

    private Part part(int level, List<Instruction> instructions, Set<Value> crossing) {
      var b = new ProgramBuilder("part_" + level, evaluator);
      var own = new IdentityHashMap<Value, Value>();
      var arguments = new ArrayList<Integer>();
      for (var value : taken(level, instructions)) {
        own.put(value, b.parameter(value.type()));
        arguments.add(number(value));
      }
      var given = new ArrayList<Value>();
      var results = new ArrayList<Integer>();
      for (var instruction : instructions) {
        emit(instruction, own, b);
        for (var result : instruction.results()) {
          if (!crossing.contains(result)) continue;
          given.add(java.util.Objects.requireNonNull(own.get(result)));
          results.add(number(result));
        }
      }
      var variables = new LinkedHashSet<Variable>();
      for (var instruction : instructions) variables.addAll(touchedBy(instruction.prim()));
      var declared = program.variables().stream().filter(variables::contains).toList();
      var shared = new HashSet<>(declared);
      shared.removeIf(variable -> !isShared(variable, level));
      var part = new Program(b.build(given), declared);
      return new Part(level % 2 == 1, part, arguments, results, shared);
    }

    private boolean isShared(Variable variable, int level) {
      return levels.entrySet().stream()
          .filter(other -> other.getKey() != level)
          .flatMap(other -> other.getValue().stream())
          .anyMatch(instruction -> touchedBy(instruction.prim()).contains(variable));
    }

    private List<Value> taken(int level, List<Instruction> instructions) {
      var taken = new ArrayList<Value>();
      for (var instruction : instructions) {
        for (var operand : leaves(instruction)) {
          boolean here = levelOf.getOrDefault(operand, -1) == level;
          if (!here && !taken.contains(operand)) taken.add(operand);
        }
      }
      return taken;
    }

    private void emit(Instruction instruction, Map<Value, Value> own, ProgramBuilder b) {
      var operands = new ArrayList<Value>();
      for (var operand : instruction.prim().operands()) {
        if (!own.containsKey(operand)) {
          emit(java.util.Objects.requireNonNull(free.get(operand)), own, b);
        }
        operands.add(java.util.Objects.requireNonNull(own.get(operand)));
      }
      b.at(instruction.origin());
      var results = b.apply(instruction.prim().withOperands(operands));
      for (int i = 0; i < results.size(); i++)
        own.put(instruction.results().get(i), results.get(i));
    }
  }
}
