package dev.bantam.model;

import dev.bantam.type.Bytes;
import dev.bantam.type.Literal;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that a model brings along, as TensorFlow Lite's metadata has them: a zip behind the
 * model, in the same file. Its writers count offsets from the beginning of the model or of the zip;
 * here it is a zip of its own, which may lie behind any model.
 *
 * <p>Contents are not looked at and not unpacked.
 */
public final class AssociatedFiles {
  private static final Place PLACE = Place.of("associated files");

  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int LONGEST_COMMENT = 0xffff;

  private final MemorySegment bytes;
  private final long end;

  private AssociatedFiles(MemorySegment bytes, long end) {
    this.bytes = bytes;
    this.end = end;
  }

  /** One file: where its line in the directory begins, and where that says it lies. */
  private record Entry(long at, long offset, String name) {}

  /** The zip behind a model; empty if the file does not end with one. */
  static Bytes behind(MemorySegment file, Limits limits) {
    long end = end(file);
    if (end < 0) return Bytes.EMPTY;
    var zip = new AssociatedFiles(file, end);
    if (!zip.hasDirectory()) return Bytes.EMPTY;
    return zip.alone(limits);
  }

  /** The names in a zip that was read, in its order. */
  public static List<String> names(Bytes zip) {
    if (zip.isEmpty()) return List.of();
    var files = new AssociatedFiles(zip.segment(), end(zip.segment()));
    return files.entries().stream().map(Entry::name).toList();
  }

  /** Where the end record is, whose comment reaches to the last byte; -1 if nowhere. */
  private static long end(MemorySegment file) {
    long last = file.byteSize() - END_BYTES;
    for (long at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (file.get(Literal.I32, at) == END && u16(file, at + 20) == last - at) return at;
    }
    return -1;
  }

  /** The directory lies right before the end record. Bytes that just look alike have none. */
  private boolean hasDirectory() {
    long start = directory();
    return start >= 0
        && end - start >= ENTRY_BYTES
        && bytes.get(Literal.I32, start) == ENTRY
        && u16(bytes, end + 10) > 0;
  }

  private long directory() {
    return end - u32(bytes, end + 12);
  }

  /** What offsets are counted from. */
  private long origin() {
    return directory() - u32(bytes, end + 16);
  }

  private Bytes alone(Limits limits) {
    var entries = entries();
    long start = directory();
    for (var entry : entries) start = Math.min(start, origin() + entry.offset());
    long size = bytes.byteSize() - start;
    if (size > limits.archiveBytes()) {
      throw ModelException.tooLarge(
          PLACE, "they have %d bytes, must have at most %d".formatted(size, limits.archiveBytes()));
    }
    var copy = MemorySegment.ofArray(bytes.asSlice(start).toArray(ValueLayout.JAVA_BYTE));
    for (var entry : entries) {
      put(copy, entry.at() + 42 - start, origin() + entry.offset() - start);
    }
    put(copy, end + 16 - start, directory() - start);
    return new Bytes(copy);
  }

  private static void put(MemorySegment bytes, long at, long value) {
    bytes.set(Literal.I32, at, (int) value);
  }

  private List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    int count = u16(bytes, end + 10);
    long at = directory();
    for (int i = 0; i < count; i++) {
      var place = PLACE.part("entry", i);
      if (end - at < ENTRY_BYTES || bytes.get(Literal.I32, at) != ENTRY) {
        throw new ModelException(
            place, "it is not in the zip's directory, must be one of %d".formatted(count));
      }
      int name = u16(bytes, at + 28);
      long next = at + ENTRY_BYTES + name + u16(bytes, at + 30) + u16(bytes, at + 32);
      if (next > end) {
        throw new ModelException(place, "it leaves the zip's directory, must end inside it");
      }
      var entry = new Entry(at, u32(bytes, at + 42), text(at + ENTRY_BYTES, name));
      requireLocal(entry, place);
      entries.add(entry);
      at = next;
    }
    return entries;
  }

  private void requireLocal(Entry entry, Place place) {
    long at = origin() + entry.offset();
    boolean inside = at >= 0 && at <= directory() - LOCAL_BYTES;
    if (inside && bytes.get(Literal.I32, at) == LOCAL) return;
    throw new ModelException(
        place,
        "no file begins at its offset %d, must be one of the zip's".formatted(entry.offset()));
  }

  private String text(long at, int length) {
    var raw = bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(raw, StandardCharsets.UTF_8);
  }

  private static int u16(MemorySegment bytes, long at) {
    return Short.toUnsignedInt(bytes.get(Literal.I16, at));
  }

  private static long u32(MemorySegment bytes, long at) {
    return Integer.toUnsignedLong(bytes.get(Literal.I32, at));
  }
}
