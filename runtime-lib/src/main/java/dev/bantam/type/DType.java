package dev.bantam.type;

import java.util.Arrays;
import java.util.Locale;

/**
 * The type of a tensor's elements. Names in text forms are the lower-case constants: {@code f32},
 * {@code i8}.
 */
public enum DType {
  BOOL(8, Kind.BOOL),
  I8(8, Kind.SIGNED),
  I16(16, Kind.SIGNED),
  I32(32, Kind.SIGNED),
  I64(64, Kind.SIGNED),
  U8(8, Kind.UNSIGNED),
  U16(16, Kind.UNSIGNED),
  U32(32, Kind.UNSIGNED),
  U64(64, Kind.UNSIGNED),
  F16(16, Kind.FLOAT),
  BF16(16, Kind.FLOAT),
  F32(32, Kind.FLOAT),
  F64(64, Kind.FLOAT),
  /** Storage only, two to a byte, the low nibble first. */
  I4(4, Kind.PACKED),
  /** Storage only, four to a byte, the low bits first. */
  I2(2, Kind.PACKED),
  /** Storage only, two to a byte, the low nibble first. */
  U4(4, Kind.PACKED),
  /** Storage only: a pair of {@code f32}. */
  C64(64, Kind.COMPLEX),
  /** Storage only: a pair of {@code f64}. */
  C128(128, Kind.COMPLEX),
  /** Host only: byte strings of any length. */
  STR(0, Kind.HOST),
  /** Storage only: 4 bits of exponent, 3 of mantissa, no infinities. */
  F8E4M3FN(8, Kind.MINIFLOAT),
  /** Storage only: 5 bits of exponent, 2 of mantissa. */
  F8E5M2(8, Kind.MINIFLOAT),
  /** Host only: a name of a variable or a table. */
  RESOURCE(0, Kind.HOST),
  /** Host only: a list of tensors. */
  VARIANT(0, Kind.HOST);

  /** What can be done with elements of a type. */
  public enum Kind {
    BOOL,
    SIGNED,
    UNSIGNED,
    FLOAT,
    PACKED,
    MINIFLOAT,
    COMPLEX,
    HOST
  }

  private final int bits;
  private final Kind kind;

  DType(int bits, Kind kind) {
    this.bits = bits;
    this.kind = kind;
  }

  /** Bits of one element in memory; 0 for types of the host. */
  public int bits() {
    return bits;
  }

  public Kind kind() {
    return kind;
  }

  /** Bytes of one element; packed types have none of their own. */
  public int bytes() {
    if (bits < 8)
      throw new IllegalStateException("an element of " + this + " has no bytes of its own");
    return bits / 8;
  }

  /** Bytes of so many elements, packed without padding, exactly. */
  public long bytes(long elements) {
    return Math.addExact(Math.multiplyExact(elements, (long) bits), 7) / 8;
  }

  public boolean isFloat() {
    return kind == Kind.FLOAT;
  }

  /**
   * Whether arithmetic on it is that of integers that wrap; packed integers are not, they are
   * converted first.
   */
  public boolean isInteger() {
    return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
  }

  public boolean isSigned() {
    return kind == Kind.SIGNED;
  }

  /** Whether primitives compute with it, apart from moving it. */
  public boolean isArithmetic() {
    return isFloat() || isInteger();
  }

  /**
   * The lowest integer of the type; of an integer type, of {@code i4}, {@code i2} or {@code u4}.
   */
  public long lowest() {
    return switch (this) {
      case I8, I16, I32, I64, I4, I2 -> -1L << (bits - 1);
      case U8, U16, U32, U64, U4, BOOL -> 0;
      case F16, BF16, F32, F64, F8E4M3FN, F8E5M2, C64, C128, STR, RESOURCE, VARIANT ->
          throw new IllegalStateException(this + " is no integer type");
    };
  }

  /**
   * The highest integer of the type; that of {@code u64} is -1 as a {@code long}, to be read as
   * unsigned.
   */
  public long highest() {
    return switch (this) {
      case I8, I16, I32, I64, I4, I2 -> ~(-1L << (bits - 1));
      case U8, U16, U32, U4 -> ~(-1L << bits);
      case U64 -> -1;
      case BOOL -> 1;
      case F16, BF16, F32, F64, F8E4M3FN, F8E5M2, C64, C128, STR, RESOURCE, VARIANT ->
          throw new IllegalStateException(this + " is no integer type");
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of that name in text forms. */
  public static DType parse(String text) {
    return Arrays.stream(values())
        .filter(dtype -> dtype.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("\"%s\" is no element type".formatted(text)));
  }
}
