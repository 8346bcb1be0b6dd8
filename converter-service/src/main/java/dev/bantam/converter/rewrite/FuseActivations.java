package dev.bantam.converter.rewrite;

import dev.bantam.converter.build.Body;
import dev.bantam.converter.build.Op;
import dev.bantam.graph.Attributes;
import dev.bantam.type.DType;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Makes an activation an option of the operator whose result it alone reads. */
final class FuseActivations {
  private static final Set<String> ACTIVATIONS = Set.of("RELU", "RELU6", "RELU_N1_TO_1");
  private static final Set<String> HOSTS =
      Set.of(
          "CONV_2D",
          "DEPTHWISE_CONV_2D",
          "FULLY_CONNECTED",
          "ADD",
          "SUB",
          "MUL",
          "DIV",
          "AVERAGE_POOL_2D",
          "MAX_POOL_2D");

  private FuseActivations() {}

  static boolean apply(Body body) {
    var readers = new Readers(body);
    for (int i = 0; i < body.ops().size(); i++) {
      var op = body.ops().get(i);
      if (!ACTIVATIONS.contains(op.operator()) || !readers.isReadOnce(op.input(0))) continue;
      var host = op.input(0).producer().filter(FuseActivations::isHost);
      if (host.isEmpty()) continue;
      var producer = host.orElseThrow();
      body.ops().remove(i);
      body.ops().set(body.ops().indexOf(producer), fused(producer, op));
      return true;
    }
    return false;
  }

  private static boolean isHost(Op op) {
    return HOSTS.contains(op.operator())
        && op.output().dtype() == DType.F32
        && op.attributes().text("fused_activation_function", "NONE").equals("NONE");
  }

  private static Op fused(Op host, Op activation) {
    var values = new TreeMap<>(host.attributes().values());
    values.put("fused_activation_function", activation.operator());
    return new Op(
            host.operator(),
            host.inputs(),
            List.of(activation.output()),
            Attributes.of(host.attributes().table(), values),
            List.of(),
            false)
        .from(host.origins())
        .from(activation.origins());
  }
}
