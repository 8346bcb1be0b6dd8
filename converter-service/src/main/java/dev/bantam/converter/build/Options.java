package dev.bantam.converter.build;

import dev.bantam.graph.Attributes;
import dev.bantam.type.DType;
import java.util.Map;
import java.util.TreeMap;

/** Attributes of the target's operators, by the names of its schema. */
public final class Options {
  /** Tables that are not named after their operator. */
  private static final Map<String, String> TABLES =
      Map.ofEntries(
          Map.entry("CONV_2D", "Conv2DOptions"),
          Map.entry("DEPTHWISE_CONV_2D", "DepthwiseConv2DOptions"),
          Map.entry("AVERAGE_POOL_2D", "Pool2DOptions"),
          Map.entry("MAX_POOL_2D", "Pool2DOptions"),
          Map.entry("L2_POOL_2D", "Pool2DOptions"),
          Map.entry("L2_NORMALIZATION", "L2NormOptions"),
          Map.entry("SUM", "ReducerOptions"),
          Map.entry("MEAN", "ReducerOptions"),
          Map.entry("REDUCE_MAX", "ReducerOptions"),
          Map.entry("REDUCE_MIN", "ReducerOptions"),
          Map.entry("REDUCE_PROD", "ReducerOptions"),
          Map.entry("REDUCE_ANY", "ReducerOptions"),
          Map.entry("REDUCE_ALL", "ReducerOptions"),
          Map.entry("MAXIMUM", "MaximumMinimumOptions"),
          Map.entry("MINIMUM", "MaximumMinimumOptions"),
          Map.entry("CONV_3D", "Conv3DOptions"),
          Map.entry("CONV_3D_TRANSPOSE", "Conv3DOptions"),
          Map.entry("RANDOM_UNIFORM", "RandomOptions"),
          Map.entry("RANDOM_STANDARD_NORMAL", "RandomOptions"),
          Map.entry("PADV2", "PadV2Options"),
          Map.entry("TOPK_V2", "TopKV2Options"),
          Map.entry("RFFT2D", "Rfft2dOptions"),
          Map.entry("ATAN2", "ATan2Options"),
          Map.entry("BATCH_MATMUL", "BatchMatMulOptions"),
          Map.entry("SPACE_TO_BATCH_ND", "SpaceToBatchNDOptions"),
          Map.entry("BATCH_TO_SPACE_ND", "BatchToSpaceNDOptions"),
          Map.entry("UNIDIRECTIONAL_SEQUENCE_LSTM", "UnidirectionalSequenceLSTMOptions"));

  /** Operators whose schema has no table of options. */
  private static final java.util.Set<String> WITHOUT =
      java.util.Set.of(
          "FLOOR",
          "CEIL",
          "ROUND",
          "RELU",
          "RELU6",
          "RELU_N1_TO_1",
          "LOGISTIC",
          "TANH",
          "LOG",
          "SQRT",
          "RSQRT",
          "SIN",
          "ELU",
          "PRELU",
          "BROADCAST_ARGS",
          "REAL",
          "IMAG",
          "COMPLEX_ABS");

  private Options() {}

  /** Attributes of an operator: names and values in turn. */
  public static Attributes of(String operator, Object... namesAndValues) {
    var values = new TreeMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2)
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    return Attributes.of(table(operator), values);
  }

  static String table(String operator) {
    if (WITHOUT.contains(operator)) return "";
    var named = TABLES.get(operator);
    if (named != null) return named;
    var camel = new StringBuilder();
    for (var word : operator.split("_"))
      camel.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
    return camel + "Options";
  }

  /** The schema's name of an element type. */
  public static String typeName(DType dtype) {
    return switch (dtype) {
      case BOOL -> "BOOL";
      case I8 -> "INT8";
      case I16 -> "INT16";
      case I32 -> "INT32";
      case I64 -> "INT64";
      case U8 -> "UINT8";
      case U16 -> "UINT16";
      case U32 -> "UINT32";
      case U64 -> "UINT64";
      case F16 -> "FLOAT16";
      case BF16 -> "BFLOAT16";
      case F32 -> "FLOAT32";
      case F64 -> "FLOAT64";
      case I4 -> "INT4";
      case I2 -> "INT2";
      case U4 -> "UINT4";
      case C64 -> "COMPLEX64";
      case C128 -> "COMPLEX128";
      case STR -> "STRING";
      case RESOURCE -> "RESOURCE";
      case VARIANT -> "VARIANT";
      case F8E4M3FN -> "FLOAT8_E4M3FN";
      case F8E5M2 -> "FLOAT8_E5M2";
    };
  }
}
