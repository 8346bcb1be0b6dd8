package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.kernel.Target;
import dev.bantam.prim.Indexed;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Values that are another value with parts replaced: a copy, then stores into it. */
record Updates(
    Target processor,
    Function<Node, View> place,
    Function<Node, Optional<View>> view,
    BiConsumer<Node, View> copy,
    Consumer<Step> steps,
    ToIntFunction<Operation> label) {

  /** In the order of the updates: several may meet in one row, which so has one owner. */
  void scatter(Operation operation, Indexed.Scatter scatter) {
    var node = operation.results().getFirst();
    var target = place.apply(node);
    copy.accept(operation.operands().getFirst(), target);
    var updates = operation.operands().get(2);
    if (updates.type().elements() == 0 || node.type().elements() == 0) return;
    var kernel = new KernelBuilder(view);
    var extents = node.type().shape().extents().subList(1, node.type().rank());
    var rest = new ArrayList<Expr>();
    var loops = new ArrayList<Expr.Index>();
    Expr.Index outermost;
    if (processor.groups().isPresent()) {
      // each item takes all rows for its own place in a row, and so in their order
      outermost = kernel.names().index(new Shape(extents).elements());
      rest.addAll(Movements.split(outermost, extents));
    } else {
      outermost = kernel.names().index(1);
      for (int extent : extents) loops.add(kernel.names().index(extent));
      rest.addAll(loops);
    }
    var body = Block.outermost();
    var row = kernel.names().index(updates.type().extent(0));
    var rowBody = body.inner();
    var wanted = kernel.point().at(operation.operands().get(1), List.of(row), rowBody);
    var at = wanted.dtype() == DType.I64 ? wanted : new Expr.Convert(wanted, DType.I64);
    var inside = rowBody.inner();
    element(kernel, operation, scatter, target, row, at, rest, inside);
    var statements = Block.nest(loops, inside.statements());
    var test = Movements.inside(at, node.type().extent(0));
    if (test.isPresent()) rowBody.add(new Stmt.If(test.get(), statements, List.of()));
    else statements.forEach(rowBody::add);
    Block.nest(List.of(row), rowBody.statements()).forEach(body::add);
    double cost = (double) updates.type().elements() / outermost.extent();
    steps.accept(kernel.launch(outermost, cost, body, label.applyAsInt(operation)));
  }

  private static void element(
      KernelBuilder kernel,
      Operation operation,
      Indexed.Scatter scatter,
      View target,
      Expr.Index row,
      Expr at,
      List<Expr> rest,
      Block block) {
    var shape = operation.results().getFirst().type().shape();
    var from = new ArrayList<Expr>(List.of(row));
    var to = new ArrayList<>(List.of(at));
    from.addAll(rest);
    to.addAll(rest);
    var update = kernel.point().at(operation.operands().get(2), from, block);
    var buffer = kernel.parameter(target);
    var place = Movements.flat(to, shape);
    var before = new Expr.Load(buffer, place);
    block.add(
        new Stmt.Store(
            buffer,
            place,
            switch (scatter.update()) {
              case SET -> update;
              case ADD -> new Binary(Fn2.ADD, before, update);
              case MUL -> new Binary(Fn2.MUL, before, update);
              case MAX -> new Binary(Fn2.MAX, before, update);
              case MIN -> new Binary(Fn2.MIN, before, update);
              case AND -> new Binary(Fn2.AND, before, update);
              case OR -> new Binary(Fn2.OR, before, update);
            }));
  }

  void dynamicUpdate(Operation operation) {
    var node = operation.results().getFirst();
    var target = place.apply(node);
    copy.accept(operation.operands().getFirst(), target);
    var update = operation.operands().get(1);
    var launch =
        new Loops(() -> new KernelBuilder(view), processor)
            .store(
                update,
                target,
                (kernel, at, block) -> {
                  var full = new ArrayList<Expr>();
                  for (int axis = 0; axis < at.size(); axis++) {
                    long most = (long) node.type().extent(axis) - update.type().extent(axis);
                    var start = kernel.point().start(node, 2 + axis, most, block);
                    full.add(Indices.add(start, at.get(axis)));
                  }
                  return Movements.flat(full, node.type().shape());
                },
                1,
                label.applyAsInt(operation));
    launch.ifPresent(steps);
  }
}
