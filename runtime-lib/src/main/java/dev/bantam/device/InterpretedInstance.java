package dev.bantam.device;

import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hands bytes to the interpreter and takes them from it. */
final class InterpretedInstance implements Instance {
  private final dev.bantam.interp.Instance instance;
  private final HostValues inputs;
  private final HostValues outputs;
  private boolean closed;

  InterpretedInstance(
      dev.bantam.interp.Instance instance,
      List<TensorType> inputTypes,
      List<TensorType> outputTypes) {
    this.instance = instance;
    this.inputs = new HostValues(inputTypes);
    this.outputs = new HostValues(outputTypes);
  }

  @Override
  public MemorySegment input(int i) {
    requireOpen();
    return inputs.place(i);
  }

  @Override
  public void setInput(int i, Literal value) {
    requireOpen();
    inputs.set(i, value);
  }

  @Override
  public MemorySegment output(int i) {
    requireOpen();
    return outputs.place(i);
  }

  @Override
  public void run() {
    requireOpen();
    // A variable may keep an input's value beyond the run, and the input is written again.
    var arguments = new ArrayList<Literal>();
    for (int i = 0; i < inputs.count(); i++) arguments.add(inputs.copy(i));
    var results = instance.run(arguments);
    for (int i = 0; i < results.size(); i++) outputs.set(i, results.get(i));
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
