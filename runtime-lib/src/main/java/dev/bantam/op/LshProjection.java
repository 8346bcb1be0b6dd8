package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Control;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.List;

/**
 * Bits of a locality-sensitive hash: for each seed, the sign of the weighted sum over the rows of
 * their fingerprints. A sparse projection joins the bits of each hash into one number.
 */
public final class LshProjection implements Operator.Single<LshProjection.Form> {
  private static final int MOST_BITS = 32;
  private static final int SEED_BYTES = 4;

  /** What the bits become. */
  public enum Form {
    UNKNOWN,
    SPARSE,
    DENSE
  }

  @Override
  public Signature signature() {
    return Signature.of("LSH_PROJECTION")
        .operand("seeds", Types.F32)
        .operand("x", Types.ANY)
        .optional("weights", Types.F32)
        .result("y");
  }

  @Override
  public Form attributes(Attributes raw) {
    return Form.valueOf(raw.text("type", "UNKNOWN"));
  }

  @Override
  public Value lower(Call<Form> call, ProgramBuilder b) {
    var seeds = call.operand("seeds");
    var x = call.operand("x");
    if (seeds.type().rank() != 2 || seeds.type().extent(1) > MOST_BITS)
      throw call.refuse("seeds are %s, must be [hashes, bits], at most 32 bits", seeds.type());
    if (x.type().rank() < 1 || x.type().extent(0) < 1)
      throw call.refuse("x is %s, must have rows", x.type());
    int hashes = seeds.type().extent(0);
    int bits = seeds.type().extent(1);
    var positive = b.lt(b.constant(DType.F64, 0.0), sums(call, fingerprints(seeds, x, b), b));
    var ones = b.reshape(b.convert(positive, DType.I32), hashes, bits);
    return switch (call.attributes()) {
      case DENSE -> b.reshape(ones, hashes * bits);
      case SPARSE -> joined(ones, b);
      case UNKNOWN -> throw call.refuse("type is UNKNOWN, must be SPARSE or DENSE");
    };
  }

  /** One for each row and seed, of the seed's bytes and then the row's: {@code [rows, seeds]}. */
  private static Value fingerprints(Value seeds, Value x, ProgramBuilder b) {
    int rows = x.type().extent(0);
    int count = Math.toIntExact(seeds.type().elements());
    var row = bytes(x, b);
    int length = Math.toIntExact(row.type().elements() / rows);
    var ofSeeds = b.reshape(bytes(seeds, b), 1, count, SEED_BYTES);
    var ofRows = b.reshape(row, rows, 1, length);
    var key =
        b.concat(
            List.of(
                b.expand(ofSeeds, Shape.of(rows, count, SEED_BYTES)),
                b.expand(ofRows, Shape.of(rows, count, length))),
            2);
    return Fingerprint.of(key, b);
  }

  private static Value bytes(Value x, ProgramBuilder b) {
    return x.type().dtype() == DType.BOOL ? b.convert(x, DType.U8) : b.bitcast(x, DType.U8);
  }

  /** Row after row, because the sign of a sum near 0 depends on the order. */
  private static Value sums(Call<Form> call, Value fingerprints, ProgramBuilder b) {
    int rows = fingerprints.type().extent(0);
    int count = fingerprints.type().extent(1);
    var terms = b.convert(b.bitcast(fingerprints, DType.I64), DType.F64);
    if (call.has("weights")) {
      var weights = call.operand("weights");
      if (!weights.type().shape().equals(Shape.of(rows)))
        throw call.refuse("weights are %s, must be one for each of %d rows", weights.type(), rows);
      terms = b.mul(terms, b.convert(b.reshape(weights, rows, 1), DType.F64));
    }
    var zeros = b.broadcast(b.constant(DType.F64, 0.0), Shape.of(count));
    var sum =
        b.function(
            "sum",
            List.of(zeros.type(), zeros.type()),
            (p, v) -> List.of(p.add(v.get(0), v.get(1))));
    return b.apply(new Control.Scan(sum, List.of(zeros), List.of(terms), rows, false)).getFirst();
  }

  /** The first bit is the highest; hash i counts from i * 2^bits. */
  private static Value joined(Value ones, ProgramBuilder b) {
    int hashes = ones.type().extent(0);
    int bits = ones.type().extent(1);
    var signature = b.broadcast(b.constant(DType.I32, 0L), Shape.of(hashes));
    for (int i = 0; i < bits; i++) {
      var bit = b.reshape(b.slice(ones, 1, i, i + 1), hashes);
      signature = b.binary(Fn2.OR, b.add(signature, signature), bit);
    }
    var first = b.mul(b.iota(hashes, DType.I32), b.constant(DType.I32, 1L << bits));
    return b.add(signature, first);
  }
}
