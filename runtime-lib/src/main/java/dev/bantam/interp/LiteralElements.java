package dev.bantam.interp;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Between the bytes of a literal and the elements of a view. */
final class LiteralElements {
  private LiteralElements() {}

  static View read(Literal literal) {
    int count = Math.toIntExact(literal.elements());
    var elements = Elements.zeros(literal.type().dtype(), count);
    var bytes = literal.bytes();
    switch (elements) {
      case Elements.Bytes(var values) -> {
        if (literal.type().dtype().kind() == DType.Kind.PACKED) {
          for (int i = 0; i < count; i++) values[i] = (byte) literal.integer(i);
        } else {
          MemorySegment.copy(bytes, Literal.I8, 0, values, 0, count);
          if (literal.type().dtype() == DType.BOOL) {
            // A file may hold any byte for true; lanes have to be 0 or 1.
            for (int i = 0; i < count; i++) values[i] = (byte) (values[i] != 0 ? 1 : 0);
          }
        }
      }
      case Elements.Shorts(var values) ->
          MemorySegment.copy(bytes, Literal.I16, 0, values, 0, count);
      case Elements.Ints(var values) -> MemorySegment.copy(bytes, Literal.I32, 0, values, 0, count);
      case Elements.Longs(var values) ->
          MemorySegment.copy(bytes, Literal.I64, 0, values, 0, count);
      case Elements.Floats(var values) ->
          MemorySegment.copy(bytes, Literal.F32, 0, values, 0, count);
      case Elements.Doubles(var values) ->
          MemorySegment.copy(bytes, Literal.F64, 0, values, 0, count);
      case Elements.Pairs(var low, var high) -> {
        for (int i = 0; i < count; i++) {
          low.values()[i] = bytes.get(Literal.I64, 16L * i);
          high.values()[i] = bytes.get(Literal.I64, 16L * i + 8);
        }
      }
      case Elements.Texts(var values) -> {
        for (int i = 0; i < count; i++) values[i] = literal.string(i);
      }
    }
    return View.dense(literal.type(), elements);
  }

  /** Shares the elements of a dense view: neither side writes to them. */
  static Literal write(View view) {
    if (view.elements() instanceof Elements.Texts(var values)) {
      return Literal.strings(view.type().shape(), Arrays.asList(values));
    }
    var bytes =
        switch (view.elements()) {
          case Elements.Bytes(var values) ->
              view.dtype().kind() == DType.Kind.PACKED
                  ? packed(view.dtype(), values)
                  : MemorySegment.ofArray(values);
          case Elements.Shorts(var values) -> MemorySegment.ofArray(values);
          case Elements.Ints(var values) -> MemorySegment.ofArray(values);
          case Elements.Longs(var values) -> MemorySegment.ofArray(values);
          case Elements.Floats(var values) -> MemorySegment.ofArray(values);
          case Elements.Doubles(var values) -> MemorySegment.ofArray(values);
          case Elements.Pairs(var low, var high) -> {
            var segment = MemorySegment.ofArray(new long[2 * low.length()]);
            for (int i = 0; i < low.length(); i++) {
              segment.set(Literal.I64, 16L * i, low.values()[i]);
              segment.set(Literal.I64, 16L * i + 8, high.values()[i]);
            }
            yield segment;
          }
          case Elements.Texts _ -> throw new IllegalStateException("strings are packed apart");
        };
    return new Literal(view.type(), bytes);
  }

  /** The first element lies in the lowest bits. */
  private static MemorySegment packed(DType dtype, byte[] values) {
    var bytes = new byte[Math.toIntExact(dtype.bytes(values.length))];
    int perByte = 8 / dtype.bits();
    int mask = (1 << dtype.bits()) - 1;
    for (int i = 0; i < values.length; i++) {
      bytes[i / perByte] |= (byte) ((values[i] & mask) << (dtype.bits() * (i % perByte)));
    }
    return MemorySegment.ofArray(bytes);
  }
}
