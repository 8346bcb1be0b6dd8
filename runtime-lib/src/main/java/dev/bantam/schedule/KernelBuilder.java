package dev.bantam.schedule;

import dev.bantam.kernel.Buffer;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Kernel;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One kernel as it is made: its parameters, in the order in which they are met, and its names. */
final class KernelBuilder implements Point.Parameters {
  private final Function<Node, Optional<View>> views;
  private final Map<View, Buffer> parameters = new LinkedHashMap<>();
  private final Point.Names names = new Point.Names();
  private final Point point = new Point(this, names);

  /**
   * @param views the memory of each value that is stored
   */
  KernelBuilder(Function<Node, Optional<View>> views) {
    this.views = views;
  }

  Point point() {
    return point;
  }

  Point.Names names() {
    return names;
  }

  @Override
  public Optional<Buffer> find(Node node) {
    return views.apply(node).map(this::parameter);
  }

  /** Whether a value is read from memory. */
  boolean isStored(Node node) {
    return views.apply(node).isPresent();
  }

  /** The parameter that stands for this memory. */
  Buffer parameter(View view) {
    return parameters.computeIfAbsent(
        view,
        _ -> new Buffer("p" + parameters.size(), view.slot().dtype(), view.slot().elements()));
  }

  /** The same memory, byte by byte. */
  Buffer bytes(View view) {
    return parameters.computeIfAbsent(
        view, _ -> new Buffer("p" + parameters.size(), DType.U8, view.slot().bytes()));
  }

  /** A temporary array of one iteration. */
  Buffer array(DType dtype, long elements, Block block) {
    var buffer = new Buffer("t" + names.index(0).name().substring(1), dtype, elements);
    block.add(new Stmt.Array(buffer));
    return buffer;
  }

  /** An array that the items of a work group share. */
  Buffer shared(DType dtype, long elements, Block block) {
    var buffer = new Buffer("t" + names.index(0).name().substring(1), dtype, elements);
    block.add(new Stmt.Shared(buffer));
    return buffer;
  }

  Step.Launch launch(Expr.Index index, double cost, Block body, int label) {
    long picoseconds = Math.max(1, Math.round(Math.min(cost, 1e12) * 1000));
    var kernel =
        new Kernel(new ArrayList<>(parameters.values()), index, picoseconds, body.statements());
    List<Step.Argument> arguments = parameters.keySet().stream().map(View::argument).toList();
    return new Step.Launch(kernel, arguments, label);
  }
}
