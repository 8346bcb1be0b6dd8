package dev.bantam.converter.tensorflow;

import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a table of sorted keys as LevelDB lays it out: blocks of entries whose keys share prefixes,
 * an index block, and a footer. Every length is checked against the block before it is believed.
 */
final class SortedTable {
  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int MOST_ENTRIES = 1_000_000;

  private final byte[] bytes;
  private final String name;

  private SortedTable(byte[] bytes, String name) {
    this.bytes = bytes;
    this.name = name;
  }

  /** All entries, by key. */
  static SortedMap<String, byte[]> read(byte[] bytes, String name) {
    return new SortedTable(bytes, name).entries();
  }

  private ConversionException malformed(String why) {
    return new ConversionException(Kind.MALFORMED, "\"%s\": %s", name, why);
  }

  private SortedMap<String, byte[]> entries() {
    if (bytes.length < FOOTER)
      throw malformed("%d bytes, a table has at least 48".formatted(bytes.length));
    var footer =
        ByteBuffer.wrap(bytes, bytes.length - FOOTER, FOOTER)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    if (footer.getLong(FOOTER - 8) != MAGIC)
      throw malformed("no table: its last bytes are not the mark of one");
    var handles = new Cursor(bytes, bytes.length - FOOTER, bytes.length - 8);
    handles.number();
    handles.number();
    var entries = new TreeMap<String, byte[]>();
    for (var handle : block(handles.number(), handles.number()).values()) {
      var at = new Cursor(handle, 0, handle.length);
      var block = block(at.number(), at.number());
      if (entries.size() + block.size() > MOST_ENTRIES)
        throw malformed("more than 1,000,000 entries");
      entries.putAll(block);
    }
    return entries;
  }

  private SortedMap<String, byte[]> block(long offset, long size) {
    if (offset < 0 || size < 4 || offset > bytes.length || size > bytes.length - offset - 5)
      throw malformed(
          "a block at %d of %d bytes, must end within the file".formatted(offset, size));
    int start = (int) offset;
    int end = (int) (offset + size);
    if (bytes[end] != 0) throw malformed("a compressed block, must be plain");
    long restarts =
        Integer.toUnsignedLong(
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(end - 4));
    if (restarts > (size - 4) / 4) throw malformed("a block with more restart points than bytes");
    var cursor = new Cursor(bytes, start, end - 4 - (int) restarts * 4);
    var entries = new TreeMap<String, byte[]>();
    var key = new byte[0];
    while (cursor.at < cursor.end) {
      int shared = cursor.length(key.length);
      int own = cursor.length(cursor.end - cursor.at);
      int valueLength = cursor.length(cursor.end - cursor.at);
      var next = Arrays.copyOf(key, shared + own);
      cursor.copy(next, shared, own);
      var value = new byte[valueLength];
      cursor.copy(value, 0, valueLength);
      key = next;
      entries.put(new String(key, StandardCharsets.ISO_8859_1), value);
    }
    return entries;
  }

  /** Reads numbers and bytes up to an end. */
  private final class Cursor {
    private final byte[] from;
    private final int end;
    private int at;

    Cursor(byte[] from, int at, int end) {
      this.from = from;
      this.at = at;
      this.end = end;
    }

    long number() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        if (at >= end) throw malformed("a number is cut off");
        byte next = from[at++];
        value |= (long) (next & 0x7F) << shift;
        if (next >= 0) return value;
      }
      throw malformed("a number of more than 64 bits");
    }

    int length(int most) {
      long value = number();
      if (value < 0 || value > most)
        throw malformed("a length of %d, must be at most %d".formatted(value, most));
      return (int) value;
    }

    void copy(byte[] into, int position, int count) {
      if (count > end - at) throw malformed("an entry is cut off");
      System.arraycopy(from, at, into, position, count);
      at += count;
    }
  }
}
