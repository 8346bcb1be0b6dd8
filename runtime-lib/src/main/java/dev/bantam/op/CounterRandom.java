package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Random words that are functions of a key and a counter, so that a run can be repeated and cut
 * anywhere: Philox 4x32 with 10 rounds, and Threefry 2x32 with 20 (Salmon et al., 2011).
 */
final class CounterRandom {
  private static final long PHILOX_FACTOR_0 = 0xD2511F53L;
  private static final long PHILOX_FACTOR_1 = 0xCD9E8D57L;
  private static final long PHILOX_STEP_0 = 0x9E3779B9L;
  private static final long PHILOX_STEP_1 = 0xBB67AE85L;
  private static final int PHILOX_ROUNDS = 10;
  private static final long THREEFRY_PARITY = 0x1BD11BDAL;
  private static final int[][] THREEFRY_ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};
  private static final int THREEFRY_GROUPS = 5;

  private CounterRandom() {}

  /** Two words, the lower first. */
  record Pair(Value low, Value high) {
    /** Of {@code u64}, which may have any shape. */
    static Pair of(Value wide, ProgramBuilder b) {
      var words = b.bitcast(wide, DType.U32);
      int last = words.type().rank() - 1;
      var shape = wide.type().shape();
      return new Pair(
          b.reshape(b.slice(words, last, 0, 1), shape),
          b.reshape(b.slice(words, last, 1, 2), shape));
    }
  }

  /** {@code start, start + 1, ..} as {@code u64}. */
  static Value counters(Value start, int count, ProgramBuilder b) {
    return b.add(b.iota(count, DType.U64), start);
  }

  /** Four words for each counter, {@code [count * 4]}; the counter has 128 bits. */
  static Value philox(Pair key, Pair counter, Pair upper, ProgramBuilder b) {
    var shape = counter.low().type().shape();
    var c0 = counter.low();
    var c1 = counter.high();
    var c2 = b.broadcast(upper.low(), shape);
    var c3 = b.broadcast(upper.high(), shape);
    var k0 = key.low();
    var k1 = key.high();
    var factor0 = b.constant(DType.U32, PHILOX_FACTOR_0);
    var factor1 = b.constant(DType.U32, PHILOX_FACTOR_1);
    for (int round = 0; round < PHILOX_ROUNDS; round++) {
      var next0 = xor(b, b.binary(Fn2.MULHI, c2, b.broadcast(factor1, shape)), c1, k0);
      var next1 = b.mul(c2, factor1);
      var next2 = xor(b, b.binary(Fn2.MULHI, c0, b.broadcast(factor0, shape)), c3, k1);
      var next3 = b.mul(c0, factor0);
      c0 = next0;
      c1 = next1;
      c2 = next2;
      c3 = next3;
      k0 = b.add(k0, b.constant(DType.U32, PHILOX_STEP_0));
      k1 = b.add(k1, b.constant(DType.U32, PHILOX_STEP_1));
    }
    return interleaved(List.of(c0, c1, c2, c3), b);
  }

  /** Two words for each counter, {@code [count * 2]}. */
  static Value threefry(Pair key, Pair counter, ProgramBuilder b) {
    var parity = xor(b, key.low(), key.high(), b.constant(DType.U32, THREEFRY_PARITY));
    var keys = List.of(key.low(), key.high(), parity);
    var x0 = b.add(counter.low(), keys.get(0));
    var x1 = b.add(counter.high(), keys.get(1));
    for (int group = 0; group < THREEFRY_GROUPS; group++) {
      for (int rotation : THREEFRY_ROTATIONS[group % 2]) {
        x0 = b.add(x0, x1);
        x1 = b.binary(Fn2.XOR, rotated(x1, rotation, b), x0);
      }
      x0 = b.add(x0, keys.get((group + 1) % 3));
      var step = b.constant(DType.U32, group + 1L);
      x1 = b.add(b.add(x1, keys.get((group + 2) % 3)), step);
    }
    return interleaved(List.of(x0, x1), b);
  }

  private static Value xor(ProgramBuilder b, Value x, Value y, Value z) {
    return b.binary(Fn2.XOR, b.binary(Fn2.XOR, x, y), z);
  }

  private static Value rotated(Value x, int count, ProgramBuilder b) {
    var left = b.binary(Fn2.SHL, x, b.constant(DType.U32, (long) count));
    var right = b.binary(Fn2.SHR, x, b.constant(DType.U32, 32L - count));
    return b.binary(Fn2.OR, left, right);
  }

  /** The first of each, then the second of each, and so on. */
  private static Value interleaved(List<Value> words, ProgramBuilder b) {
    int count = words.getFirst().type().extent(0);
    var columns = new ArrayList<Value>();
    for (var word : words) columns.add(b.reshape(word, count, 1));
    return b.reshape(b.concat(columns, 1), Shape.of(count * words.size()));
  }

  /** In [0, 1), with 23 bits. */
  static Value uniform(Value words, ProgramBuilder b) {
    var fraction = b.binary(Fn2.AND, words, b.constant(DType.U32, 0x7FFFFFL));
    var bits = b.binary(Fn2.OR, fraction, b.constant(DType.U32, 0x3F800000L));
    return b.add(b.bitcast(bits, DType.F32), -1);
  }

  /**
   * In [0, 1), {@code f64} with 52 bits, each from two words {@code [count, 2]}, the upper first.
   */
  static Value uniformDoubles(Value words, ProgramBuilder b) {
    int count = words.type().extent(0);
    var upper = b.binary(Fn2.AND, b.slice(words, 1, 0, 1), b.constant(DType.U32, 0xFFFFFL));
    var exponent = b.binary(Fn2.OR, upper, b.constant(DType.U32, 0x3FF00000L));
    var bits = b.concat(List.of(b.slice(words, 1, 1, 2), exponent), 1);
    return b.add(b.reshape(b.bitcast(bits, DType.F64), count), -1);
  }
}
