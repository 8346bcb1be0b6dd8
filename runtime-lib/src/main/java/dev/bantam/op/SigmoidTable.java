package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;

/**
 * LOGISTIC and TANH of {@code i16} by one table with straight lines between its entries; negative
 * numbers by symmetry, {@code tanh(x) = 2 logistic(2 x) - 1}.
 */
final class SigmoidTable {
  /** About {@code 65536 * logistic(i / 24)}; no rounding of that gives all of them. */
  private static final int[] ENTRIES = {
    32768, 33451, 34133, 34813, 35493, 36169, 36843, 37513, 38180, 38841, 39498, 40149,
    40794, 41432, 42064, 42688, 43304, 43912, 44511, 45102, 45683, 46255, 46817, 47369,
    47911, 48443, 48964, 49475, 49975, 50464, 50942, 51409, 51865, 52311, 52745, 53169,
    53581, 53983, 54374, 54755, 55125, 55485, 55834, 56174, 56503, 56823, 57133, 57433,
    57724, 58007, 58280, 58544, 58800, 59048, 59288, 59519, 59743, 59959, 60168, 60370,
    60565, 60753, 60935, 61110, 61279, 61441, 61599, 61750, 61896, 62036, 62172, 62302,
    62428, 62549, 62666, 62778, 62886, 62990, 63090, 63186, 63279, 63368, 63454, 63536,
    63615, 63691, 63765, 63835, 63903, 63968, 64030, 64090, 64148, 64204, 64257, 64308,
    64357, 64405, 64450, 64494, 64536, 64576, 64614, 64652, 64687, 64721, 64754, 64786,
    64816, 64845, 64873, 64900, 64926, 64950, 64974, 64997, 65019, 65039, 65060, 65079,
    65097, 65115, 65132, 65149, 65164, 65179, 65194, 65208, 65221, 65234, 65246, 65258,
    65269, 65280, 65291, 65301, 65310, 65319, 65328, 65337, 65345, 65352, 65360, 65367,
    65374, 65381, 65387, 65393, 65399, 65404, 65410, 65415, 65420, 65425, 65429, 65433,
    65438, 65442, 65445, 65449, 65453, 65456, 65459, 65462, 65465, 65468, 65471, 65474,
    65476, 65479, 65481, 65483, 65485, 65488, 65489, 65491, 65493, 65495, 65497, 65498,
    65500, 65501, 65503, 65504, 65505, 65507, 65508, 65509, 65510, 65511, 65512, 65513,
    65514, 65515, 65516, 65517, 65517, 65518, 65519, 65520, 65520, 65521, 65522, 65522,
    65523, 65523, 65524, 65524, 65525, 65525, 65526, 65526, 65526, 65527, 65527, 65528,
    65528, 65528, 65529, 65529, 65529, 65529, 65530, 65530, 65530, 65530, 65531, 65531,
    65531, 65531, 65531, 65532, 65532, 65532, 65532, 65532, 65532, 65533, 65533, 65533,
    65533, 65533, 65533, 65533, 65533, 65534, 65534, 65534, 65534, 65534, 65534, 65534,
    65534, 65534, 65534, 65535
  };

  /** Bits behind the point that the table wants: its input is in steps of 1 / (3 * 4096). */
  private static final int FRACTION_BITS = 12;

  private SigmoidTable() {}

  /**
   * @param odd whether TANH is meant
   */
  static Value of(Value x, Quantization q, boolean odd, ProgramBuilder b) {
    var input = scaled(b.convert(x, DType.I32), q.scale(), odd, b);
    return b.convert(odd ? tanh(input, b) : logistic(input, b), DType.I16);
  }

  /** Scaled to the table's steps, by 3 if the scale is right already, or by a 16-bit factor. */
  private static Value scaled(Value x, float scale, boolean odd, ProgramBuilder b) {
    long exponent = Math.round(Math.log(scale) / Math.log(2));
    long left = FRACTION_BITS + exponent;
    boolean fits = Math.abs(Math.log(scale) / Math.log(2) - exponent) < 1e-3;
    if (fits && (left == 0 || odd && left == 1)) return b.mul(x, b.like(x, 3L << left));
    double factor = (double) scale * (1 << FRACTION_BITS) * 3;
    int shift = 0;
    while (factor <= 32767 / 2.0 && shift <= 30) {
      shift++;
      factor *= 2;
    }
    long half = shift > 0 ? 1L << (shift - 1) : 0;
    var product = b.add(b.mul(x, b.like(x, (long) factor)), b.like(x, half));
    return b.binary(Fn2.SHR, product, b.like(product, (long) shift));
  }

  private static Value logistic(Value x, ProgramBuilder b) {
    var line = interpolated(x, 9, 0x7FFFL << 10, b);
    var positive = b.add(line, b.like(line, 1L << 9));
    var negative = b.sub(b.like(line, (1L << 25) + (1L << 9) - 1), line);
    return half(x, positive, negative, 10, b);
  }

  private static Value tanh(Value x, ProgramBuilder b) {
    var line = interpolated(x, 8, 0xFFFFL << 8, b);
    var positive = b.add(line, b.like(line, (1L << 7) - (1L << 23)));
    var negative = b.sub(b.like(line, (1L << 23) + (1L << 7) - 1), line);
    return half(x, positive, negative, 8, b);
  }

  /** The table at {@code |x| / 2^bits}, times {@code 2^bits}. */
  private static Value interpolated(Value x, int bits, long most, ProgramBuilder b) {
    var magnitude = b.unary(Fn1.ABS, x);
    var index = b.binary(Fn2.SHR, magnitude, b.like(x, (long) bits));
    var rest = b.binary(Fn2.AND, magnitude, b.like(x, (1L << bits) - 1));
    var table = b.constant(Literal.of(Shape.of(ENTRIES.length), ENTRIES));
    var here = b.gather(table, index, 0);
    var next = b.gather(table, b.add(index, b.like(index, 1L)), 0);
    var line = b.add(b.mul(here, b.like(here, 1L << bits)), b.mul(rest, b.sub(next, here)));
    return b.select(b.lt(index, b.like(index, 255L)), line, b.like(line, most));
  }

  private static Value half(Value x, Value positive, Value negative, int bits, ProgramBuilder b) {
    var chosen = b.select(b.lt(x, b.like(x, 0L)), negative, positive);
    return b.binary(Fn2.SHR, chosen, b.like(chosen, (long) bits));
  }
}
