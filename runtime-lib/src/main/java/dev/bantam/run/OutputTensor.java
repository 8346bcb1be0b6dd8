package dev.bantam.run;

import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** An output of a session, as the last run left it. */
public final class OutputTensor extends Tensor {
  private final Session session;
  private final int index;

  OutputTensor(Session session, int index, String name, Optional<Quantization> scheme) {
    super(name, scheme);
    this.session = session;
    this.index = index;
  }

  private Literal result() {
    return session.result(index);
  }

  @Override
  public TensorType type() {
    return result().type();
  }

  /** Overwritten by the next run. */
  @Override
  public MemorySegment bytes() {
    return result().bytes();
  }
}
