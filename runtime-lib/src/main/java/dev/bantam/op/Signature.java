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
 * @param results the names of the results, in order; of a variadic operator, of the first
 */
public record Signature(String name, List<Operand> operands, List<String> results) {
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
    return new Signature(name, List.of(), List.of());
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
    return new Signature(name, operands, more);
  }

  private Signature with(Operand operand) {
    var more = new ArrayList<>(operands);
    more.add(operand);
    return new Signature(name, more, results);
  }
}
