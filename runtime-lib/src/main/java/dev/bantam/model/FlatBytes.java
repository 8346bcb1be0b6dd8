package dev.bantam.model;

import dev.bantam.model.Schema.Scalar;
import dev.bantam.type.Literal;
import java.lang.foreign.MemorySegment;

/**
 * The bytes of a FlatBuffer and how things lie in them: tables begin with the way back to their
 * vtable, vectors with their length, and everything else is reached by offsets forward. Proves
 * nothing: a read outside is an exception of the segment.
 */
record FlatBytes(MemorySegment bytes) {
  /** Bytes of an offset, of a vector's length, and of a table's way to its vtable. */
  static final int WORD = 4;

  long size() {
    return bytes.byteSize();
  }

  int signedByte(long at) {
    return bytes.get(Literal.I8, at);
  }

  int unsignedShort(long at) {
    return Short.toUnsignedInt(bytes.get(Literal.I16, at));
  }

  long word(long at) {
    return Integer.toUnsignedLong(bytes.get(Literal.I32, at));
  }

  /** Where the vtable of the table at {@code table} begins. */
  long vtable(long table) {
    return table - bytes.get(Literal.I32, table);
  }

  /** Where a field of a table lies, or 0 if it is absent. */
  long field(long table, int slot) {
    long vtable = vtable(table);
    int entry = WORD + 2 * slot;
    if (entry + 2 > unsignedShort(vtable)) return 0;
    int offset = unsignedShort(vtable + entry);
    return offset == 0 ? 0 : table + offset;
  }

  /** Where the offset at {@code at} leads. */
  long follow(long at) {
    return at + word(at);
  }

  /** A number that is no float, widened by its sign or without. */
  long integer(Scalar scalar, long at) {
    return switch (scalar) {
      case BOOL, UBYTE -> Byte.toUnsignedLong(bytes.get(Literal.I8, at));
      case BYTE -> bytes.get(Literal.I8, at);
      case SHORT -> bytes.get(Literal.I16, at);
      case USHORT -> unsignedShort(at);
      case INT -> bytes.get(Literal.I32, at);
      case UINT -> word(at);
      case LONG, ULONG -> bytes.get(Literal.I64, at);
      case FLOAT, DOUBLE -> throw new IllegalArgumentException(scalar + " is no integer");
    };
  }

  double real(Scalar scalar, long at) {
    return switch (scalar) {
      case FLOAT -> bytes.get(Literal.F32, at);
      case DOUBLE -> bytes.get(Literal.F64, at);
      default -> throw new IllegalArgumentException(scalar + " is no float");
    };
  }

  /** The elements of a vector, without its length. */
  MemorySegment elements(long vector, int elementBytes) {
    return bytes.asSlice(vector + WORD, word(vector) * elementBytes);
  }
}
