package dev.bantam.converter.build;

import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Element type and extents, of which some may be open. */
public record Form(DType dtype, List<Dim> dims) {
  public Form {
    dims = List.copyOf(dims);
  }

  public static Form of(TensorType type) {
    return new Form(type.dtype(), type.shape().extents().stream().map(Dim::of).toList());
  }

  public static Form of(DType dtype, long... extents) {
    return new Form(dtype, java.util.Arrays.stream(extents).mapToObj(Dim::of).toList());
  }

  public static Form of(DType dtype, Dim... extents) {
    return new Form(dtype, List.of(extents));
  }

  public int rank() {
    return dims.size();
  }

  public Dim dim(int axis) {
    return dims.get(axis);
  }

  public Form with(DType other) {
    return new Form(other, dims);
  }

  public Form with(List<Dim> other) {
    return new Form(dtype, other);
  }

  public Form with(int axis, Dim extent) {
    var changed = new ArrayList<>(dims);
    changed.set(axis, extent);
    return with(changed);
  }

  public boolean isStatic() {
    return dims.stream().allMatch(Dim::isKnown);
  }

  public Dim elements() {
    return dims.stream().reduce(Dim.ONE, Dim::times);
  }

  /** The type as a file has it: 1 for each open extent. */
  public TensorType type() {
    return new TensorType(
        dtype,
        new Shape(
            dims.stream()
                .map(dim -> dim.isKnown() ? Math.toIntExact(dim.value()) : Integer.valueOf(1))
                .toList()));
  }

  /** The extents with -1 for open ones; empty if none is open. */
  public List<Integer> signature() {
    return isStatic() ? List.of() : dims.stream().map(Dim::signature).toList();
  }

  @Override
  public String toString() {
    return dtype + dims.toString().replace(" ", "");
  }
}
