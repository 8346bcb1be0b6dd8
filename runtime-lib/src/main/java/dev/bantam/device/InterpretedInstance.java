package dev.bantam.device;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hands bytes to the interpreter and takes them from it. */
final class InterpretedInstance implements Instance {
  private static final int ALIGNMENT = 64;

  private final dev.bantam.interp.Instance instance;
  private final List<TensorType> inputTypes;
  private final List<TensorType> outputTypes;
  private final List<MemorySegment> inputs = new ArrayList<>();
  private final List<MemorySegment> outputs = new ArrayList<>();
  private boolean closed;

  InterpretedInstance(
      dev.bantam.interp.Instance instance,
      List<TensorType> inputTypes,
      List<TensorType> outputTypes) {
    this.instance = instance;
    this.inputTypes = inputTypes;
    this.outputTypes = outputTypes;
    for (var type : inputTypes) inputs.add(allocate(type));
    for (var type : outputTypes) outputs.add(allocate(type));
  }

  private static MemorySegment allocate(TensorType type) {
    if (type.dtype() == DType.STR) return Literal.zeros(type).bytes();
    return Arena.ofAuto().allocate(type.bytes(), ALIGNMENT);
  }

  @Override
  public MemorySegment input(int i) {
    requireOpen();
    return inputs.get(i);
  }

  @Override
  public void setInput(int i, Literal value) {
    requireOpen();
    if (inputTypes.get(i).dtype() == DType.STR) inputs.set(i, value.bytes());
    else inputs.get(i).copyFrom(value.bytes());
  }

  @Override
  public MemorySegment output(int i) {
    requireOpen();
    return outputs.get(i);
  }

  @Override
  public void run() {
    requireOpen();
    var arguments = new ArrayList<Literal>();
    for (int i = 0; i < inputs.size(); i++) arguments.add(copy(inputTypes.get(i), inputs.get(i)));
    var results = instance.run(arguments);
    for (int i = 0; i < results.size(); i++) {
      if (outputTypes.get(i).dtype() == DType.STR) outputs.set(i, results.get(i).bytes());
      else outputs.get(i).copyFrom(results.get(i).bytes());
    }
  }

  /** A variable may keep the value beyond the run, in which the input is written again. */
  private static Literal copy(TensorType type, MemorySegment bytes) {
    return new Literal(type, Arena.ofAuto().allocate(bytes.byteSize(), ALIGNMENT).copyFrom(bytes));
  }

  @Override
  public void reset() {
    requireOpen();
    instance.reset();
  }

  @Override
  public Map<String, Literal> state() {
    requireOpen();
    return instance.state();
  }

  @Override
  public void setState(Map<String, Literal> state) {
    requireOpen();
    instance.setState(state);
  }

  @Override
  public List<Timing> timings() {
    requireOpen();
    return List.of();
  }

  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) throw new IllegalStateException("the instance is closed");
  }
}
