package dev.bantam.prim;

import dev.bantam.type.Shape;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A primitive in words: its name, and what it has beside operands, as {@code name=value}.
 *
 * @param attributes of the form {@code axis=1}, in the order of the record
 */
record PrimWords(String name, List<String> attributes) {
  /** How functions and variables are written. */
  interface Names {
    String of(Function function);

    String of(Variable variable);
  }

  private static PrimWords of(Object name, String... attributes) {
    return new PrimWords(name.toString().toLowerCase(Locale.ROOT), List.of(attributes));
  }

  /** A constant's literal is left to its reader: it is written where the operands are. */
  static PrimWords of(Prim prim, Names names) {
    return switch (prim) {
      case Source.Constant _ -> of("const");
      case Source.Iota(var extent, var dtype) -> of("iota", "extent=" + extent, "dtype=" + dtype);
      case Movement movement -> ofMovement(movement);
      case Elementwise.Unary(var fn, _) -> of(fn);
      case Elementwise.Binary(var fn, _, _) -> of(fn);
      case Elementwise.Select _ -> of("select");
      case Elementwise.Convert(_, var dtype) -> of("convert", "dtype=" + dtype);
      case Bitcast(_, var dtype) -> of("bitcast", "dtype=" + dtype);
      case Reduction.Reduce(var fold, _, var axes) ->
          of("reduce", word("fold", fold), "axes=" + list(axes));
      case Reduction.Contract contract -> ofContract(contract);
      case Indexed.Gather(_, _, var axis) -> of("gather", "axis=" + axis);
      case Indexed.Scatter(var update, _, _, _) -> of("scatter", word("update", update));
      case Indexed.DynamicSlice(_, _, var sizes) -> of("dynslice", "sizes=" + shape(sizes));
      case Indexed.DynamicUpdate _ -> of("dynupdate");
      case Indexed.Sort(_, var axis, var less) ->
          of("sort", "axis=" + axis, "less=" + names.of(less));
      case Control.Case(_, var branches, _) ->
          of("case", "branches=" + list(branches.stream().map(names::of).toList()));
      case Control.While(var condition, var body, _) ->
          of("while", "condition=" + names.of(condition), "body=" + names.of(body));
      case Control.Scan(var body, var carry, _, var count, var reverse) ->
          of(
              "scan",
              "body=" + names.of(body),
              "carry=" + carry.size(),
              "count=" + count,
              "reverse=" + reverse);
      case Control.Call(var callee, _) -> of("call", "callee=" + names.of(callee));
      case State.Read(var variable) -> of("read", "variable=" + names.of(variable));
      case State.Write(var variable, _) -> of("write", "variable=" + names.of(variable));
    };
  }

  private static PrimWords ofMovement(Movement movement) {
    return switch (movement) {
      case Movement.Reshape(_, var shape) -> of("reshape", "shape=" + shape(shape));
      case Movement.Permute(_, var order) -> of("permute", "order=" + list(order));
      case Movement.Expand(_, var shape) -> of("expand", "shape=" + shape(shape));
      case Movement.Pad(_, var low, var high, _) ->
          of("pad", "low=" + list(low), "high=" + list(high));
      case Movement.Slice(_, var start, var stop, var step) ->
          of("slice", "start=" + list(start), "stop=" + list(stop), "step=" + list(step));
      case Movement.Flip(_, var axes) -> of("flip", "axes=" + list(axes));
      case Movement.Window(_, var axis, var size, var stride, var dilation) ->
          of("window", "axis=" + axis, "size=" + size, "stride=" + stride, "dilation=" + dilation);
      case Movement.Concat(_, var axis) -> of("concat", "axis=" + axis);
    };
  }

  private static PrimWords ofContract(Reduction.Contract contract) {
    return of(
        "contract",
        "ca=" + list(contract.contractedA()),
        "cb=" + list(contract.contractedB()),
        "ba=" + list(contract.batchA()),
        "bb=" + list(contract.batchB()),
        "acc=" + contract.accumulator());
  }

  private static String word(String name, Enum<?> value) {
    return name + "=" + value.name().toLowerCase(Locale.ROOT);
  }

  private static String shape(Shape shape) {
    return list(shape.extents());
  }

  private static String list(Collection<?> items) {
    return items.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }
}
