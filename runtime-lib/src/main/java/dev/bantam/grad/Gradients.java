package dev.bantam.grad;

import dev.bantam.prim.Evaluator;
import dev.bantam.prim.Function;
import dev.bantam.prim.Prim;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Reverse-mode differentiation. The derivative is built of primitives in the builder that the
 * computation itself was built in, and shares its values.
 */
public final class Gradients {
  private final ProgramBuilder b;
  private final Map<Prim, Map<Integer, Value>> results = new IdentityHashMap<>();
  private final List<Prim> order = new ArrayList<>();
  private final Set<Prim> opened = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Prim> done = Collections.newSetFromMap(new IdentityHashMap<>());

  private Gradients(ProgramBuilder b) {
    this.b = b;
  }

  /**
   * The gradient of a scalar loss: for each value its derivative, of the value's shape and type.
   *
   * @param loss a float scalar made in {@code b}
   * @param by float values that it was made from; one that it does not depend on has gradient 0
   */
  public static List<Value> of(ProgramBuilder b, Value loss, List<Value> by) {
    if (loss.type().rank() != 0 || !loss.type().dtype().isFloat()) {
      throw new IllegalArgumentException(
          "the loss is %s, must be a scalar of a float type".formatted(loss.type()));
    }
    return backward(b, List.of(loss), List.of(b.like(loss, 1.0)), by);
  }

  /**
   * The vector-Jacobian product: for each value in {@code by} the sum over all outputs of cotangent
   * times derivative.
   *
   * @param cotangents one for each output, of its type
   */
  public static List<Value> backward(
      ProgramBuilder b, List<Value> outputs, List<Value> cotangents, List<Value> by) {
    for (var value : by) {
      if (!Cotangents.isDifferentiable(value)) {
        throw new IllegalArgumentException(
            "%s has no derivative, must be of a float type".formatted(value.type()));
      }
    }
    return new Gradients(b).run(outputs, cotangents, by);
  }

  /**
   * A function of the same parameters that gives the scalar result, and behind it its gradient by
   * each of {@code by}.
   *
   * @param result which result is the loss
   * @param by which parameters
   */
  public static Function withGradient(
      Function function, int result, List<Integer> by, Evaluator evaluator) {
    var b = new ProgramBuilder(function.name() + "_gradient", evaluator);
    var parameters = function.parameters().stream().map(Value::type).map(b::parameter).toList();
    var loss = b.inline(function, parameters).get(result);
    var returned = new ArrayList<>(List.of(loss));
    returned.addAll(of(b, loss, by.stream().map(parameters::get).toList()));
    return b.build(returned);
  }

  private List<Value> run(List<Value> outputs, List<Value> cotangents, List<Value> by) {
    sort(outputs);
    var sums = new Cotangents(b, active(by));
    for (int i = 0; i < outputs.size(); i++) {
      var cotangent = cotangents.get(i);
      sums.add(outputs.get(i), () -> cotangent);
    }
    var rules = new Rules(b, sums);
    for (var prim : order.reversed()) {
      boolean wanted = prim.operands().stream().anyMatch(sums::wants);
      if (wanted) rules.apply(prim, seen(prim));
    }
    return by.stream().map(sums::orZeros).toList();
  }

  /** The results of a primitive that outputs depend on; of the others no cotangent comes. */
  private List<Optional<Value>> seen(Prim prim) {
    var met = results.getOrDefault(prim, Map.of());
    return IntStream.range(0, prim.types().size())
        .mapToObj(i -> Optional.ofNullable(met.get(i)))
        .toList();
  }

  /** The values that depend on any of {@code by}, and those themselves. */
  private Set<Value> active(List<Value> by) {
    Set<Value> active = Collections.newSetFromMap(new IdentityHashMap<>());
    active.addAll(by);
    for (var prim : order) {
      if (prim.operands().stream().noneMatch(active::contains)) continue;
      results.getOrDefault(prim, Map.of()).values().stream()
          .filter(Cotangents::isDifferentiable)
          .forEach(active::add);
    }
    return active;
  }

  /** Each primitive behind those that it reads; without recursion, since programs are long. */
  private void sort(List<Value> outputs) {
    var todo = new ArrayDeque<Prim>();
    outputs.forEach(output -> meet(output, todo));
    while (!todo.isEmpty()) {
      var prim = todo.getLast();
      if (opened.add(prim)) {
        prim.operands().forEach(operand -> meet(operand, todo));
        continue;
      }
      todo.removeLast();
      if (done.add(prim)) order.add(prim);
    }
  }

  private void meet(Value value, ArrayDeque<Prim> todo) {
    if (value.prim().isEmpty()) return;
    var prim = value.prim().get();
    results.computeIfAbsent(prim, key -> new TreeMap<>()).put(value.index(), value);
    if (!opened.contains(prim)) todo.addLast(prim);
  }
}
