package dev.bantam.converter.tensorflow;

import com.google.protobuf.ByteString;
import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.converter.build.Literals;
import dev.bantam.converter.build.Widening;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;

/** Element types and constants of TensorFlow. */
final class TfTensors {
  /**
   * A constant of more bytes cannot stand in a message of at most 2 GiB, but for one repeated
   * value.
   */
  private static final long MOST_BYTES = 1L << 31;

  private TfTensors() {}

  static Optional<DType> dtype(DataType type) {
    return switch (type) {
      case DT_FLOAT, DT_FLOAT_REF -> Optional.of(DType.F32);
      case DT_DOUBLE, DT_DOUBLE_REF -> Optional.of(DType.F64);
      case DT_INT32, DT_INT32_REF -> Optional.of(DType.I32);
      case DT_INT64, DT_INT64_REF -> Optional.of(DType.I64);
      case DT_UINT8, DT_UINT8_REF -> Optional.of(DType.U8);
      case DT_INT8, DT_INT8_REF -> Optional.of(DType.I8);
      case DT_INT16, DT_INT16_REF -> Optional.of(DType.I16);
      case DT_UINT16, DT_UINT16_REF -> Optional.of(DType.U16);
      case DT_UINT32, DT_UINT32_REF -> Optional.of(DType.U32);
      case DT_UINT64, DT_UINT64_REF -> Optional.of(DType.U64);
      case DT_BOOL, DT_BOOL_REF -> Optional.of(DType.BOOL);
      case DT_HALF, DT_HALF_REF -> Optional.of(DType.F16);
      case DT_BFLOAT16, DT_BFLOAT16_REF -> Optional.of(DType.BF16);
      case DT_COMPLEX64, DT_COMPLEX64_REF -> Optional.of(DType.C64);
      case DT_STRING, DT_STRING_REF -> Optional.of(DType.STR);
      case DT_RESOURCE, DT_RESOURCE_REF -> Optional.of(DType.RESOURCE);
      default -> Optional.empty();
    };
  }

  static DType requireDtype(DataType type, String place) {
    return dtype(type)
        .orElseThrow(
            () ->
                new ConversionException(
                    Kind.UNSUPPORTED,
                    "%s is of data type %s, which has no counterpart",
                    place,
                    type));
  }

  /** The value, floats 32 bits wide; fewer values than elements repeat the last. */
  static Literal read(TensorProto tensor, String name) {
    var literal = exact(tensor, name);
    return Literals.cast(literal, Widening.of(literal.type().dtype()));
  }

  private static Literal exact(TensorProto tensor, String name) {
    var dtype = requireDtype(tensor.getDtype(), "constant \"" + name + "\"");
    if (dtype.bits() == 0)
      throw new ConversionException(Kind.UNSUPPORTED, "constant \"%s\" is of %s", name, dtype);
    var extents = new int[tensor.getTensorShape().getDimCount()];
    long elements = 1;
    for (int i = 0; i < extents.length; i++) {
      long extent = tensor.getTensorShape().getDim(i).getSize();
      boolean fits = extent >= 0 && (extent == 0 || elements <= MOST_BYTES / extent);
      if (!fits) throw malformed(name, "has extents that no constant can have");
      extents[i] = (int) extent;
      elements *= extent;
    }
    var type = new TensorType(dtype, Shape.of(extents));
    if (type.bytes() > MOST_BYTES) throw malformed(name, "is larger than a constant can be");
    return tensor.getTensorContent().isEmpty()
        ? new Literal(type, values(tensor, type, name))
        : content(type, tensor.getTensorContent(), name);
  }

  private static ConversionException malformed(String name, String why) {
    return new ConversionException(Kind.MALFORMED, "constant \"%s\" %s", name, why);
  }

  private static Literal content(TensorType type, ByteString content, String name) {
    if (content.size() != type.bytes())
      throw malformed(
          name, "has %d bytes for %s, must have %d".formatted(content.size(), type, type.bytes()));
    return new Literal(type, MemorySegment.ofBuffer(content.asReadOnlyByteBuffer()));
  }

  private static MemorySegment values(TensorProto tensor, TensorType type, String name) {
    int stored =
        switch (type.dtype()) {
          case F32 -> tensor.getFloatValCount();
          case F64 -> tensor.getDoubleValCount();
          case I64 -> tensor.getInt64ValCount();
          case BOOL -> tensor.getBoolValCount();
          case F16, BF16 -> tensor.getHalfValCount();
          case U32 -> tensor.getUint32ValCount();
          case U64 -> tensor.getUint64ValCount();
          case C64 -> tensor.getScomplexValCount() / 2;
          default -> tensor.getIntValCount();
        };
    if (stored > type.elements()) throw malformed(name, "has more values than elements");
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    if (stored == 0) return bytes;
    for (long i = 0; i < type.elements(); i++)
      write(tensor, type.dtype(), bytes, i, (int) Math.min(i, stored - 1));
    return bytes;
  }

  private static void write(
      TensorProto tensor, DType dtype, MemorySegment bytes, long i, int from) {
    switch (dtype) {
      case F32 -> bytes.set(Literal.F32, 4 * i, tensor.getFloatVal(from));
      case F64 -> bytes.set(Literal.F64, 8 * i, tensor.getDoubleVal(from));
      case I64 -> bytes.set(Literal.I64, 8 * i, tensor.getInt64Val(from));
      case U64 -> bytes.set(Literal.I64, 8 * i, tensor.getUint64Val(from));
      case U32 -> bytes.set(Literal.I32, 4 * i, tensor.getUint32Val(from));
      case BOOL -> bytes.set(Literal.I8, i, (byte) (tensor.getBoolVal(from) ? 1 : 0));
      case F16, BF16 -> bytes.set(Literal.I16, 2 * i, (short) tensor.getHalfVal(from));
      case C64 -> {
        bytes.set(Literal.F32, 8 * i, tensor.getScomplexVal(2 * from));
        bytes.set(Literal.F32, 8 * i + 4, tensor.getScomplexVal(2 * from + 1));
      }
      default -> Literal.write(bytes, dtype, i, 0, tensor.getIntVal(from));
    }
  }
}
