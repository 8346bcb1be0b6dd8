package dev.bantam.schedule;

import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Step;
import dev.bantam.prim.Bitcast;
import dev.bantam.prim.Control;
import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Function;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Reduction;
import dev.bantam.prim.Source;
import dev.bantam.prim.State;
import dev.bantam.type.DType;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps of one function, or of a region, in the order of its operations. */
final class FunctionSchedule {
  private final Context context;
  private final Graph graph;
  private final ConstantNodes constants;
  private final Fusion fusion;
  private final Map<Node, View> views = new HashMap<>();
  private final Map<Node, View> wanted = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Loops loops;

  private FunctionSchedule(Context context, Graph graph) {
    this.context = context;
    this.graph = graph;
    this.constants = new ConstantNodes(context.evaluator());
    this.fusion = Fusion.of(graph, context.target(), constants);
    this.loops = new Loops(() -> new KernelBuilder(this::view), context.target());
  }

  /**
   * The steps that compute {@code function} of {@code arguments} into {@code results}. No result
   * may share memory with an argument.
   */
  static List<Step> of(
      Context context, Function function, List<View> arguments, List<View> results) {
    var schedule = new FunctionSchedule(context, Graph.of(function, context.strict()));
    for (int i = 0; i < arguments.size(); i++) {
      schedule.views.put(schedule.graph.parameters().get(i), arguments.get(i));
    }
    schedule.placeResults(results);
    for (var operation : schedule.graph.operations()) schedule.add(operation);
    schedule.copyResults(results);
    return schedule.steps;
  }

  /** A result is computed in place, unless it is in memory anyway, or packed. */
  private void placeResults(List<View> results) {
    for (int i = 0; i < results.size(); i++) {
      var node = graph.results().get(i);
      if (!node.isParameter() && node.type().dtype().kind() != DType.Kind.PACKED) {
        wanted.putIfAbsent(node, results.get(i));
      }
    }
  }

  private void copyResults(List<View> results) {
    for (int i = 0; i < results.size(); i++) {
      var node = graph.results().get(i);
      var target = results.get(i);
      if (target.equals(view(node).orElse(null))) continue;
      if (target.slot().dtype().kind() == DType.Kind.PACKED) {
        Packing.store(new KernelBuilder(this::view), node, target, label(node))
            .ifPresent(steps::add);
      } else {
        copy(node, target);
      }
    }
  }

  private Optional<View> view(Node node) {
    if (node.prim() instanceof Source.Constant(var literal) && fusion.isStored(node)) {
      return Optional.of(View.of(context.slots().constant(literal)));
    }
    return Optional.ofNullable(views.get(node));
  }

  /** Memory of a value that is about to be computed. */
  private View place(Node node) {
    return views.computeIfAbsent(
        node,
        _ ->
            Optional.ofNullable(wanted.get(node))
                .orElseGet(() -> View.of(context.slots().arena(node.type()))));
  }

  private View stored(Node node) {
    return view(node).orElseThrow(() -> new IllegalStateException(node + " is not in memory"));
  }

  private int label(Node node) {
    return node.isParameter() ? context.label(dev.bantam.prim.Origin.NONE) : label(node.producer());
  }

  private int label(Operation operation) {
    return context.label(operation.origin());
  }

  private void copy(Node node, View target) {
    var shape = node.type().shape();
    loops.store(node, target, Loops.rowMajor(shape), 1, label(node)).ifPresent(steps::add);
  }

  private void add(Operation operation) {
    switch (operation.prim()) {
      case Source.Constant _ -> {} // placed when it is read: a packed one never is
      case State.Read(var variable) -> {
        // A copy: the variable may be written to while this value is still read.
        var from = View.of(context.slots().variable(variable));
        var target = place(operation.results().getFirst());
        steps.add(copyOf(operation, from, target));
      }
      case State.Write(var variable, var _) ->
          copy(operation.operands().getFirst(), View.of(context.slots().variable(variable)));
      case Movement.Concat concat -> concat(operation, concat);
      case Indexed.Scatter scatter -> updates().scatter(operation, scatter);
      case Indexed.DynamicUpdate _ -> updates().dynamicUpdate(operation);
      case Indexed.Sort sort -> regions().sort(operation, sort);
      case Control.Case choice -> regions().choose(operation, choice);
      case Control.While loop -> regions().repeat(operation, loop);
      case Control.Scan scan -> regions().scan(operation, scan);
      case Source.Iota _,
          Elementwise _,
          Bitcast _,
          Reduction.Reduce _,
          Reduction.Contract _,
          Indexed.Gather _,
          Indexed.DynamicSlice _,
          Movement.Reshape _,
          Movement.Permute _,
          Movement.Expand _,
          Movement.Pad _,
          Movement.Slice _,
          Movement.Flip _,
          Movement.Window _,
          Control.Call _ ->
          computed(operation.results().getFirst());
    }
  }

  private void computed(Node node) {
    if (!fusion.isStored(node)) return;
    var target = wanted.getOrDefault(node, View.of(context.slots().arena(node.type())));
    store(node, target, Loops.rowMajor(node.type().shape()), label(node));
    views.put(node, target);
  }

  /** Computes a value, with all before it that is not in memory. */
  private void store(Node node, View target, Loops.Place place, int label) {
    var tiling = fusion.tilingOf(node);
    if (tiling.isPresent() && view(node).isEmpty()) {
      contract(tiling.get(), node, target, place, label);
      return;
    }
    var reduction =
        view(node).isPresent()
            ? Optional.<GroupReduction>empty()
            : GroupReduction.of(new KernelBuilder(this::view), node, context.target());
    if (reduction.isPresent()) {
      steps.add(reduction.get().launch(target, place, fusion.costOf(node), label));
    } else {
      loops
          .store(node, target, place, fusion.costOf(node), label)
          .map(this::unswitched)
          .ifPresent(steps::add);
    }
  }

  private void contract(Tiling tiling, Node root, View target, Loops.Place place, int label) {
    if (context.target().groups().isPresent()) {
      contractByItems(tiling, root, target, place, label);
      return;
    }
    context.use(tiling.tile().text());
    var constant = packed(tiling);
    View packed;
    if (constant.isPresent()) {
      packed = constant.get();
    } else {
      var type =
          TensorType.of(tiling.tile().form().panel(), Math.toIntExact(tiling.packedElements()));
      packed = View.of(context.slots().arena(type));
      steps.add(Panels.pack(new KernelBuilder(this::view), tiling, packed, label));
    }
    var kernel = new ContractionKernel(new KernelBuilder(this::view), tiling, root);
    double costAfter = fusion.costAfter(root, tiling.node());
    steps.add(unswitched(kernel.launch(packed, target, place, costAfter, label)));
  }

  private Step.Launch unswitched(Step.Launch launch) {
    var target = context.target();
    return target.isScalar() && target.groups().isEmpty() ? Unswitching.of(launch) : launch;
  }

  private void contractByItems(
      Tiling tiling, Node root, View target, Loops.Place place, int label) {
    var processor = context.target();
    var groups = processor.groups().orElseThrow();
    var kernel = new KernelBuilder(this::view);
    double costAfter = fusion.costAfter(root, tiling.node());
    var packed = packed(tiling);
    if (GroupContraction.fits(tiling, processor)) {
      var contraction = new GroupContraction(kernel, tiling, root, groups);
      steps.add(contraction.launch(packed, target, place, costAfter, label));
    } else {
      var contraction =
          new ItemContraction(kernel, tiling, root, (long) processor.cores() * groups.items());
      steps.add(contraction.launch(packed, target, place, costAfter, label));
    }
  }

  /** The panels of an operand that is known now. */
  private Optional<View> packed(Tiling tiling) {
    return tiling
        .constant()
        .map(value -> Panels.pack(tiling, value, context.evaluator()))
        .map(literal -> View.of(context.slots().constant(literal)));
  }

  private Step.Launch copyOf(Operation operation, View from, View to) {
    return Copies.of(from, to, operation.results().getFirst().type(), label(operation));
  }

  private void concat(Operation operation, Movement.Concat concat) {
    var node = operation.results().getFirst();
    var target = place(node);
    long start = 0;
    for (var operand : operation.operands()) {
      long offset = start;
      store(
          operand,
          target,
          (_, at, _) -> {
            var shifted = new ArrayList<>(at);
            shifted.set(concat.axis(), Indices.add(at.get(concat.axis()), offset));
            return Movements.flat(shifted, node.type().shape());
          },
          label(operation));
      start += operand.type().extent(concat.axis());
    }
  }

  private Updates updates() {
    return new Updates(
        context.target(), this::place, this::view, this::copy, steps::add, this::label);
  }

  private RegionSteps regions() {
    return new RegionSteps(context, this::stored, this::place, steps::add, this::label);
  }
}
