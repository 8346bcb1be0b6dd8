package dev.bantam.run;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An input or output of a session. Quantized tensors show their integers, and as floats the reals.
 */
public abstract sealed class Tensor permits InputTensor, OutputTensor {
  private final String name;
  private final Optional<Quantization> quantization;

  Tensor(String name, Optional<Quantization> quantization) {
    this.name = name;
    this.quantization = quantization;
  }

  /** The argument's name in a signature; else the tensor's name in the file. */
  public String name() {
    return name;
  }

  public Optional<Quantization> quantization() {
    return quantization;
  }

  /** Element type and shape, as they are now. */
  public abstract TensorType type();

  /**
   * The bytes in place, row-major and little endian: of an input to write, of an output to read.
   */
  public abstract MemorySegment bytes();

  public Shape shape() {
    return type().shape();
  }

  /** A copy of the value. */
  public Literal value() {
    return copy(type(), bytes());
  }

  static Literal copy(TensorType type, MemorySegment bytes) {
    return new Literal(
        type, MemorySegment.ofArray(new byte[Math.toIntExact(bytes.byteSize())]).copyFrom(bytes));
  }

  /** All elements as reals: quantized integers are dequantized. */
  public float[] floats() {
    var value = new Literal(type(), bytes());
    boolean real = quantization.isEmpty() || type().dtype().isFloat();
    if (real) return value.toFloats();
    var floats = new float[Math.toIntExact(value.elements())];
    for (int i = 0; i < floats.length; i++) {
      int channel = channel(quantization.get(), i);
      long distance = value.integer(i) - quantization.get().zeroPoint(channel);
      floats[i] = quantization.get().scale(channel) * distance;
    }
    return floats;
  }

  /** All elements of an integer type or bool, as they are stored. */
  public long[] longs() {
    return new Literal(type(), bytes()).toLongs();
  }

  /** All elements of a tensor of strings. */
  public List<byte[]> strings() {
    var value = new Literal(type(), bytes());
    if (type().dtype() != DType.STR) {
      throw new IllegalStateException("%s is %s, which is no string".formatted(name, type()));
    }
    var strings = new ArrayList<byte[]>();
    for (long i = 0; i < value.elements(); i++) strings.add(value.string(i));
    return strings;
  }

  /** The index along the quantized axis of the i-th element. */
  int channel(Quantization scheme, long element) {
    if (!scheme.isPerAxis()) return 0;
    long stride = shape().strides()[scheme.axis()];
    return (int) (element / stride % shape().extent(scheme.axis()));
  }

  @Override
  public String toString() {
    return name + ": " + type();
  }
}
