package dev.bantam.model;

import dev.bantam.model.fbs.tflite.TensorType;
import dev.bantam.type.DType;

/** The element types of the file's format and ours, one to one. */
final class ElementTypes {
  private ElementTypes() {}

  /** The type of a code that the structure check let through. */
  static DType dtype(byte code) {
    return switch (code) {
      case TensorType.FLOAT32 -> DType.F32;
      case TensorType.FLOAT16 -> DType.F16;
      case TensorType.INT32 -> DType.I32;
      case TensorType.UINT8 -> DType.U8;
      case TensorType.INT64 -> DType.I64;
      case TensorType.STRING -> DType.STR;
      case TensorType.BOOL -> DType.BOOL;
      case TensorType.INT16 -> DType.I16;
      case TensorType.COMPLEX64 -> DType.C64;
      case TensorType.INT8 -> DType.I8;
      case TensorType.FLOAT64 -> DType.F64;
      case TensorType.COMPLEX128 -> DType.C128;
      case TensorType.UINT64 -> DType.U64;
      case TensorType.RESOURCE -> DType.RESOURCE;
      case TensorType.VARIANT -> DType.VARIANT;
      case TensorType.UINT32 -> DType.U32;
      case TensorType.UINT16 -> DType.U16;
      case TensorType.INT4 -> DType.I4;
      case TensorType.BFLOAT16 -> DType.BF16;
      case TensorType.INT2 -> DType.I2;
      case TensorType.UINT4 -> DType.U4;
      case TensorType.FLOAT8_E4M3FN -> DType.F8E4M3FN;
      case TensorType.FLOAT8_E5M2 -> DType.F8E5M2;
      default -> throw new IllegalArgumentException("no element type has code " + code);
    };
  }

  static byte code(DType dtype) {
    return switch (dtype) {
      case F32 -> TensorType.FLOAT32;
      case F16 -> TensorType.FLOAT16;
      case I32 -> TensorType.INT32;
      case U8 -> TensorType.UINT8;
      case I64 -> TensorType.INT64;
      case STR -> TensorType.STRING;
      case BOOL -> TensorType.BOOL;
      case I16 -> TensorType.INT16;
      case C64 -> TensorType.COMPLEX64;
      case I8 -> TensorType.INT8;
      case F64 -> TensorType.FLOAT64;
      case C128 -> TensorType.COMPLEX128;
      case U64 -> TensorType.UINT64;
      case RESOURCE -> TensorType.RESOURCE;
      case VARIANT -> TensorType.VARIANT;
      case U32 -> TensorType.UINT32;
      case U16 -> TensorType.UINT16;
      case I4 -> TensorType.INT4;
      case BF16 -> TensorType.BFLOAT16;
      case I2 -> TensorType.INT2;
      case U4 -> TensorType.UINT4;
      case F8E4M3FN -> TensorType.FLOAT8_E4M3FN;
      case F8E5M2 -> TensorType.FLOAT8_E5M2;
    };
  }
}
