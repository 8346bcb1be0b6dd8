package dev.bantam.op;

import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An operator's name, operands and results. {@code docs/ops.md} is printed from it.
 *
 * @param custom whether files name it as a custom operator
 * @param results the names of the results, in order; of a variadic operator, of the first
 */
public record Signature(String name, boolean custom, List<Operand> operands, List<String> results) {
  /**
   * @param types that the operand may have
   * @param optional whether it may be left out
   * @param variadic whether all further inputs are operands of this name; only the last may be
   * @param channels of weights, the axis of the channels that they make, or {@link
   *     Weights#NO_AXIS}; empty for what is no weights
   */
  public record Operand(
      String name, Set<DType> types, boolean optional, boolean variadic, OptionalInt channels) {
    Operand(String name, Set<DType> types, boolean optional, boolean variadic) {
      this(name, types, optional, variadic, OptionalInt.empty());
    }

    public Operand {
      types = Collections.unmodifiableSet(EnumSet.copyOf(types));
    }
  }

  /**
   * Where an operator has weights: the numbers that training makes, and that quantization and
   * pruning change.
   *
   * @param place of the operand
   * @param axis of the channels that they make, or {@link #NO_AXIS}
   */
  public record Weights(int place, int axis) {
    /** Of weights whose channels are not told apart: all have one scale. */
    public static final int NO_AXIS = -1;
  }

  public Signature {
    operands = List.copyOf(operands);
    results = List.copyOf(results);
  }

  public static Signature of(String name) {
    return new Signature(name, false, List.of(), List.of());
  }

  /** Of an operator that is not in the schema's list. */
  public static Signature custom(String name) {
    return new Signature(name, true, List.of(), List.of());
  }

  public Signature operand(String operand, DType... types) {
    return with(new Operand(operand, EnumSet.copyOf(Arrays.asList(types)), false, false));
  }

  public Signature operand(String operand, Set<DType> types) {
    return with(new Operand(operand, types, false, false));
  }

  public Signature optional(String operand, Set<DType> types) {
    return with(new Operand(operand, types, true, false));
  }

  /**
   * @param axis of the channels that they make, or {@link Weights#NO_AXIS}
   */
  public Signature weights(String operand, Set<DType> types, int axis) {
    return with(new Operand(operand, types, false, false, OptionalInt.of(axis)));
  }

  public Signature optionalWeights(String operand, Set<DType> types, int axis) {
    return with(new Operand(operand, types, true, false, OptionalInt.of(axis)));
  }

  /** The operands that are weights, in order. */
  public List<Weights> weights() {
    var weights = new ArrayList<Weights>();
    for (int i = 0; i < operands.size(); i++) {
      var channels = operands.get(i).channels();
      if (channels.isPresent()) weights.add(new Weights(i, channels.getAsInt()));
    }
    return weights;
  }

  /** The place of an operand that the operator has. */
  public int place(String operand) {
    for (int i = 0; i < operands.size(); i++) if (operands.get(i).name().equals(operand)) return i;
    throw new IllegalArgumentException("%s has no operand \"%s\"".formatted(name, operand));
  }

  public Signature variadic(String operand, Set<DType> types) {
    return with(new Operand(operand, types, false, true));
  }

  public Signature result(String result) {
    var more = new ArrayList<>(results);
    more.add(result);
    return new Signature(name, custom, operands, more);
  }

  private Signature with(Operand operand) {
    var more = new ArrayList<>(operands);
    more.add(operand);
    return new Signature(name, custom, more, results);
  }
}
