package dev.bantam.converter.rewrite;

import dev.bantam.converter.build.Body;
import java.util.List;
import java.util.function.Predicate;

/** All rewrites, in the order in which they help each other. */
public final class Rewrites {
  /** Each makes one change and says whether it did. */
  private static final List<Predicate<Body>> STEPS =
      List.of(
          DelayReshapes::apply,
          FoldIntoWeights::apply,
          FuseActivations::apply,
          AbsorbTransposes::apply);

  private Rewrites() {}

  /** Changes the body, and the regions in it, in place. */
  public static void apply(Body body) {
    DeadCode.remove(body);
    for (var step : STEPS) {
      boolean changed = true;
      while (changed) changed = step.test(body);
    }
    DeadCode.remove(body);
    for (var op : body.ops()) op.regions().forEach(Rewrites::apply);
  }
}
