package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Stmt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements of a loop's body as they are made, and the values that have a name in it. */
final class Block {
  private final @Nullable Block outer;
  private final List<Stmt> statements = new ArrayList<>();
  private final Map<Key, Expr> known = new HashMap<>();

  private record Key(Node node, List<Expr> index) {}

  private Block(@Nullable Block outer) {
    this.outer = outer;
  }

  static Block outermost() {
    return new Block(null);
  }

  /** The body of a loop inside this one. */
  Block inner() {
    return new Block(this);
  }

  void add(Stmt statement) {
    statements.add(statement);
  }

  List<Stmt> statements() {
    return statements;
  }

  @Nullable Expr find(Node node, List<Expr> index) {
    var found = known.get(new Key(node, index));
    return found != null || outer == null ? found : outer.find(node, index);
  }

  Expr remember(Node node, List<Expr> index, Expr value) {
    known.put(new Key(node, index), value);
    return value;
  }

  /** Serial loops around statements, the first one outermost. */
  static List<Stmt> nest(List<Expr.Index> loops, List<Stmt> inside) {
    for (var loop : loops.reversed()) {
      inside =
          List.of(new Stmt.For(loop, Indices.constant(loop.extent()), Stmt.Loop.SERIAL, inside));
    }
    return inside;
  }
}
