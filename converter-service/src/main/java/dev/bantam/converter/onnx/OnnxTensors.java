package dev.bantam.converter.onnx;

import com.google.protobuf.ByteString;
import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.converter.SourceFolder;
import dev.bantam.converter.build.Literals;
import dev.bantam.converter.build.Widening;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;

/** Reads tensors, with their bytes in the message or in a file of the model's folder. */
final class OnnxTensors {
  private final SourceFolder folder;

  OnnxTensors(SourceFolder folder) {
    this.folder = folder;
  }

  /** The element type of a number in the format; empty for one that has no counterpart here. */
  static Optional<DType> dtype(int number) {
    var type = TensorProto.DataType.forNumber(number);
    if (type == null) return Optional.empty();
    return switch (type) {
      case FLOAT -> Optional.of(DType.F32);
      case UINT8 -> Optional.of(DType.U8);
      case INT8 -> Optional.of(DType.I8);
      case UINT16 -> Optional.of(DType.U16);
      case INT16 -> Optional.of(DType.I16);
      case INT32 -> Optional.of(DType.I32);
      case INT64 -> Optional.of(DType.I64);
      case BOOL -> Optional.of(DType.BOOL);
      case FLOAT16 -> Optional.of(DType.F16);
      case DOUBLE -> Optional.of(DType.F64);
      case UINT32 -> Optional.of(DType.U32);
      case UINT64 -> Optional.of(DType.U64);
      case BFLOAT16 -> Optional.of(DType.BF16);
      case INT4 -> Optional.of(DType.I4);
      case UINT4 -> Optional.of(DType.U4);
      default -> Optional.empty();
    };
  }

  /** The format's name of an element type. */
  static String typeName(int number) {
    var type = TensorProto.DataType.forNumber(number);
    return type == null ? "number " + number : type.name();
  }

  /** The value as it is inside of the model: floats 32 bits wide, packed integers one to a byte. */
  Literal read(TensorProto tensor) {
    var literal = exact(tensor);
    return Literals.cast(literal, Widening.of(literal.type().dtype()));
  }

  private Literal exact(TensorProto tensor) {
    var name = tensor.getName();
    var dtype =
        dtype(tensor.getDataType())
            .orElseThrow(
                () ->
                    new ConversionException(
                        Kind.UNSUPPORTED,
                        "tensor \"%s\" is of data type %s, must be one that a tensor can have here",
                        name,
                        typeName(tensor.getDataType())));
    var type = new TensorType(dtype, shape(tensor));
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
      return unpacked(literal(name, type, external(tensor, type.bytes())));
    if (tensor.hasRawData()) return unpacked(literal(name, type, raw(tensor.getRawData())));
    return unpacked(new Literal(type, fields(tensor, type)));
  }

  private static Shape shape(TensorProto tensor) {
    long elements = 1;
    var extents = new int[tensor.getDimsCount()];
    for (int i = 0; i < extents.length; i++) {
      long extent = tensor.getDims(i);
      if (extent < 0 || extent > Integer.MAX_VALUE) throw sizes(tensor);
      extents[i] = (int) extent;
      elements =
          extent == 0
              ? 0
              : elements > Long.MAX_VALUE / 16 / extent ? Long.MAX_VALUE : elements * extent;
      if (elements > Integer.MAX_VALUE * 8L) throw sizes(tensor);
    }
    return Shape.of(extents);
  }

  private static ConversionException sizes(TensorProto tensor) {
    return new ConversionException(
        Kind.MALFORMED,
        "tensor \"%s\" of extents %s has more elements than its bytes can hold",
        tensor.getName(),
        tensor.getDimsList());
  }

  private static MemorySegment raw(ByteString bytes) {
    return MemorySegment.ofBuffer(bytes.asReadOnlyByteBuffer());
  }

  private static Literal literal(String name, TensorType type, MemorySegment bytes) {
    if (bytes.byteSize() != type.bytes()) {
      throw new ConversionException(
          Kind.MALFORMED,
          "tensor \"%s\" has %d bytes for %s, must have %d",
          name,
          bytes.byteSize(),
          type,
          type.bytes());
    }
    return new Literal(type, bytes);
  }

  private static Literal unpacked(Literal packed) {
    var dtype = packed.type().dtype();
    if (dtype != DType.I4 && dtype != DType.U4) return packed;
    var bytes = new byte[Math.toIntExact(packed.elements())];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) packed.integer(i);
    return new Literal(
        packed.type().with(dtype == DType.I4 ? DType.I8 : DType.U8), MemorySegment.ofArray(bytes));
  }

  private static MemorySegment fields(TensorProto tensor, TensorType type) {
    int stored =
        switch (type.dtype()) {
          case F32 -> tensor.getFloatDataCount();
          case F64 -> tensor.getDoubleDataCount();
          case I64 -> tensor.getInt64DataCount();
          case U64, U32 -> tensor.getUint64DataCount();
          default -> tensor.getInt32DataCount();
        };
    boolean packed = type.dtype().kind() == DType.Kind.PACKED;
    long expected = packed ? type.bytes() : type.elements();
    if (stored != expected) {
      throw new ConversionException(
          Kind.MALFORMED,
          "tensor \"%s\" has %d values for %s, must have %d",
          tensor.getName(),
          stored,
          type,
          expected);
    }
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (int i = 0; i < stored; i++) write(tensor, type.dtype(), bytes, i);
    return bytes;
  }

  private static void write(TensorProto tensor, DType dtype, MemorySegment bytes, int i) {
    switch (dtype) {
      case F32 -> bytes.set(Literal.F32, 4L * i, tensor.getFloatData(i));
      case F64 -> bytes.set(Literal.F64, 8L * i, tensor.getDoubleData(i));
      case I64 -> bytes.set(Literal.I64, 8L * i, tensor.getInt64Data(i));
      case U64 -> bytes.set(Literal.I64, 8L * i, tensor.getUint64Data(i));
      case U32 -> bytes.set(Literal.I32, 4L * i, (int) tensor.getUint64Data(i));
      case F16, BF16 -> bytes.set(Literal.I16, 2L * i, (short) tensor.getInt32Data(i));
      case I4, U4 -> bytes.set(Literal.I8, i, (byte) tensor.getInt32Data(i));
      default -> Literal.write(bytes, dtype, i, 0, tensor.getInt32Data(i));
    }
  }

  private MemorySegment external(TensorProto tensor, long expected) {
    var entries = new HashMap<String, String>();
    for (StringStringEntryProto entry : tensor.getExternalDataList())
      entries.put(entry.getKey(), entry.getValue());
    long offset = number(tensor, entries, "offset", 0);
    long length = number(tensor, entries, "length", expected);
    var file = folder.resolve(entries.getOrDefault("location", ""));
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (offset > channel.size() || length > channel.size() - offset) {
        throw new ConversionException(
            Kind.MALFORMED,
            "tensor \"%s\" lies at %d + %d of \"%s\", must end within its %d bytes",
            tensor.getName(),
            offset,
            length,
            entries.get("location"),
            channel.size());
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, offset, length, Arena.ofAuto());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure.getMessage(), failure);
    }
  }

  private static long number(
      TensorProto tensor, Map<String, String> entries, String key, long otherwise) {
    var text = entries.get(key);
    if (text == null) return otherwise;
    try {
      long value = Long.parseLong(text.strip());
      if (value >= 0) return value;
    } catch (NumberFormatException notANumber) {
      // Falls through to the refusal, which also covers negative numbers.
    }
    throw new ConversionException(
        Kind.MALFORMED,
        "tensor \"%s\" has the %s \"%s\" in its file, must be a number of at least 0",
        tensor.getName(),
        key,
        text);
  }
}
