package dev.bantam.converter.build;

import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;

/** Reductions, orders and what normalizes along an axis. */
public abstract class ReductionEmitter extends MovementEmitter {
  ReductionEmitter(String name, Folder folder) {
    super(name, folder);
  }

  ReductionEmitter(String name, Emitter parent) {
    super(name, parent);
  }

  /** {@code SUM}, {@code MEAN}, {@code REDUCE_MAX}, {@code REDUCE_MIN} or {@code REDUCE_PROD}. */
  public Edge reduce(String operator, Edge x, List<Integer> axes, boolean keep) {
    var at = axes.stream().map(axis -> axis(axis, x.rank())).distinct().sorted().toList();
    if (at.isEmpty()) return x;
    boolean logic = operator.equals("REDUCE_ANY") || operator.equals("REDUCE_ALL");
    var dtype =
        logic || x.dtype() == DType.I32 || x.dtype() == DType.I64 ? x.dtype() : computed(x.dtype());
    var dims = new ArrayList<Dim>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!at.contains(axis)) dims.add(x.dim(axis));
      else if (keep) dims.add(Dim.ONE);
    }
    var result =
        emit(
            operator,
            List.of(cast(x, dtype), ints(at)),
            Options.of(operator, "keep_dims", keep),
            new Form(dtype, dims));
    if (operator.equals("REDUCE_PROD") && result.rank() <= 1 && !result.isConstant())
      x.content()
          .ifPresent(all -> result.withContent(List.of(all.stream().reduce(Dim.ONE, Dim::times))));
    return cast(result, x.dtype());
  }

  public Edge sum(Edge x, List<Integer> axes, boolean keep) {
    return reduce("SUM", x, axes, keep);
  }

  public Edge mean(Edge x, List<Integer> axes, boolean keep) {
    return reduce("MEAN", x, axes, keep);
  }

  public Edge reduceMax(Edge x, List<Integer> axes, boolean keep) {
    return reduce("REDUCE_MAX", x, axes, keep);
  }

  /** Along the last axis. */
  public Edge softmax(Edge x) {
    var wide = cast(x, DType.F32);
    return cast(
        emit("SOFTMAX", List.of(wide), Options.of("SOFTMAX", "beta", 1.0), wide.form()), x.dtype());
  }

  public Edge softmax(Edge x, int axis) {
    return alongLast(x, axis, this::softmax);
  }

  public Edge logSoftmax(Edge x, int axis) {
    return alongLast(
        x,
        axis,
        last ->
            cast(
                emit(
                    "LOG_SOFTMAX",
                    List.of(cast(last, DType.F32)),
                    Options.of("LOG_SOFTMAX"),
                    last.form().with(DType.F32)),
                last.dtype()));
  }

  private Edge alongLast(Edge x, int axis, java.util.function.UnaryOperator<Edge> fn) {
    int at = axis(axis, x.rank());
    if (at == x.rank() - 1) return fn.apply(x);
    var order = new ArrayList<Integer>();
    for (int i = 0; i < x.rank(); i++) if (i != at) order.add(i);
    order.add(at);
    boolean first = at == 1;
    var last = first ? relayout(x, order) : transpose(x, order);
    var result = fn.apply(last);
    var back = Layouts.inverse(order);
    return first ? relayout(result, back) : transpose(result, back);
  }

  /** The index of the first greatest or least element; the axis goes. */
  public Edge argExtreme(String operator, Edge x, int axis, DType dtype) {
    int at = axis(axis, x.rank());
    var dims = new ArrayList<>(x.form().dims());
    dims.remove(at);
    boolean wide = !x.dtype().isFloat() && x.dtype().bits() >= 32 && x.dtype() != DType.I32;
    if (wide) return argExtreme("ARG_MAX", isExtreme(operator, x, at), at, dtype);
    var type = x.dtype() == DType.I32 || x.dtype() == DType.BOOL ? x.dtype() : DType.F32;
    return emit(
        operator,
        List.of(cast(x, type), integer(DType.I32, at)),
        Options.of(operator, "output_type", Options.typeName(dtype)),
        new Form(dtype, dims));
  }

  /** 1 where an element is its axis's greatest or least: stock runtimes search no wide integers. */
  private Edge isExtreme(String operator, Edge x, int axis) {
    var reduction = operator.equals("ARG_MAX") ? "REDUCE_MAX" : "REDUCE_MIN";
    return cast(equal(x, reduce(reduction, x, List.of(axis), true)), DType.I32);
  }

  /** The greatest of the last axis, falling, and where they were. */
  public List<Edge> topK(Edge x, Dim k) {
    var dims = x.form().with(x.rank() - 1, k).dims();
    var dtype = x.dtype() == DType.I32 || x.dtype() == DType.I64 ? x.dtype() : computed(x.dtype());
    var both =
        emit(
            "TOPK_V2",
            List.of(cast(x, dtype), scalar(k)),
            Options.of("TOPK_V2"),
            List.of(new Form(dtype, dims), new Form(DType.I32, dims)));
    return List.of(cast(both.getFirst(), x.dtype()), both.get(1));
  }

  public Edge cumsum(Edge x, int axis, boolean exclusive, boolean reverse) {
    var dtype = x.dtype() == DType.I32 || x.dtype() == DType.I64 ? x.dtype() : computed(x.dtype());
    return cast(
        emit(
            "CUMSUM",
            List.of(cast(x, dtype), integer(DType.I32, axis(axis, x.rank()))),
            Options.of("CUMSUM", "exclusive", exclusive, "reverse", reverse),
            x.form().with(dtype)),
        x.dtype());
  }
}
