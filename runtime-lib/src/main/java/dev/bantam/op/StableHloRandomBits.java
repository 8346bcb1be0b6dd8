package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/**
 * Random integers from a state that goes in and comes out: a key, and a counter of 64 or 128 bits.
 */
public final class StableHloRandomBits implements Operator<Boolean> {
  @Override
  public Signature signature() {
    return Signature.of("STABLEHLO_RNG_BIT_GENERATOR")
        .operand("state", Types.of(DType.U64))
        .result("state")
        .result("bits");
  }

  /** Whether it is Threefry; Philox is the default. */
  @Override
  public Boolean attributes(Attributes raw) {
    return raw.text("algorithm", "DEFAULT").equals("THREEFRY");
  }

  @Override
  public List<Value> results(Call<Boolean> call, ProgramBuilder b) {
    var state = call.operand("state");
    int length = state.type().rank() == 1 ? state.type().extent(0) : 0;
    boolean threefry = call.attributes();
    if (length != 2 && (threefry || length != 3))
      throw call.refuse("state is %s, must be u64[2], or u64[3] of Philox", state.type());
    var type = call.resultType(1);
    if (!type.dtype().isInteger() || type.dtype().bits() < 32)
      throw call.refuse("bits are %s, must be integers of 32 or 64 bits", type.dtype());
    int wordsOfEach = type.dtype().bits() / 32;
    int words = Math.multiplyExact(Math.toIntExact(type.elements()), wordsOfEach);
    int blocks = Math.ceilDiv(words, threefry ? 2 : 4);
    var start = b.slice(state, 0, 1, 2);
    var key = CounterRandom.Pair.of(b.slice(state, 0, 0, 1), b);
    var counter = CounterRandom.Pair.of(CounterRandom.counters(start, blocks, b), b);
    // A state of two has no upper half of a counter; stock kernels take the key for it.
    var upper =
        CounterRandom.Pair.of(b.slice(state, 0, length == 3 ? 2 : 0, length == 3 ? 3 : 1), b);
    var random =
        threefry
            ? CounterRandom.threefry(key, counter, b)
            : CounterRandom.philox(key, counter, upper, b);
    var used = b.slice(random, 0, 0, words);
    var numbers =
        wordsOfEach == 1
            ? b.bitcast(used, type.dtype())
            : b.bitcast(b.reshape(used, words / 2, 2), type.dtype());
    var next = b.add(start, b.constant(DType.U64, (long) blocks));
    var rest = b.slice(state, 0, 2, length);
    var parts =
        length == 2
            ? List.of(b.slice(state, 0, 0, 1), next)
            : List.of(b.slice(state, 0, 0, 1), next, rest);
    return List.of(b.concat(parts, 0), b.reshape(numbers, type.shape()));
  }
}
