package dev.bantam.device;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The inputs or the outputs of an instance in the host's memory. Values have their place for good,
 * but for strings, whose length changes: they are taken as they are.
 */
final class HostValues {
  private static final int ALIGNMENT = 64;

  private final List<TensorType> types;
  private final List<MemorySegment> places = new ArrayList<>();

  HostValues(List<TensorType> types) {
    this.types = types;
    for (var type : types) {
      places.add(
          type.dtype() == DType.STR
              ? Literal.zeros(type).bytes()
              : Arena.ofAuto().allocate(type.bytes(), ALIGNMENT));
    }
  }

  int count() {
    return places.size();
  }

  MemorySegment place(int i) {
    return places.get(i);
  }

  void set(int i, Literal value) {
    if (types.get(i).dtype() == DType.STR) places.set(i, value.bytes());
    else places.get(i).copyFrom(value.bytes());
  }

  /** What stands in the place now, and changes with it. */
  Literal view(int i) {
    return new Literal(types.get(i), places.get(i));
  }

  /** What stands in the place, for good. */
  Literal copy(int i) {
    var bytes = places.get(i);
    return new Literal(
        types.get(i), Arena.ofAuto().allocate(bytes.byteSize(), ALIGNMENT).copyFrom(bytes));
  }
}
