package dev.bantam.type;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A byte string that compares by content, and may lie in a mapped file. Never written to. */
public record Bytes(MemorySegment segment) {
  public static final Bytes EMPTY = of(new byte[0]);

  /** The caller gives the segment away: it must not change any more. */
  public Bytes {
    segment = segment.asReadOnly();
  }

  /** A copy of the array. */
  public static Bytes of(byte[] bytes) {
    return new Bytes(MemorySegment.ofArray(bytes.clone()));
  }

  public long size() {
    return segment.byteSize();
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  public byte[] toArray() {
    return segment.toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes(var that) && segment.mismatch(that) == -1;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(size());
  }

  @Override
  public String toString() {
    return size() + " bytes";
  }
}
