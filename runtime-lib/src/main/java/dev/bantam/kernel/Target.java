package dev.bantam.kernel;

import java.util.List;
import java.util.Optional;

/**
 * What a processor can do, as far as code is generated differently for it. Never its name: a
 * schedule that reads this fits every processor that can do the same.
 *
 * @param triple as LLVM spells it
 * @param options what the compiler has to be told, feature by feature
 * @param instructions the family of vector instructions, as kernels name it
 * @param vectorBytes width of a vector register; of the width that plain C is best vectorised for
 *     where there is none
 * @param vectorRegisters how many there are
 * @param fusedMultiplyAdd whether it multiplies and adds floats in one instruction
 * @param dot how it multiplies and adds small integers
 * @param caches sizes in bytes
 * @param cores how many threads run at a time
 * @param memory how kernels may use memory
 * @param groups how outermost iterations run, where they are many small ones instead of a few
 *     threads
 */
public record Target(
    String triple,
    List<String> options,
    Instructions instructions,
    int vectorBytes,
    int vectorRegisters,
    boolean fusedMultiplyAdd,
    DotProduct dot,
    Caches caches,
    int cores,
    Memory memory,
    Optional<WorkGroups> groups) {

  public Target {
    options = List.copyOf(options);
    if (Integer.bitCount(vectorBytes) != 1 || vectorBytes < 4) {
      throw new IllegalArgumentException(
          "vectorBytes is %d, must be a power of two from 4".formatted(vectorBytes));
    }
    if (cores < 1)
      throw new IllegalArgumentException("cores is %d, must be at least 1".formatted(cores));
  }

  /** A processor with as much memory as it takes, and a few threads. */
  public Target(
      String triple,
      List<String> options,
      Instructions instructions,
      int vectorBytes,
      int vectorRegisters,
      boolean fusedMultiplyAdd,
      DotProduct dot,
      Caches caches,
      int cores) {
    this(
        triple,
        options,
        instructions,
        vectorBytes,
        vectorRegisters,
        fusedMultiplyAdd,
        dot,
        caches,
        cores,
        Memory.AMPLE,
        Optional.empty());
  }

  /**
   * How kernels may use memory.
   *
   * @param alignment of every value, in bytes: a power of two
   * @param rowBytes that the rows of one tile of a contraction may take on the stack
   * @param blockBytes that all rows of a block of tiles should not exceed
   * @param planned whether inputs and outputs lie in the arena, an input only until it is read for
   *     the last time
   */
  public record Memory(int alignment, int rowBytes, int blockBytes, boolean planned) {
    /**
     * Of a computer: the stack is large, and rows that are brought together lie in a near cache.
     */
    public static final Memory AMPLE = new Memory(Module.ALIGNMENT, 192 << 10, 128 << 10, false);

    public Memory {
      if (Integer.bitCount(alignment) != 1) {
        throw new IllegalArgumentException(
            "alignment is %d, must be a power of two".formatted(alignment));
      }
    }

    /** The next multiple of the alignment. */
    public long aligned(long bytes) {
      return Math.ceilDiv(bytes, (long) alignment) * alignment;
    }
  }

  /**
   * Work items: thousands of iterations at a time, of which neighbours run in step.
   *
   * @param items in a group
   * @param localBytes memory that the items of a group share
   */
  public record WorkGroups(int items, long localBytes) {
    public WorkGroups {
      if (items < 1 || localBytes < 0) {
        throw new IllegalArgumentException(
            "groups of %d items with %d bytes".formatted(items, localBytes));
      }
    }
  }

  /** A family of vector instructions: which built-in functions of the compiler may be called. */
  public enum Instructions {
    /** No built-in function: vector types of the language, and nothing else. */
    PLAIN("plain"),
    AVX2("avx2"),
    AVX512("avx512"),
    /** Pairs of integers of 16 bits in the words of an Arm core. */
    ARM_DSP("dsp"),
    /** Vectors of small Arm cores. */
    ARM_MVE("mve");

    private final String slug;

    Instructions(String slug) {
      this.slug = slug;
    }

    /** As it stands in a kernel's name. */
    public String slug() {
      return slug;
    }
  }

  /** How small integers are multiplied and summed. All forms here are exact. */
  public enum DotProduct {
    /** Widen to 32 bits, multiply, add. */
    NONE("plain"),
    /** Two products of 16-bit integers are summed into each 32-bit lane ({@code vpmaddwd}). */
    PAIRS_OF_I16("pairs"),
    /**
     * Four products of an unsigned and a signed byte are added to each 32-bit lane ({@code
     * vpdpbusd}).
     */
    QUADS_OF_U8_I8("quads"),
    /**
     * Four signed bytes of a word are widened, and multiplied and added two at a time ({@code
     * sxtb16}, {@code smlad}).
     */
    WORDS_OF_I8("words"),
    /**
     * All products of two vectors, of signed bytes or of integers of 16 bits, are added to one sum
     * ({@code vmladava}).
     */
    VECTORS_TO_SUM("vectors");

    private final String slug;

    DotProduct(String slug) {
      this.slug = slug;
    }

    public String slug() {
      return slug;
    }
  }

  /** Data caches from the nearest; those that all cores share are last. A missing one is 0. */
  public record Caches(long first, long second, long third) {}

  /** Whether it has no vectors of floats or of integers of 32 bits: a register holds one. */
  public boolean isScalar() {
    return lanes(4) == 1;
  }

  /** How many elements of {@code bytes} bytes a vector register holds. */
  public int lanes(int bytes) {
    return vectorBytes / bytes;
  }

  /** The same processor with fewer cores in use. */
  public Target withCores(int fewer) {
    return with(fewer, memory, groups);
  }

  /** The same processor with other memory. */
  public Target withMemory(Memory other) {
    return with(cores, other, groups);
  }

  /** The same processor, whose outermost iterations are work items. */
  public Target withGroups(WorkGroups items) {
    return with(cores, memory, Optional.of(items));
  }

  private Target with(int otherCores, Memory otherMemory, Optional<WorkGroups> otherGroups) {
    return new Target(
        triple,
        options,
        instructions,
        vectorBytes,
        vectorRegisters,
        fusedMultiplyAdd,
        dot,
        caches,
        otherCores,
        otherMemory,
        otherGroups);
  }
}
