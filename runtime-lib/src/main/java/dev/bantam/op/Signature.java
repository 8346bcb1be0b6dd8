package dev.bantam.op;

import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
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
   */
  public record Operand(String name, Set<DType> types, boolean optional, boolean variadic) {
    public Operand {
      types = Collections.unmodifiableSet(EnumSet.copyOf(types));
    }
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
