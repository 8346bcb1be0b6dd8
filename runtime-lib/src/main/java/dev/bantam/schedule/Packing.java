package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.type.DType;
import java.util.List;
import java.util.Optional;

/** Results of packed integer types, several to a byte, the low bits first. */
final class Packing {
  private Packing() {}

  static Optional<Step.Launch> store(KernelBuilder kernel, Node node, View target, int label) {
    int bits = node.type().dtype().bits();
    int each = 8 / bits;
    long elements = node.type().elements();
    if (elements == 0) return Optional.empty();
    var index = kernel.names().index(Math.ceilDiv(elements, (long) each));
    var body = Block.outermost();
    Expr packed = new Expr.Constant(DType.U8, 0);
    for (int part = 0; part < each; part++) {
      var wanted = Indices.add(Indices.mul(index, each), part);
      var at = Movements.split(Indices.clamp(wanted, elements - 1), node.type().shape().extents());
      var value = kernel.point().at(node, List.copyOf(at), body);
      var low = new Binary(Fn2.AND, bits(value), new Expr.Constant(DType.U8, (1 << bits) - 1));
      var there =
          Movements.inside(wanted, elements)
              .<Expr>map(test -> new Expr.Select(test, low, new Expr.Constant(DType.U8, 0)))
              .orElse(low);
      var shift = new Expr.Constant(DType.U8, (long) part * bits);
      packed = new Binary(Fn2.OR, packed, new Binary(Fn2.SHL, there, shift));
    }
    body.add(new Stmt.Store(kernel.bytes(target), index, packed));
    return Optional.of(kernel.launch(index, 2 * each, body, label));
  }

  private static Expr bits(Expr value) {
    return new Expr.Bitcast(value, DType.U8);
  }
}
