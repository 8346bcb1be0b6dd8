package dev.bantam.converter.rewrite;

import dev.bantam.converter.build.Body;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Carries a reshape that leaves the channels alone behind what works by channel or element, so that
 * this meets the operator that it can be folded into.
 */
final class DelayReshapes {
  private static final Set<String> ACTIVATIONS = Set.of("RELU", "RELU6", "RELU_N1_TO_1");
  private static final Set<String> SOURCES =
      Set.of("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED");

  private DelayReshapes() {}

  static boolean apply(Body body) {
    var readers = new Readers(body);
    for (int i = 0; i < body.ops().size(); i++) {
      var op = body.ops().get(i);
      var at = position(op, readers);
      if (at.isEmpty()) continue;
      var reshape = op.input(at.orElseThrow()).producer().orElseThrow();
      var source = reshape.input(0);
      var between = Edge.of(op.output().name() + "/channels", source.form());
      var inputs = new ArrayList<>(op.inputs());
      inputs.set(at.orElseThrow(), source);
      var first =
          new Op(op.operator(), inputs, List.of(between), op.attributes(), List.of(), false)
              .from(op.origins());
      var then =
          new Op(
                  "RESHAPE",
                  List.of(between, reshape.input(1)),
                  List.of(op.output()),
                  reshape.attributes(),
                  List.of(),
                  false)
              .from(reshape.origins());
      body.ops().set(i, then);
      body.ops().add(i, first);
      body.ops().remove(reshape);
      return true;
    }
    return false;
  }

  /** Which input of the operator is a reshape that can go behind it. */
  private static Optional<Integer> position(Op op, Readers readers) {
    if (ACTIVATIONS.contains(op.operator()))
      return isDelayable(op.input(0), readers) ? Optional.of(0) : Optional.empty();
    if (!FoldIntoWeights.arithmetic().contains(op.operator())) return Optional.empty();
    for (int i = 0; i < 2; i++) {
      var x = op.input(i);
      var number = op.input(1 - i);
      if (number.isConstant()
          && isDelayable(x, readers)
          && x.form().equals(op.output().form())
          && isByChannel(number, x)) return Optional.of(i);
    }
    return Optional.empty();
  }

  private static boolean isDelayable(Edge x, Readers readers) {
    var reshape = x.producer("RESHAPE").filter(op -> readers.isReadOnce(x));
    if (reshape.isEmpty() || x.rank() == 0) return false;
    var source = reshape.orElseThrow().input(0);
    return source.rank() > 0
        && readers.isReadOnce(source)
        && source.dim(-1).equals(x.dim(-1))
        && source.producer().filter(op -> SOURCES.contains(op.operator())).isPresent();
  }

  private static boolean isByChannel(Edge number, Edge x) {
    var elements = number.form().elements();
    boolean one = elements.is(1) && number.rank() <= 1;
    return one || (number.rank() == 1 && elements.equals(x.dim(-1)) && !elements.equals(Dim.ONE));
  }
}
