package dev.bantam.graph;

import dev.bantam.type.Bytes;
import dev.bantam.type.Literal;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads FlexBuffers, the form in which most custom operators have their options: values by name. Of
 * values, numbers, texts, and lists of these are read; others are left out, as no operator has
 * them. Every offset is checked by the segment that it points into.
 */
final class FlexBuffer {
  /** Types by their numbers in the format. */
  private static final int INT = 1;

  private static final int UINT = 2;
  private static final int FLOAT = 3;
  private static final int KEY = 4;
  private static final int STRING = 5;
  private static final int INDIRECT_INT = 6;
  private static final int INDIRECT_FLOAT = 8;
  private static final int MAP = 9;
  private static final int VECTOR = 10;
  private static final int VECTOR_INT = 11;
  private static final int VECTOR_KEY = 14;
  private static final int BOOL = 26;
  private static final int VECTOR_BOOL = 36;

  private final MemorySegment bytes;

  private FlexBuffer(MemorySegment bytes) {
    this.bytes = bytes;
  }

  /** The values of a map; empty if the bytes are none. */
  static Optional<SortedMap<String, Object>> map(Bytes options) {
    long size = options.size();
    if (size < 3) return Optional.empty();
    try {
      var buffer = new FlexBuffer(options.segment());
      int width = buffer.width(size - 1);
      int type = buffer.byteAt(size - 2);
      if (type >> 2 != MAP) return Optional.empty();
      return Optional.of(buffer.mapAt(buffer.target(size - 2 - width, width), 1 << (type & 3)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private int byteAt(long at) {
    return Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, at));
  }

  private int width(long at) {
    int width = byteAt(at);
    if (Integer.bitCount(width) == 1 && width <= 8) return width;
    throw new IllegalArgumentException(width + " is no width of a value, must be 1, 2, 4 or 8");
  }

  private long unsigned(long at, int width) {
    return switch (width) {
      case 1 -> byteAt(at);
      case 2 -> Short.toUnsignedLong(bytes.get(Literal.I16, at));
      case 4 -> Integer.toUnsignedLong(bytes.get(Literal.I32, at));
      default -> bytes.get(Literal.I64, at);
    };
  }

  private long signed(long at, int width) {
    int unused = 64 - 8 * width;
    return unsigned(at, width) << unused >> unused;
  }

  private double real(long at, int width) {
    return switch (width) {
      case 2 -> Float.float16ToFloat(bytes.get(Literal.I16, at));
      case 4 -> bytes.get(Literal.F32, at);
      case 8 -> bytes.get(Literal.F64, at);
      default -> throw new IllegalArgumentException("a real number of " + width + " bytes");
    };
  }

  /** Offsets count backwards from where they are. */
  private long target(long at, int width) {
    return Math.subtractExact(at, unsigned(at, width));
  }

  /** How many elements there are; no more than bytes. */
  private int count(long at, int width) {
    long count = unsigned(at - width, width);
    if (count >= 0 && count <= bytes.byteSize()) return (int) count;
    throw new IllegalArgumentException(count + " elements, must be fewer than bytes");
  }

  /** Values, and behind them their types; before them how many, and where the sorted keys are. */
  private SortedMap<String, Object> mapAt(long at, int width) {
    int count = count(at, width);
    long keys = target(at - 3L * width, width);
    int keyWidth = width(at - 2L * width);
    var map = new TreeMap<String, Object>();
    for (int i = 0; i < count; i++) {
      var key = text(target(keys + (long) i * keyWidth, keyWidth));
      int type = byteAt(at + (long) count * width + i);
      value(at + (long) i * width, width, type).ifPresent(value -> map.put(key, value));
    }
    return map;
  }

  private Optional<Object> value(long at, int width, int packed) {
    int type = packed >> 2;
    int inner = 1 << (packed & 3);
    return switch (type) {
      case INDIRECT_INT, INDIRECT_INT + 1, INDIRECT_FLOAT ->
          scalar(target(at, width), inner, type - INDIRECT_INT + INT);
      case STRING -> {
        long begin = target(at, width);
        var text = bytes.asSlice(begin, count(begin, inner)).toArray(ValueLayout.JAVA_BYTE);
        yield Optional.of(new String(text, StandardCharsets.UTF_8));
      }
      case KEY -> Optional.of(text(target(at, width)));
      case VECTOR, VECTOR_INT, VECTOR_INT + 1, VECTOR_INT + 2, VECTOR_KEY, VECTOR_BOOL ->
          Optional.of(list(target(at, width), inner, type));
      default -> scalar(at, width, type);
    };
  }

  private Optional<Object> scalar(long at, int width, int type) {
    return switch (type) {
      case INT -> Optional.of(signed(at, width));
      case UINT -> Optional.of(unsigned(at, width));
      case FLOAT -> Optional.of(real(at, width));
      case BOOL -> Optional.of(unsigned(at, width) != 0);
      default -> Optional.empty();
    };
  }

  private List<Object> list(long at, int width, int type) {
    int count = count(at, width);
    var list = new ArrayList<Object>();
    for (int i = 0; i < count; i++) {
      long place = at + (long) i * width;
      if (type == VECTOR_KEY) {
        list.add(text(target(place, width)));
        continue;
      }
      int of =
          switch (type) {
            case VECTOR -> byteAt(at + (long) count * width + i) >> 2;
            case VECTOR_BOOL -> BOOL;
            default -> type - VECTOR_INT + INT;
          };
      scalar(place, width, of).ifPresent(list::add);
    }
    return list;
  }

  /** Up to a byte of 0. */
  private String text(long at) {
    long end = at;
    while (byteAt(end) != 0) end++;
    return new String(
        bytes.asSlice(at, end - at).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }
}
