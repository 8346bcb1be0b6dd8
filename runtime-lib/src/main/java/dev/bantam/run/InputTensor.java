package dev.bantam.run;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An input of a session. Keeps what was set until it is set again. */
public final class InputTensor extends Tensor {
  private final Session session;
  private TensorType type;

  /** Where the value lies: memory of ours, or of the instance that is bound. */
  private @Nullable MemorySegment place;

  InputTensor(Session session, String name, Optional<Quantization> scheme, TensorType type) {
    super(name, scheme);
    this.session = session;
    this.type = type;
  }

  @Override
  public TensorType type() {
    return type;
  }

  @Override
  public MemorySegment bytes() {
    session.requireOpen();
    if (place == null) place = zeros(type);
    return place;
  }

  private MemorySegment zeros(TensorType wanted) {
    if (wanted.dtype() == DType.STR) return Literal.zeros(wanted).bytes();
    if (wanted.bytes() > Integer.MAX_VALUE) {
      throw new BantamException(
          ErrorCode.TOO_LARGE,
          "input \"%s\" has %d bytes as %s, must have at most %d"
              .formatted(name(), wanted.bytes(), wanted, Integer.MAX_VALUE));
    }
    return MemorySegment.ofArray(new byte[(int) wanted.bytes()]);
  }

  /**
   * Gives the input other extents, all elements 0; the model is made ready for them at the next
   * run.
   */
  public void resize(Shape shape) {
    session.requireOpen();
    if (shape.equals(type.shape())) return;
    session.unbind();
    type = type.with(shape);
    place = null;
    session.resized();
  }

  /** Sets the value, and the extents where they differ. */
  public void set(Literal value) {
    if (value.type().dtype() != type.dtype()) {
      throw new IllegalArgumentException(
          "input \"%s\" is given %s, must be %s".formatted(name(), value.type(), type.dtype()));
    }
    resize(value.type().shape());
    if (type.dtype() == DType.STR) {
      place = value.bytes();
    } else {
      bytes().copyFrom(value.bytes());
    }
  }

  /** Sets all elements: floats as they are, quantized integers to the nearest step. */
  public void setFloats(float... values) {
    requireCount(values.length);
    var target = bytes();
    for (int i = 0; i < values.length; i++) {
      Literal.write(target, type.dtype(), i, values[i], quantized(values[i], i));
    }
  }

  /** Sets all elements of an integer type or bool, as they are stored. */
  public void setLongs(long... values) {
    requireCount(values.length);
    var target = bytes();
    for (int i = 0; i < values.length; i++) {
      Literal.write(target, type.dtype(), i, (double) values[i], values[i]);
    }
  }

  private void requireCount(int count) {
    if (count != type.elements()) {
      throw new IllegalArgumentException(
          "input \"%s\" is given %d elements, must be %d for %s"
              .formatted(name(), count, type.elements(), type));
    }
  }

  private long quantized(float value, int element) {
    if (type.dtype().isFloat()) return 0;
    if (quantization().isEmpty()) return (long) value;
    var scheme = quantization().get();
    int channel = channel(scheme, element);
    long step = Math.round((double) value / scheme.scale(channel)) + scheme.zeroPoint(channel);
    return Math.clamp(step, type.dtype().lowest(), type.dtype().highest());
  }

  /** The value, which the next change of the input changes too. */
  Literal inPlace() {
    return new Literal(type, bytes());
  }

  /** From now on the value lies in memory of an instance. */
  void bind(MemorySegment memory) {
    if (type.dtype() == DType.STR) return;
    memory.copyFrom(bytes());
    place = memory;
  }

  /** The instance goes: the value comes back into memory of ours. */
  void unbind() {
    if (place == null || type.dtype() == DType.STR) return;
    place = zeros(type).copyFrom(place);
  }
}
