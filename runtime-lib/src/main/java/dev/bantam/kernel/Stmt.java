package dev.bantam.kernel;

import java.util.List;

/** What a kernel does. Every dialect prints all of it. */
public sealed interface Stmt {
  /** Who runs the iterations: one after the other, or written out. */
  enum Loop {
    SERIAL,
    UNROLLED
  }

  /** Runs {@code body} for each index in {@code [0, extent)}; the extent may be computed. */
  record For(Expr.Index index, Expr extent, Loop loop, List<Stmt> body) implements Stmt {
    public For {
      body = List.copyOf(body);
    }
  }

  /** Names a value, for the rest of the block. */
  record Let(Expr.Local local, Expr value) implements Stmt {}

  /** A local that {@link Assign} may change. */
  record Var(Expr.Local local, Expr initial) implements Stmt {}

  record Assign(Expr.Local local, Expr value) implements Stmt {}

  /**
   * Folds a term into a local. The order of a float fold of {@code ADD} or {@code MUL} is free, and
   * a product may be fused into the sum.
   */
  record Accumulate(Expr.Local local, Expr.Fn2 fn, Expr term) implements Stmt {}

  record Store(Buffer buffer, Expr at, Expr value) implements Stmt {}

  record If(Expr test, List<Stmt> then, List<Stmt> otherwise) implements Stmt {
    public If {
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }
  }

  /** An array of this iteration alone, undefined at first. */
  record Array(Buffer buffer) implements Stmt {}

  /**
   * An array that the items of a work group share, undefined at first. Stands in a kernel's
   * outermost block, and only if its outermost iterations are whole groups.
   */
  record Shared(Buffer buffer) implements Stmt {}

  /** All items of a work group come here before one goes on, and see what the others stored. */
  record Barrier() implements Stmt {}

  /**
   * Calls a micro-kernel by name: addresses of elements, then integers. Its text comes with the
   * module.
   */
  record Call(String name, List<Address> addresses, List<Expr> integers) implements Stmt {
    public Call {
      addresses = List.copyOf(addresses);
      integers = List.copyOf(integers);
    }
  }

  /** Where an element lies. */
  record Address(Buffer buffer, Expr at) {}
}
