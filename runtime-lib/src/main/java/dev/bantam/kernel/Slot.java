package dev.bantam.kernel;

import dev.bantam.type.DType;

/** Memory that holds one tensor, in one segment; the name is unique in a module. */
public record Slot(String name, Segment segment, DType dtype, long elements) {
  /** Kinds of memory by who holds it and for how long. */
  public enum Segment {
    /** Values between kernels, gone after a run. */
    ARENA,
    /** Weights and tables, shared by all instances. */
    CONSTANT,
    /** State of one instance, kept between runs. */
    VARIABLE,
    /** Given by the caller. */
    INPUT,
    /** Given by the caller. */
    OUTPUT
  }

  /** Size in memory. */
  public long bytes() {
    return dtype.bytes(elements);
  }
}
