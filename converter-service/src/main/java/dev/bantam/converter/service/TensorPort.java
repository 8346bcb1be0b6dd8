package dev.bantam.converter.service;

import dev.bantam.graph.GraphTensor;
import dev.bantam.type.DType;
import java.util.List;

/**
 * An input or output of a model.
 *
 * @param type as NumPy names it: {@code float32}
 * @param shape with 1 for an extent that the file leaves open
 */
public record TensorPort(String name, String type, List<Integer> shape) {
  public TensorPort {
    shape = List.copyOf(shape);
  }

  static TensorPort of(GraphTensor tensor) {
    return new TensorPort(
        tensor.name(), typeName(tensor.type().dtype()), tensor.type().shape().extents());
  }

  static String typeName(DType type) {
    return switch (type) {
      case BOOL -> "bool";
      case I2 -> "int2";
      case I4 -> "int4";
      case I8 -> "int8";
      case I16 -> "int16";
      case I32 -> "int32";
      case I64 -> "int64";
      case U4 -> "uint4";
      case U8 -> "uint8";
      case U16 -> "uint16";
      case U32 -> "uint32";
      case U64 -> "uint64";
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      case F32 -> "float32";
      case F64 -> "float64";
      case C64 -> "complex64";
      case C128 -> "complex128";
      case STR -> "string";
      case F8E4M3FN -> "float8_e4m3fn";
      case F8E5M2 -> "float8_e5m2";
      case RESOURCE -> "resource";
      case VARIANT -> "variant";
    };
  }
}
