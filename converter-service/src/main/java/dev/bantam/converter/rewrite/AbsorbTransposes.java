package dev.bantam.converter.rewrite;

import dev.bantam.converter.build.Body;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Layouts;
import dev.bantam.converter.build.Literals;
import dev.bantam.converter.build.Op;
import dev.bantam.converter.build.Options;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes transposes that need not be: one that moves only axes of extent 1 is a reshape, and one
 * before a flattened image is an order of the weights that read it.
 */
final class AbsorbTransposes {
  private AbsorbTransposes() {}

  static boolean apply(Body body) {
    for (int i = 0; i < body.ops().size(); i++) {
      var op = body.ops().get(i);
      var by = asReshape(op).or(() -> intoWeights(op));
      if (by.isEmpty()) continue;
      body.ops().remove(i);
      body.ops().addAll(i, by.orElseThrow());
      return true;
    }
    return false;
  }

  private static Optional<List<Op>> asReshape(Op op) {
    if (!op.operator().equals("TRANSPOSE") || !op.input(1).isConstant()) return Optional.empty();
    if (!Layouts.movesOnlyOnes(op.input(0).form(), Layouts.order(op))) return Optional.empty();
    var dims = op.output().form().dims();
    if (dims.stream().filter(dim -> !dim.isKnown()).count() > 1) return Optional.empty();
    if (dims.stream().anyMatch(dim -> dim.is(0))) return Optional.empty();
    return Optional.of(List.of(reshape(op.input(0), op.output()).from(op.origins())));
  }

  private static Op reshape(Edge x, Edge result) {
    var target = result.form().dims().stream().map(Dim::signature).toList();
    var shape = Edge.constant(result.name() + "/shape", Literals.ints(target));
    return new Op(
        "RESHAPE",
        List.of(x, shape),
        List.of(result),
        Options.of("RESHAPE", "new_shape", target.stream().map(Integer::longValue).toList()),
        List.of(),
        false);
  }

  /** Fully connected to an image that was transposed and flattened: the weights are reordered. */
  private static Optional<List<Op>> intoWeights(Op op) {
    if (!op.operator().equals("FULLY_CONNECTED") || !op.input(1).isConstant())
      return Optional.empty();
    var flat = op.input(0);
    var reshape = flat.producer("RESHAPE").filter(r -> flat.rank() == 2);
    var transpose = reshape.flatMap(r -> r.input(0).producer("TRANSPOSE")).filter(Op::isLayout);
    if (transpose.isEmpty() || !transpose.orElseThrow().input(1).isConstant())
      return Optional.empty();
    var image = transpose.orElseThrow().output();
    var source = transpose.orElseThrow().input(0);
    var order = Layouts.order(transpose.orElseThrow());
    var rest = image.form().dims().subList(1, image.rank());
    boolean fits =
        order.getFirst() == 0
            && rest.stream().allMatch(Dim::isKnown)
            && flat.dim(0).equals(image.dim(0));
    if (!fits) return Optional.empty();
    var between = Edge.of(flat.name() + "/channels_last", flat.form());
    var inputs = new ArrayList<>(op.inputs());
    inputs.set(0, between);
    inputs.set(1, reordered(op.input(1), rest, order));
    var again =
        new Op(op.operator(), inputs, op.outputs(), op.attributes(), List.of(), false)
            .from(op.origins());
    var flattened =
        reshape(source, between)
            .from(reshape.orElseThrow().origins())
            .from(transpose.orElseThrow().origins());
    return Optional.of(List.of(flattened, again));
  }

  private static Edge reordered(Edge weights, List<Dim> rest, List<Integer> order) {
    Literal value = weights.constant().orElseThrow();
    var extents = new ArrayList<>(List.of(value.type().extent(0)));
    rest.forEach(dim -> extents.add(Math.toIntExact(dim.value())));
    var image = value.reshaped(new Shape(extents));
    var turned = Literals.transposed(image, Layouts.inverse(order));
    return Edge.constant(weights.name(), turned.reshaped(value.type().shape()));
  }
}
