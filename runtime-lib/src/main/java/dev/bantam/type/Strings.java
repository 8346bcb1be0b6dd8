package dev.bantam.type;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

/** How byte strings lie in a literal. */
final class Strings {
  private Strings() {}

  /** Refuses bytes in which a string would lie outside. */
  static void check(TensorType type, MemorySegment bytes) {
    long count = type.elements();
    long head = Math.addExact(Math.multiplyExact(4L, count), 8);
    if (bytes.byteSize() < head) {
      throw new IllegalArgumentException(
          "%d bytes for %s, must be at least %d".formatted(bytes.byteSize(), type, head));
    }
    int stated = bytes.get(Literal.I32, 0);
    if (stated != count) {
      throw new IllegalArgumentException(
          "%d strings for %s, must be %d".formatted(stated, type, count));
    }
    long before = head;
    for (long i = 0; i <= count; i++) {
      long offset = bytes.get(Literal.I32, 4 + 4 * i);
      if (offset < before || offset > bytes.byteSize()) {
        throw new IllegalArgumentException(
            "string %d of %s begins at %d, must be in [%d, %d]"
                .formatted(i, type, offset, before, bytes.byteSize()));
      }
      before = offset;
    }
  }

  static byte[] at(MemorySegment bytes, long index) {
    Objects.checkIndex(index, (long) bytes.get(Literal.I32, 0));
    long from = bytes.get(Literal.I32, 4 + 4 * index);
    long to = bytes.get(Literal.I32, 8 + 4 * index);
    return bytes.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE);
  }

  static MemorySegment pack(List<byte[]> values) {
    long size = 4L * values.size() + 8;
    for (byte[] value : values) size += value.length;
    var packed = MemorySegment.ofArray(new byte[Math.toIntExact(size)]);
    packed.set(Literal.I32, 0, values.size());
    int offset = 4 * values.size() + 8;
    for (int i = 0; i < values.size(); i++) {
      packed.set(Literal.I32, 4 + 4L * i, offset);
      MemorySegment.copy(
          values.get(i), 0, packed, ValueLayout.JAVA_BYTE, offset, values.get(i).length);
      offset += values.get(i).length;
    }
    packed.set(Literal.I32, 4 + 4L * values.size(), offset);
    return packed;
  }
}
