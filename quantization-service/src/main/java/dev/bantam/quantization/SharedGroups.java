package dev.bantam.quantization;

import dev.bantam.type.DType;
import dev.bantam.type.Quantization;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Tensors that must have one quantization, because operators between them only move values. */
final class SharedGroups {
  private final DType dtype;
  private final Map<Integer, Integer> parents = new HashMap<>();
  private final Map<Integer, Range> ranges = new HashMap<>();
  private final Map<Integer, Quantization> fixed = new HashMap<>();

  SharedGroups(DType dtype) {
    this.dtype = dtype;
  }

  void add(int tensor, Range range) {
    if (parents.putIfAbsent(tensor, tensor) == null) ranges.put(tensor, range);
  }

  /**
   * Gives the tensor, which is in no group with others yet, a quantization that its operator
   * demands.
   */
  void fix(int tensor, Quantization quantization) {
    fixed.put(root(tensor), quantization);
  }

  boolean isFixed(int tensor) {
    return fixed.containsKey(root(tensor));
  }

  void join(int a, int b) {
    int first = root(a);
    int second = root(b);
    if (first == second) return;
    parents.put(second, first);
    ranges.merge(first, ranges.get(second), Range::union);
    var demanded = fixed.remove(second);
    if (demanded != null) fixed.put(first, demanded);
  }

  boolean knows(int tensor) {
    return parents.containsKey(tensor);
  }

  Quantization quantization(int tensor) {
    int root = root(tensor);
    var demanded = fixed.get(root);
    return demanded != null ? demanded : Objects.requireNonNull(ranges.get(root)).activation(dtype);
  }

  private int root(int tensor) {
    int parent = Objects.requireNonNull(parents.get(tensor));
    return parent == tensor ? tensor : root(parent);
  }
}
