package dev.bantam.type;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A tensor's value: row-major elements, little endian, without padding. Never written to after it
 * was made.
 *
 * <p>Strings lie as a model file has them: how many ({@code i32}), where each begins and where the
 * last ends ({@code i32} each, from the start), then the bytes.
 *
 * <p>The bytes may lie in a mapped file at any alignment, so access goes through the unaligned
 * layouts here.
 */
public final class Literal {
  public static final ValueLayout.OfByte I8 = ValueLayout.JAVA_BYTE;
  public static final ValueLayout.OfShort I16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfInt I32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfDouble F64 =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final TensorType type;
  private final MemorySegment bytes;

  /** The caller gives the bytes away: they must not change any more. */
  public Literal(TensorType type, MemorySegment bytes) {
    if (type.dtype() == DType.STR) {
      Strings.check(type, bytes);
    } else if (bytes.byteSize() != type.bytes()) {
      throw new IllegalArgumentException(
          "%d bytes for %s, must be %d".formatted(bytes.byteSize(), type, type.bytes()));
    }
    this.type = type;
    this.bytes = bytes.asReadOnly();
  }

  public TensorType type() {
    return type;
  }

  public MemorySegment bytes() {
    return bytes;
  }

  public long elements() {
    return type.elements();
  }

  /** The same elements under another shape of as many. */
  public Literal reshaped(Shape shape) {
    return new Literal(type.with(shape), bytes);
  }

  public static Literal of(Shape shape, float... values) {
    return new Literal(new TensorType(DType.F32, shape), MemorySegment.ofArray(values.clone()));
  }

  public static Literal of(Shape shape, int... values) {
    return new Literal(new TensorType(DType.I32, shape), MemorySegment.ofArray(values.clone()));
  }

  public static Literal of(Shape shape, long... values) {
    return new Literal(new TensorType(DType.I64, shape), MemorySegment.ofArray(values.clone()));
  }

  public static Literal of(Shape shape, byte... values) {
    return new Literal(new TensorType(DType.I8, shape), MemorySegment.ofArray(values.clone()));
  }

  /** Byte strings. */
  public static Literal strings(Shape shape, List<byte[]> values) {
    return new Literal(new TensorType(DType.STR, shape), Strings.pack(values));
  }

  /** One byte string. */
  public byte[] string(long index) {
    if (type.dtype() != DType.STR)
      throw new IllegalStateException("an element of %s is no string".formatted(type));
    return Strings.at(bytes, index);
  }

  /** A scalar of any arithmetic type: integers wrap, floats round to nearest even. */
  public static Literal scalar(DType dtype, double value) {
    return filled(new TensorType(dtype, Shape.SCALAR), value, (long) value);
  }

  /** A scalar of an integer type, which wraps, or of a float type, which rounds. */
  public static Literal scalar(DType dtype, long value) {
    return filled(new TensorType(dtype, Shape.SCALAR), value, value);
  }

  /** All elements 0, false, or empty. */
  public static Literal zeros(TensorType type) {
    if (type.dtype() == DType.STR) {
      int count = Math.toIntExact(type.elements());
      return strings(type.shape(), Collections.nCopies(count, new byte[0]));
    }
    return new Literal(type, MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]));
  }

  private static Literal filled(TensorType type, double real, long integer) {
    var segment = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (long i = 0; i < type.elements(); i++) write(segment, type.dtype(), i, real, integer);
    return new Literal(type, segment);
  }

  /**
   * Writes one element: {@code real} into a float type, {@code integer} into an integer type, which
   * wraps.
   */
  public static void write(
      MemorySegment segment, DType dtype, long index, double real, long integer) {
    switch (dtype) {
      case BOOL -> segment.set(I8, index, (byte) (integer != 0 ? 1 : 0));
      case I8, U8 -> segment.set(I8, index, (byte) integer);
      case I16, U16 -> segment.set(I16, 2 * index, (short) integer);
      case I32, U32 -> segment.set(I32, 4 * index, (int) integer);
      case I64, U64 -> segment.set(I64, 8 * index, integer);
      case F16 -> segment.set(I16, 2 * index, Half.toF16(real));
      case BF16 -> segment.set(I16, 2 * index, Half.toBf16(real));
      case F32 -> segment.set(F32, 4 * index, (float) real);
      case F64 -> segment.set(F64, 8 * index, real);
      case I4, U4, I2, F8E4M3FN, F8E5M2, C64, C128, STR, RESOURCE, VARIANT ->
          throw new IllegalArgumentException("no single element of " + dtype);
    }
  }

  /**
   * One element of an integer type or bool, or of a packed type; unsigned ones are widened, {@code
   * u64} stays as it is.
   */
  public long integer(long index) {
    return switch (type.dtype()) {
      case BOOL, U8 -> Byte.toUnsignedLong(bytes.get(I8, index));
      case I8 -> bytes.get(I8, index);
      case I16 -> bytes.get(I16, 2 * index);
      case U16 -> Short.toUnsignedLong(bytes.get(I16, 2 * index));
      case I32 -> bytes.get(I32, 4 * index);
      case U32 -> Integer.toUnsignedLong(bytes.get(I32, 4 * index));
      case I64, U64 -> bytes.get(I64, 8 * index);
      case I4 -> (bytes.get(I8, index / 2) << (28 - 4 * (index % 2))) >> 28;
      case U4 -> (bytes.get(I8, index / 2) >> (4 * (index % 2))) & 15;
      case I2 -> (bytes.get(I8, index / 4) << (30 - 2 * (index % 4))) >> 30;
      case F16, BF16, F32, F64, F8E4M3FN, F8E5M2, C64, C128, STR, RESOURCE, VARIANT ->
          throw new IllegalStateException("an element of %s is no integer".formatted(type));
    };
  }

  /** One element as a real number: exact, but for integers beyond 2^53. */
  public double real(long index) {
    return switch (type.dtype()) {
      case F16 -> Float.float16ToFloat(bytes.get(I16, 2 * index));
      case BF16 -> Float.intBitsToFloat(bytes.get(I16, 2 * index) << 16);
      case F32 -> bytes.get(F32, 4 * index);
      case F64 -> bytes.get(F64, 8 * index);
      case U64 -> Half.unsignedToDouble(integer(index));
      case BOOL, I8, I16, I32, I64, U8, U16, U32, I4, I2, U4 -> integer(index);
      case F8E4M3FN, F8E5M2, C64, C128, STR, RESOURCE, VARIANT ->
          throw new IllegalStateException("an element of %s is no real".formatted(type));
    };
  }

  /** All elements as {@code float}, of any real type. */
  public float[] toFloats() {
    var floats = new float[Math.toIntExact(elements())];
    if (type.dtype() == DType.F32) {
      MemorySegment.copy(bytes, F32, 0, floats, 0, floats.length);
      return floats;
    }
    for (int i = 0; i < floats.length; i++) floats[i] = (float) real(i);
    return floats;
  }

  /** All elements as {@code long}, of any integer type. */
  public long[] toLongs() {
    var longs = new long[Math.toIntExact(elements())];
    for (int i = 0; i < longs.length; i++) longs[i] = integer(i);
    return longs;
  }

  /** All elements as {@code int}, of an integer type whose values fit. */
  public int[] toInts() {
    var ints = new int[Math.toIntExact(elements())];
    for (int i = 0; i < ints.length; i++) ints[i] = Math.toIntExact(integer(i));
    return ints;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Literal that
        && type.equals(that.type)
        && bytes.mismatch(that.bytes) == -1;
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, elements() == 0 ? 0 : bytes.get(I8, 0));
  }

  @Override
  public String toString() {
    return "literal " + type;
  }
}
