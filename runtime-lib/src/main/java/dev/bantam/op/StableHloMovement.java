package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** StableHLO's operators that move elements about, or choose and convert them. */
public final class StableHloMovement implements Operator.Single<Attributes> {
  private final String name;
  private final List<String> operands;
  private final boolean variadic;
  private final Meaning meaning;

  /** The result of one use. */
  private interface Meaning {
    Value of(Call<Attributes> call, ProgramBuilder b);
  }

  private StableHloMovement(String name, List<String> operands, boolean variadic, Meaning meaning) {
    this.name = "STABLEHLO_" + name;
    this.operands = operands;
    this.variadic = variadic;
    this.meaning = meaning;
  }

  private static StableHloMovement of(String name, Meaning meaning) {
    return new StableHloMovement(name, List.of("x"), false, meaning);
  }

  /** All of them. */
  public static List<Operator<?>> all() {
    return List.of(
        of("RESHAPE", (call, b) -> b.reshape(call.operand("x"), call.resultType(0).shape())),
        of("CONVERT", (call, b) -> b.convert(call.operand("x"), call.resultType(0).dtype())),
        of("TRANSPOSE", (call, b) -> b.permute(call.operand("x"), list(call, "permutation"))),
        of("SLICE", StableHloMovement::slice),
        of("BROADCAST_IN_DIM", StableHloMovement::broadcast),
        new StableHloMovement(
            "SELECT",
            List.of("condition", "x", "y"),
            false,
            (call, b) -> b.select(call.operand("condition"), call.operand("x"), call.operand("y"))),
        new StableHloMovement("IOTA", List.of(), false, StableHloMovement::iota),
        new StableHloMovement(
            "CONCATENATE",
            List.of("xs"),
            true,
            (call, b) -> b.concat(call.operands("xs"), integer(call, "dimension"))),
        new StableHloMovement(
            "DYNAMIC_SLICE",
            List.of("x", "starts"),
            true,
            (call, b) ->
                b.one(
                    new Indexed.DynamicSlice(
                        call.operand("x"),
                        call.operands("starts"),
                        new Shape(list(call, "slice_sizes"))))),
        new StableHloMovement(
            "DYNAMIC_UPDATE_SLICE",
            List.of("x", "update", "starts"),
            true,
            (call, b) ->
                b.one(
                    new Indexed.DynamicUpdate(
                        call.operand("x"), call.operand("update"), call.operands("starts")))));
  }

  @Override
  public Signature signature() {
    var signature = Signature.of(name);
    for (int i = 0; i < operands.size(); i++) {
      boolean last = variadic && i == operands.size() - 1;
      Set<DType> types = operands.get(i).equals("condition") ? Types.BOOL : Types.ANY;
      signature =
          last
              ? signature.variadic(operands.get(i), types)
              : signature.operand(operands.get(i), types);
    }
    return signature.result("y");
  }

  @Override
  public Attributes attributes(Attributes raw) {
    return raw;
  }

  @Override
  public Value lower(Call<Attributes> call, ProgramBuilder b) {
    return meaning.of(call, b);
  }

  private static List<Integer> list(Call<Attributes> call, String name) {
    return StableHloPad.integers(call.attributes(), name);
  }

  private static int integer(Call<Attributes> call, String name) {
    return Math.toIntExact(call.attributes().integer(name, 0));
  }

  private static Value slice(Call<Attributes> call, ProgramBuilder b) {
    return b.slice(
        call.operand("x"),
        list(call, "start_indices"),
        list(call, "limit_indices"),
        list(call, "strides"));
  }

  private static Value broadcast(Call<Attributes> call, ProgramBuilder b) {
    var x = call.operand("x");
    var shape = call.resultType(0).shape();
    var axes = list(call, "broadcast_dimensions");
    if (axes.size() != x.type().rank())
      throw call.refuse("%d broadcast dimensions, must be %d", axes.size(), x.type().rank());
    var order = new ArrayList<>(Axes.range(0, axes.size()));
    order.sort(Comparator.comparing(axes::get));
    var extents = new int[shape.rank()];
    Arrays.fill(extents, 1);
    for (int i = 0; i < axes.size(); i++) extents[axes.get(i)] = x.type().extent(i);
    return b.expand(b.reshape(b.permute(x, order), Shape.of(extents)), shape);
  }

  private static Value iota(Call<Attributes> call, ProgramBuilder b) {
    var type = call.resultType(0);
    int axis = integer(call, "iota_dimension");
    var extents = new int[type.rank()];
    Arrays.fill(extents, 1);
    extents[axis] = type.extent(axis);
    var along = b.reshape(b.iota(type.extent(axis), type.dtype()), Shape.of(extents));
    return b.expand(along, type.shape());
  }
}
