package dev.bantam.agent.benchmark;

import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * Inputs that are the same on every machine: what a network computes takes no longer for one
 * picture than for another.
 */
final class RandomInput {
  /** Indices must lie inside whatever they index. */
  private static final int SMALL = 4;

  private RandomInput() {}

  static void fill(TensorType type, MemorySegment bytes, long seed) {
    var random = new Random(seed);
    for (long i = 0; i < type.elements(); i++) {
      switch (type.dtype()) {
        case F32, F64, F16, BF16 ->
            Literal.write(bytes, type.dtype(), i, random.nextDouble(-1, 1), 0);
        case I8, U8, I16, U16 -> Literal.write(bytes, type.dtype(), i, 0, random.nextInt());
        case BOOL -> Literal.write(bytes, type.dtype(), i, 0, random.nextInt(2));
        case I32, I64, U32, U64 -> Literal.write(bytes, type.dtype(), i, 0, random.nextInt(SMALL));
        case I4, I2, U4, C64, C128, F8E4M3FN, F8E5M2, STR, RESOURCE, VARIANT -> {
          return; // stays as it is: zeros, and strings are empty
        }
      }
    }
  }
}
