package dev.bantam.op;

import dev.bantam.prim.Control;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * FarmHash's {@code Fingerprint64} of rows of bytes, which hold to its numbers for ever. The length
 * is known when the program is made, so that each length is a chain of arithmetic without branches.
 */
final class Fingerprint {
  private static final long K0 = 0xc3a5c85c97cb3127L;
  private static final long K1 = 0xb492b66fbe98f273L;
  private static final long K2 = 0x9ae16a3b2f90404fL;
  private static final long SEED = 81;
  private static final int BLOCK = 64;
  private static final int BITS = 64;
  private static final int WORD = 8;

  private final ProgramBuilder b;
  private final Value bytes;
  private final int length;

  private Fingerprint(ProgramBuilder b, Value bytes) {
    this.b = b;
    this.bytes = bytes;
    this.length = bytes.type().extent(bytes.type().rank() - 1);
  }

  /** Of the bytes along the last axis, as {@code u64}. */
  static Value of(Value bytes, ProgramBuilder b) {
    var one = new Fingerprint(b, bytes);
    if (one.length <= 16) return one.upTo16();
    if (one.length <= 32) return one.upTo32();
    return one.length <= BLOCK ? one.upTo64() : one.longer();
  }

  private Value upTo16() {
    long mul = K2 + 2L * length;
    if (length >= WORD) {
      var x = add(fetch(0), K2);
      var y = fetch(length - WORD);
      var c = b.add(times(rotated(y, 37), mul), x);
      var d = times(b.add(rotated(x, 25), y), mul);
      return mixed(c, d, mul);
    }
    if (length >= 4) {
      var head = add(shifted(fetch32(0), 3), length);
      return mixed(head, fetch32(length - 4), mul);
    }
    if (length == 0) return constant(K2);
    var y = b.add(fetch8(0), shifted(fetch8(length / 2), 8));
    var z = add(shifted(fetch8(length - 1), 2), length);
    return times(folded(xor(times(y, K2), times(z, K0))), K2);
  }

  private Value upTo32() {
    long mul = K2 + 2L * length;
    var x = times(fetch(0), K1);
    var y = fetch(8);
    var z = times(fetch(length - 8), mul);
    var first =
        b.add(b.add(rotated(b.add(x, y), 43), rotated(z, 30)), times(fetch(length - 16), K2));
    var second = b.add(b.add(x, rotated(add(y, K2), 18)), z);
    return mixed(first, second, mul);
  }

  private Value upTo64() {
    long mul = K2 + 2L * length;
    var x = times(fetch(0), K2);
    var y = fetch(8);
    var z = times(fetch(length - 8), mul);
    var first =
        b.add(b.add(rotated(b.add(x, y), 43), rotated(z, 30)), times(fetch(length - 16), K2));
    var second = mixed(first, b.add(b.add(x, rotated(add(y, K2), 18)), z), mul);
    var e = times(fetch(16), mul);
    var f = fetch(24);
    var g = times(b.add(first, fetch(length - 32)), mul);
    var h = times(b.add(second, fetch(length - 24)), mul);
    return mixed(
        b.add(b.add(rotated(b.add(e, f), 43), rotated(g, 30)), h),
        b.add(b.add(e, rotated(b.add(f, x), 18)), g),
        mul);
  }

  /** What is carried from block to block, and a function of it and a block. */
  private record State(Value x, Value y, Value z, Value v1, Value v2, Value w1, Value w2) {
    static State of(List<Value> all) {
      return new State(
          all.get(0), all.get(1), all.get(2), all.get(3), all.get(4), all.get(5), all.get(6));
    }

    List<Value> all() {
      return List.of(x, y, z, v1, v2, w1, w2);
    }
  }

  private Value longer() {
    var seed = constant(SEED);
    var x = b.add(times(seed, K2), fetch(0));
    var y = add(times(seed, K1), 113);
    var z = times(folded(add(times(y, K2), 113)), K2);
    var none = constant(0);
    var start = new State(x, y, z, none, none, none, none);
    int blocks = (length - 1) / BLOCK;
    var state = State.of(b.apply(scan(start, blocks)));
    return end(state);
  }

  private Control.Scan scan(State start, int blocks) {
    var words = new ArrayList<Value>();
    for (int i = 0; i < blocks * WORD; i++) words.add(along(fetch(WORD * i)));
    var lead = start.x().type().shape().extents();
    var extents = new ArrayList<>(List.of(blocks, WORD));
    extents.addAll(lead);
    var xs = b.reshape(b.concat(words, 0), new Shape(extents));
    var types = new ArrayList<>(start.all().stream().map(Value::type).toList());
    types.add(xs.type().with(new Shape(extents.subList(1, extents.size()))));
    var body =
        b.function(
            "block",
            types,
            (p, v) -> {
              var inner = new Fingerprint(p, bytes);
              var block = new ArrayList<Value>();
              for (int i = 0; i < WORD; i++) {
                block.add(p.reshape(p.slice(v.getLast(), 0, i, i + 1), new Shape(lead)));
              }
              var key = inner.constant(K1);
              return inner.step(State.of(v), block, key, State.of(v).v1(), State.of(v).w2()).all();
            });
    return new Control.Scan(body, start.all(), List.of(xs), blocks, false);
  }

  /**
   * One block of 8 words. The last one has another multiplier, and takes two of its terms 9 times.
   */
  private State step(State s, List<Value> block, Value mul, Value v, Value w) {
    var sum = b.add(b.add(b.add(s.x(), s.y()), s.v1()), block.get(1));
    var x = xor(b.mul(rotated(sum, 37), mul), w);
    var y =
        b.add(
            b.mul(rotated(b.add(b.add(s.y(), s.v2()), block.get(6)), 42), mul),
            b.add(v, block.get(5)));
    var z = b.mul(rotated(b.add(s.z(), s.w1()), 33), mul);
    var first = weak(block.subList(0, 4), b.mul(s.v2(), mul), b.add(x, s.w1()));
    var second = weak(block.subList(4, 8), b.add(z, s.w2()), b.add(y, block.get(2)));
    return new State(z, y, x, first.get(0), first.get(1), second.get(0), second.get(1));
  }

  private Value end(State s) {
    var mul = add(shifted(b.binary(Fn2.AND, s.z(), constant(0xff)), 1), K1);
    var w1 = add(s.w1(), length - 1 & 63);
    var v1 = b.add(s.v1(), w1);
    w1 = b.add(w1, v1);
    var block = new ArrayList<Value>();
    for (int i = 0; i < WORD; i++) block.add(fetch(length - BLOCK + WORD * i));
    var last = new State(s.x(), s.y(), s.z(), v1, s.v2(), w1, s.w2());
    var t = step(last, block, mul, times(v1, 9), times(s.w2(), 9));
    var first = b.add(b.add(mixed(t.v1(), t.w1(), mul), times(folded(t.y()), K0)), t.z());
    return mixed(first, b.add(mixed(t.v2(), t.w2(), mul), t.x()), mul);
  }

  private List<Value> weak(List<Value> words, Value a, Value c) {
    var first = b.add(a, words.get(0));
    var second = rotated(b.add(b.add(c, first), words.get(3)), 21);
    var sum = b.add(b.add(first, words.get(1)), words.get(2));
    second = b.add(second, rotated(sum, 44));
    return List.of(b.add(sum, words.get(3)), b.add(second, first));
  }

  private Value mixed(Value u, Value v, long mul) {
    return mixed(u, v, constant(mul));
  }

  private Value mixed(Value u, Value v, Value mul) {
    var x = folded(b.mul(xor(u, v), mul));
    return b.mul(folded(b.mul(xor(v, x), mul)), mul);
  }

  private Value folded(Value x) {
    return xor(x, b.binary(Fn2.SHR, x, constant(47)));
  }

  private Value rotated(Value x, int right) {
    return b.binary(
        Fn2.OR,
        b.binary(Fn2.SHR, x, constant(right)),
        b.binary(Fn2.SHL, x, constant(BITS - right)));
  }

  private Value shifted(Value x, int left) {
    return b.binary(Fn2.SHL, x, constant(left));
  }

  private Value xor(Value x, Value y) {
    return b.binary(Fn2.XOR, x, y);
  }

  private Value add(Value x, long y) {
    return b.add(x, constant(y));
  }

  private Value times(Value x, long y) {
    return b.mul(x, constant(y));
  }

  private Value constant(long value) {
    var extents = bytes.type().shape().extents();
    var scalar = b.constant(DType.U64, value);
    return b.broadcast(scalar, new Shape(extents.subList(0, extents.size() - 1)));
  }

  private Value along(Value x) {
    var extents = new ArrayList<>(x.type().shape().extents());
    extents.add(0, 1);
    return b.reshape(x, new Shape(extents));
  }

  /** The little-endian word at a place. */
  private Value fetch(int at) {
    return b.bitcast(slice(at, WORD), DType.U64);
  }

  private Value fetch32(int at) {
    return b.convert(b.bitcast(slice(at, 4), DType.U32), DType.U64);
  }

  private Value fetch8(int at) {
    var lead = constant(0).type().shape();
    return b.convert(b.reshape(slice(at, 1), lead), DType.U64);
  }

  private Value slice(int at, int count) {
    return b.slice(bytes, bytes.type().rank() - 1, at, at + count);
  }
}
