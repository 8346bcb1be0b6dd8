package dev.bantam.schedule;

import dev.bantam.kernel.Target;
import dev.bantam.prim.Evaluator;
import dev.bantam.prim.Origin;
import dev.bantam.prim.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What all functions of one module share while they are scheduled. */
final class Context {
  private final Target target;
  private final Evaluator evaluator;
  private final Set<Value> strict;
  private final Set<String> microKernels = new LinkedHashSet<>();
  private final Slots slots = new Slots();
  private final Map<Origin, Integer> labels = new LinkedHashMap<>();
  private int loops;

  /**
   * @param strict the values of which each device computes the same bits
   */
  Context(Target target, Evaluator evaluator, Set<Value> strict) {
    this.target = target;
    this.evaluator = evaluator;
    this.strict = strict;
  }

  Target target() {
    return target;
  }

  Evaluator evaluator() {
    return evaluator;
  }

  /** The values of which each device computes the same bits. */
  Set<Value> strict() {
    return strict;
  }

  /** Text that kernels of the module call; the same one is taken once. */
  void use(String microKernel) {
    microKernels.add(microKernel);
  }

  List<String> microKernels() {
    return new ArrayList<>(microKernels);
  }

  Slots slots() {
    return slots;
  }

  /** The number that time for this operator is counted under. */
  int label(Origin origin) {
    return labels.computeIfAbsent(origin, _ -> labels.size());
  }

  List<Origin> origins() {
    return new ArrayList<>(labels.keySet());
  }

  /** A name for the variable of a loop around steps. */
  String loopName() {
    return "s" + loops++;
  }
}
