package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Edge;
import java.util.Collections;
import java.util.List;
import onnx.Onnx.GraphProto;

/** Branches. */
final class ControlFlowRules {
  static final List<OnnxRule.Entry> TABLE = List.of(several("If", 1, 1, ControlFlowRules::branch));

  private ControlFlowRules() {}

  private static List<Edge> branch(OnnxCall call) {
    var test = call.b().reshape(call.in(0), List.of());
    var known = test.constant();
    if (known.isPresent())
      return call.lowering()
          .lower(
              call.graph(known.orElseThrow().integer(0) != 0 ? "then_branch" : "else_branch"),
              call.scope().inner("branch", call.b()));
    var yes = region(call, "then_branch");
    var no = region(call, "else_branch");
    if (yes.body().outputs().size() != call.outputCount()
        || no.body().outputs().size() != call.outputCount())
      return Collections.nCopies(call.outputCount(), OnnxLowering.UNKNOWN);
    return call.b().ifElse(test, yes, no);
  }

  /** A region without outputs if something in it cannot be lowered. */
  private static Builder region(OnnxCall call, String attribute) {
    GraphProto graph = call.graph(attribute);
    var region = new Builder(attribute, call.b());
    var results = call.lowering().lower(graph, call.scope().inner(attribute, region));
    if (!results.contains(OnnxLowering.UNKNOWN)) results.forEach(region::output);
    return region;
  }
}
