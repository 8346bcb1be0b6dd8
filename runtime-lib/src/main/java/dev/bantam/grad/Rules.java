package dev.bantam.grad;

import dev.bantam.prim.Prim;
import dev.bantam.prim.ProgramBuilder;
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
      case Prim.Sort sort -> indexed.sort(sort, cotangents(results));
      case Prim.Case choice -> control.choice(choice, cotangents(results));
      case Prim.Scan scan -> control.scan(scan, cotangents(results));
      case Prim.Call call -> control.call(call, cotangents(results));
      case Prim.While _ ->
          throw new GradientException(
              "while: how often it runs is known only when it has run, must be a scan");
      case Prim.Write _ -> {} // has no result
    }
  }

  private List<Optional<Value>> cotangents(List<Optional<Value>> results) {
    return results.stream().map(result -> result.flatMap(sums::of)).toList();
  }

  private void apply(Prim.Single prim, Value y) {
    var g = sums.of(y).orElseThrow();
    switch (prim) {
      case Prim.Movement move -> movement.apply(move, g);
      case Prim.Elementwise each -> elementwise.apply(each, y, g);
      case Prim.Bitcast(var x, var _) -> elementwise.bitcast(x, g);
      case Prim.Reduce reduce -> reduction.reduce(reduce, y, g);
      case Prim.Contract contract -> reduction.contract(contract, g);
      case Prim.Gather gather -> indexed.gather(gather, g);
      case Prim.Scatter scatter -> indexed.scatter(scatter, y, g);
      case Prim.DynamicSlice slice -> indexed.slice(slice, g);
      case Prim.DynamicUpdate update -> indexed.update(update, g);
      case Prim.Constant _, Prim.Iota _, Prim.Read _ -> {} // the end of the way
    }
  }
}
