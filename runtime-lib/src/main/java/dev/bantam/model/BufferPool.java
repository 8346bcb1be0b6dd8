package dev.bantam.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The byte strings of a model that is being written, equal ones once. Buffer 0 is empty. */
final class BufferPool {
  /** How many bytes of a long content the hash looks at. */
  private static final int SAMPLES = 4096;

  private final List<MemorySegment> contents = new ArrayList<>();
  private final Map<Long, List<Integer>> byHash = new HashMap<>();

  BufferPool() {
    contents.add(MemorySegment.NULL);
  }

  /** The index of a buffer with that content. */
  int index(MemorySegment content) {
    if (content.byteSize() == 0) return 0;
    var alike = byHash.computeIfAbsent(hash(content), hash -> new ArrayList<>());
    for (int index : alike) {
      if (contents.get(index).mismatch(content) == -1) return index;
    }
    alike.add(contents.size());
    contents.add(content);
    return contents.size() - 1;
  }

  int size() {
    return contents.size();
  }

  MemorySegment content(int index) {
    return contents.get(index);
  }

  long bytes() {
    return contents.stream().mapToLong(MemorySegment::byteSize).sum();
  }

  private static long hash(MemorySegment content) {
    long size = content.byteSize();
    long hash = size;
    long step = Math.max(1, size / SAMPLES);
    for (long i = 0; i < size; i += step) hash = hash * 31 + content.get(ValueLayout.JAVA_BYTE, i);
    return hash;
  }
}
