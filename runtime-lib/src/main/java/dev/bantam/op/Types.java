package dev.bantam.op;

import dev.bantam.type.DType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The sets of element types that operators name in their signatures. */
final class Types {
  /** Floats that are computed with as they are, or in {@code f32} for the 16-bit ones. */
  static final Set<DType> FLOAT = of(DType.F32, DType.F16, DType.BF16, DType.F64);

  static final Set<DType> F32 = of(DType.F32);

  /** Quantized activations of 8 bits. */
  static final Set<DType> Q8 = of(DType.I8, DType.U8);

  static final Set<DType> Q16 = of(DType.I16);

  /** Weights and activations as integers. */
  static final Set<DType> QUANTIZED = of(DType.I8, DType.U8, DType.I16);

  /** Integers, quantized or plain. */
  static final Set<DType> INTEGER =
      of(
          DType.I8, DType.I16, DType.I32, DType.I64, DType.U8, DType.U16, DType.U32, DType.U64,
          DType.I4, DType.I2, DType.U4);

  /** What arithmetic is defined on. */
  static final Set<DType> NUMBER = union(FLOAT, INTEGER);

  static final Set<DType> BOOL = of(DType.BOOL);

  /** Extents, axes, indices. */
  static final Set<DType> INDEX = of(DType.I32, DType.I64);

  static final Set<DType> I32 = of(DType.I32);

  static final Set<DType> COMPLEX = of(DType.C64, DType.C128);

  /** Whatever a program can move on every device. */
  static final Set<DType> ANY = union(union(NUMBER, BOOL), COMPLEX);

  /** Whatever can be moved, also on the host only. */
  static final Set<DType> MOVED = union(ANY, of(DType.STR));

  static final Set<DType> TEXT = of(DType.STR);

  /** Keys and values of tables. */
  static final Set<DType> KEY = of(DType.I64, DType.I32, DType.STR);

  static final Set<DType> RESOURCE = of(DType.RESOURCE);

  /** What a graph can hand to a subgraph. */
  static final Set<DType> HELD = union(MOVED, RESOURCE);

  private Types() {}

  static Set<DType> of(DType first, DType... more) {
    return Collections.unmodifiableSet(EnumSet.of(first, more));
  }

  static Set<DType> union(Set<DType> a, Set<DType> b) {
    var both = EnumSet.copyOf(a);
    both.addAll(b);
    return Collections.unmodifiableSet(both);
  }
}
