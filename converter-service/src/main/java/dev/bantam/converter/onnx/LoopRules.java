package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Iteration;
import dev.bantam.converter.build.Iteration.Step;
import dev.bantam.converter.build.Literals;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import onnx.Onnx.GraphProto;

/** Loop and Scan. */
final class LoopRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          several("Loop", 0, Integer.MAX_VALUE, LoopRules::loop),
          several("Scan", 0, Integer.MAX_VALUE, LoopRules::scan));

  private LoopRules() {}

  private static Edge truth(Builder b) {
    return b.constant(Literals.filled(new TensorType(DType.BOOL, Shape.SCALAR), 1));
  }

  /** Thrown out of a body in which something could not be lowered; that is reported already. */
  private static final class UnknownBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static List<Edge> body(
      OnnxCall call, GraphProto graph, Builder region, List<Edge> arguments) {
    if (graph.getInputCount() != arguments.size())
      throw call.invalid(
          "its body has %d inputs, must have %d", graph.getInputCount(), arguments.size());
    var scope = call.scope().inner("body", region);
    for (int i = 0; i < arguments.size(); i++)
      scope.define(graph.getInput(i).getName(), arguments.get(i));
    var results = call.lowering().lower(graph, scope);
    if (results.contains(OnnxLowering.UNKNOWN)) throw new UnknownBodyException();
    return results;
  }

  private static List<Edge> loop(OnnxCall call) {
    var b = call.b();
    var graph = call.graph("body");
    var states = call.inputs().subList(2, call.inputCount());
    var most = call.has(0) ? Optional.of(call.in(0)) : Optional.<Edge>empty();
    var go = call.has(1) ? b.reshape(call.in(1), List.of()) : truth(b);
    boolean passes = passesCondition(graph) && go.isConstant();
    try {
      var result =
          new Iteration(b)
              .run(
                  most,
                  go,
                  states,
                  (inner, time, before, carried) -> {
                    var arguments = new ArrayList<Edge>();
                    arguments.add(inner.cast(time, DType.I64));
                    arguments.add(before);
                    arguments.addAll(carried);
                    var results = body(call, graph, inner, arguments);
                    return new Step(
                        passes ? Optional.empty() : Optional.of(results.getFirst()),
                        results.subList(1, 1 + states.size()),
                        results.subList(1 + states.size(), results.size()));
                  });
      var all = new ArrayList<>(result.states());
      all.addAll(result.collected());
      return all;
    } catch (UnknownBodyException reported) {
      return Collections.nCopies(call.outputCount(), OnnxLowering.UNKNOWN);
    }
  }

  /** Whether the body gives its condition back as it is. */
  private static boolean passesCondition(GraphProto graph) {
    var name = graph.getOutput(0).getName();
    for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
      var node = graph.getNode(i);
      if (node.getOutputList().contains(name) && node.getOpType().equals("Identity"))
        name = node.getInput(0);
    }
    return graph.getInputCount() > 1 && name.equals(graph.getInput(1).getName());
  }

  private static List<Edge> scan(OnnxCall call) {
    if (call.opset() < 9) return scan(call, call.inputs().subList(1, call.inputCount()), true);
    return scan(call, call.inputs(), false);
  }

  private static List<Edge> scan(OnnxCall call, List<Edge> inputs, boolean batched) {
    var b = call.b();
    if (batched && (call.has(0) || !inputs.getFirst().dim(0).is(1)))
      throw call.unsupported("it scans several sequences at once", "use Scan of opset 9 or later");
    int count = (int) call.integer("num_scan_inputs", 1);
    int stateCount = inputs.size() - count;
    var states = new ArrayList<Edge>();
    for (var state : inputs.subList(0, stateCount))
      states.add(batched ? b.squeeze(state, List.of(0)) : state);
    var scanned = new ArrayList<Edge>();
    for (int i = 0; i < count; i++) {
      var x = inputs.get(stateCount + i);
      var one = batched ? b.squeeze(x, List.of(0)) : x;
      var front = toFront(b, one, entry(call, "scan_input_axes", i));
      boolean reverse = entry(call, batched ? "directions" : "scan_input_directions", i) != 0;
      scanned.add(reverse ? b.reverse(front, List.of(0)) : front);
    }
    var graph = call.graph("body");
    var length = b.scalar(scanned.getFirst().dim(0));
    try {
      var result =
          new Iteration(b)
              .run(
                  Optional.of(length),
                  truth(b),
                  states,
                  (inner, time, go, carried) -> {
                    var arguments = new ArrayList<>(carried);
                    for (var x : scanned) arguments.add(inner.gather(x, time, 0, 0));
                    var results = body(call, graph, inner, arguments);
                    return new Step(
                        Optional.empty(),
                        results.subList(0, stateCount),
                        results.subList(stateCount, results.size()));
                  });
      return results(call, result, batched);
    } catch (UnknownBodyException reported) {
      return Collections.nCopies(call.outputCount(), OnnxLowering.UNKNOWN);
    }
  }

  private static List<Edge> results(OnnxCall call, Iteration.Result result, boolean batched) {
    var b = call.b();
    var all = new ArrayList<>(result.states());
    for (int i = 0; i < result.collected().size(); i++) {
      var y = result.collected().get(i);
      if (entry(call, "scan_output_directions", i) != 0) y = b.reverse(y, List.of(0));
      int axis = Builder.axis(entry(call, "scan_output_axes", i), y.rank());
      var order = new ArrayList<Integer>();
      for (int k = 1; k < y.rank(); k++) order.add(k);
      order.add(axis, 0);
      all.add(b.transpose(y, order));
    }
    if (batched) all.replaceAll(edge -> b.unsqueeze(edge, List.of(0)));
    return all;
  }

  private static long entry(OnnxCall call, String attribute, int index) {
    return call.integers(attribute)
        .filter(list -> index < list.size())
        .map(list -> list.get(index))
        .orElse(0L);
  }

  private static Edge toFront(Builder b, Edge x, long axis) {
    int at = Builder.axis(axis, x.rank());
    var order = new ArrayList<>(List.of(at));
    for (int k = 0; k < x.rank(); k++) if (k != at) order.add(k);
    return b.transpose(x, order);
  }
}
