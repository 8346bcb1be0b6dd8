package dev.bantam.grad;

import dev.bantam.prim.Bitcast;
import dev.bantam.prim.Control;
import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Prim;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Reduction;
import dev.bantam.prim.Source;
import dev.bantam.prim.State;
import dev.bantam.prim.Value;
import java.util.List;
import java.util.Optional;

/** From the cotangents of a primitive's results to those of its operands. */
final class Rules {
  private final Cotangents sums;
  private final MovementRules movement;
  private final ElementwiseRules elementwise;
  private final SumRules reduction;
  private final IndexRules indexed;
  private final ControlRules control;

  Rules(ProgramBuilder b, Cotangents sums) {
    this.sums = sums;
    movement = new MovementRules(b, sums);
    elementwise = new ElementwiseRules(b, sums);
    reduction = new SumRules(b, sums);
    indexed = new IndexRules(b, sums);
    control = new ControlRules(b, sums);
  }

  /**
   * @param results what the primitive gives, as far as any output depends on it
   */
  void apply(Prim prim, List<Optional<Value>> results) {
    if (results.stream().flatMap(Optional::stream).allMatch(y -> sums.of(y).isEmpty())) return;
    switch (prim) {
      case Prim.Single single -> apply(single, results.getFirst().orElseThrow());
      case Indexed.Sort sort -> indexed.sort(sort, cotangents(results));
      case Control.Case choice -> control.choice(choice, cotangents(results));
      case Control.Scan scan -> control.scan(scan, cotangents(results));
      case Control.Call call -> control.call(call, cotangents(results));
      case Control.While _ ->
          throw new GradientException(
              "while: how often it runs is known only when it has run, must be a scan");
      case State.Write _ -> {} // has no result
    }
  }

  private List<Optional<Value>> cotangents(List<Optional<Value>> results) {
    return results.stream().map(result -> result.flatMap(sums::of)).toList();
  }

  private void apply(Prim.Single prim, Value y) {
    var g = sums.of(y).orElseThrow();
    switch (prim) {
      case Movement move -> movement.apply(move, g);
      case Elementwise each -> elementwise.apply(each, y, g);
      case Bitcast(var x, var _) -> elementwise.bitcast(x, g);
      case Reduction.Reduce reduce -> reduction.reduce(reduce, y, g);
      case Reduction.Contract contract -> reduction.contract(contract, g);
      case Indexed.Gather gather -> indexed.gather(gather, g);
      case Indexed.Scatter scatter -> indexed.scatter(scatter, y, g);
      case Indexed.DynamicSlice slice -> indexed.slice(slice, g);
      case Indexed.DynamicUpdate update -> indexed.update(update, g);
      case Source.Constant _, Source.Iota _, State.Read _ -> {} // the end of the way
    }
  }
}
