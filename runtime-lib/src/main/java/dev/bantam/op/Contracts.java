package dev.bantam.op;

import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What operators promise of their numbers: rounding, saturation, and what becomes of NaN. */
final class Contracts {
  private static final String ROUNDS_TWICE =
      "quantized: rescaled in 32 bits, rounded twice with ties away from zero, saturated";
  private static final String BY_TABLE =
      "8 bits: a table of the rounded real values; 16 bits: a table of 513 entries, interpolated";
  private static final String HALF = "f16, bf16: computed in f32, rounded once";
  private static final String WRAPS = "integers wrap";
  private static final String HYBRID =
      "f32 with integer weights: rows of x quantized to 8 bits at run time, sums exact";
  private static final String ACTIVATION =
      "floats without activation end at the greatest finite one";
  private static final String NAN_PASSES = "NaN passes";
  private static final String MOVES = "moves elements as they are";

  private static final Map<String, List<String>> BY_NAME = new TreeMap<>();

  private Contracts() {}

  private static void say(String names, String... promises) {
    for (var name : names.split(" ")) {
      if (BY_NAME.put(name, List.of(promises)) != null)
        throw new IllegalStateException("two contracts of " + name);
    }
  }

  static {
    say("ADD SUB", ROUNDS_TWICE, WRAPS, HALF, ACTIVATION, "16 bits: by powers of two if so marked");
    say(
        "MUL",
        ROUNDS_TWICE,
        WRAPS,
        HALF,
        ACTIVATION,
        "i16 x i16 to 8 bits: a Q0.15 product, scales ignored");
    say(
        "DIV",
        "integers truncate, x / 0 = 0; floats as IEEE; quantized: fixed-point reciprocal, within one"
            + " step",
        ACTIVATION);
    say("FLOOR_DIV FLOOR_MOD", "rounds toward minus infinity, sign of the divisor; x / 0 = 0");
    say("SQUARED_DIFFERENCE", ROUNDS_TWICE, WRAPS);
    say("POW", WRAPS, "negative exponents of integers give 0, but of 1 and -1");
    say("ADD_N", "adds in the order of the operands");
    say("MAXIMUM MINIMUM", "a NaN on either side gives the right operand; scales ignored");
    say(
        "EQUAL NOT_EQUAL",
        "false, and true, with NaN; -0 = 0; 8 bits of different scales: rescaled first, so"
            + " approximate; strings by their bytes");
    say(
        "LESS LESS_EQUAL GREATER GREATER_EQUAL",
        "false with NaN; 8 bits of different scales: rescaled first; i16 raw");
    say("ABS", "MIN stays MIN; quantized: rescaled, rounded twice, saturated");
    say("NEG", WRAPS, "scales ignored");
    say("SIGN Sign", "0 for NaN");
    say("CEIL FLOOR", "exact for every magnitude", NAN_PASSES);
    say("ROUND", "to nearest, ties to even", NAN_PASSES);
    say("SQUARE SIN COS ELU GELU EXP LOG HARD_SWISH", BY_TABLE, HALF, NAN_PASSES);
    say("LOGISTIC TANH", BY_TABLE.replace("513", "256"), HALF, NAN_PASSES);
    say("SQRT RSQRT", "NaN of negatives; integers: fixed point", HALF);
    say("ATAN2 Atan2", "in (-pi, pi], within 8 ULP");
    say("RELU RELU6 RELU_N1_TO_1 RELU_0_TO_1 LEAKY_RELU PRELU", ROUNDS_TWICE, NAN_PASSES);
    say("CAST", "integers wrap; floats truncate and saturate, NaN gives 0; complex: the real part");
    say("QUANTIZE", "x / scale in f32, ties away from zero, saturated; " + ROUNDS_TWICE);
    say("DEQUANTIZE", "(q - zero point) * scale in f32");
    say("FAKE_QUANT", "range nudged to hold 0, ties away from zero");
    say("RIGHT_SHIFT", "arithmetic for signed types, count clamped to [0, bits)");
    say("BITWISE_XOR LOGICAL_AND LOGICAL_OR LOGICAL_NOT", "exact");
    say(
        "FULLY_CONNECTED CONV_2D DEPTHWISE_CONV_2D TRANSPOSE_CONV BATCH_MATMUL",
        ROUNDS_TWICE,
        "16 bits with a 64-bit bias: 64-bit sums, one rounding",
        HYBRID,
        "scales of blocks: weights made real",
        ACTIVATION,
        "floats in any order");
    say("CONV_3D CONV_3D_TRANSPOSE Convolution2DTransposeBias", ACTIVATION, "floats in any order");
    say("AVERAGE_POOL_2D", "counts elements inside; integers: ties away from zero, no rescaling");
    say("MAX_POOL_2D MaxPoolingWithArgmax2D", "ignores NaN, starts from the lowest finite number");
    say("L2_POOL_2D L2_NORMALIZATION LOCAL_RESPONSE_NORMALIZATION", "floats in any order");
    say("SOFTMAX LOG_SOFTMAX", "integers: fixed-point exponentials and reciprocal", HALF);
    say("SUM REDUCE_PROD", ROUNDS_TWICE, WRAPS, "floats in any order; empty: 0, and 1");
    say("MEAN", "integers truncate; quantized: one multiplier with the count in it; empty: NaN");
    say("REDUCE_MAX REDUCE_MIN", "ignores NaN; empty: the lowest and highest finite number");
    say("REDUCE_ANY REDUCE_ALL", "empty: false, and true");
    say("ARG_MAX ARG_MIN", "first of equals; a NaN wins only in the first place");
    say("CUMSUM", WRAPS, "in order");
    say("TOPK_V2 STABLEHLO_SORT", "stable: of equals the first stays first");
    say("UNIQUE", "in the order of first occurrence; -0 equals 0");
    say("BUCKETIZE", "NaN goes behind the last");
    say("RESIZE_BILINEAR", "8 and 16 bits: weights of 10 bits, ties away from zero");
    say(
        "GATHER GATHER_ND EMBEDDING_LOOKUP STABLEHLO_GATHER",
        "an index out of range gives 0, and reads nothing");
    say(
        "SCATTER_ND SPARSE_TO_DENSE SEGMENT_SUM UNSORTED_SEGMENT_SUM UNSORTED_SEGMENT_PROD"
            + " UNSORTED_SEGMENT_MAX UNSORTED_SEGMENT_MIN STABLEHLO_SCATTER MaxUnpooling2D",
        "an index out of range is left out; updates in their order");
    say(
        "RANDOM_UNIFORM RANDOM_STANDARD_NORMAL MULTINOMIAL STABLEHLO_RNG_BIT_GENERATOR",
        "the same numbers for the same seeds, from run to run");
    say(
        "NON_MAX_SUPPRESSION_V4 NON_MAX_SUPPRESSION_V5 TFLite_Detection_PostProcess",
        "first of equal scores; places behind the count are 0");
    say(
        "LSTM UNIDIRECTIONAL_SEQUENCE_LSTM BIDIRECTIONAL_SEQUENCE_LSTM RNN"
            + " UNIDIRECTIONAL_SEQUENCE_RNN BIDIRECTIONAL_SEQUENCE_RNN SVDF",
        HYBRID,
        "integers: 16-bit gates in fixed point, saturated");
    say("RFFT2D AudioSpectrogram Mfcc COMPLEX_ABS", "audio in f64, rounded once; else in f32");
    say("HASHTABLE_FIND HASHTABLE_IMPORT HASHTABLE_SIZE", "the first import of a table stays");
    say("LSH_PROJECTION", "FarmHash's fingerprints, summed in f64 row after row");
    say(
        "CIRCULAR_BUFFER",
        MOVES,
        "zeros before the first run; what follows runs once in cycles_max runs");
    say("SLICE STRIDED_SLICE", MOVES, "a begin known only when the model runs is clamped");
    say("SKIP_GRAM", "on the host: strings are text of bytes");
  }

  /** What an operator promises, a line each; the last resort is what its types say. */
  static List<String> of(Signature signature) {
    var said = BY_NAME.get(signature.name());
    if (said != null) return said;
    var lines = new ArrayList<String>();
    if (signature.name().startsWith("Signal")) lines.add("integers as the front end's fixed point");
    var types = signature.operands().isEmpty() ? List.<DType>of() : types(signature);
    if (types.containsAll(Types.ANY)) lines.add(MOVES);
    boolean stableHlo = signature.name().startsWith("STABLEHLO_") && lines.isEmpty();
    if (stableHlo) lines.add("quantized: computed on the reals they stand for");
    if (stableHlo && types.contains(DType.I32)) lines.add(WRAPS);
    return lines;
  }

  private static List<DType> types(Signature signature) {
    return List.copyOf(signature.operands().getFirst().types());
  }

  /** Names that a contract was written for, for a test that all of them are operators. */
  static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }
}
