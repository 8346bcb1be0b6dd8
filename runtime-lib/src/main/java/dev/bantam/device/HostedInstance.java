package dev.bantam.device;

import dev.bantam.prim.Variable;
import dev.bantam.type.Literal;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Runs the parts of a program one after the other, and hands values from one to the next. */
final class HostedInstance implements Instance {
  private final Partition partition;
  private final List<Executable> executables;
  private final List<Instance> parts = new ArrayList<>();
  private final HostValues inputs;
  private final HostValues outputs;

  /** What the shared variables hold, once a part has written one or it was given. */
  private final Map<String, Literal> shared = new HashMap<>();

  private boolean closed;

  HostedInstance(Executable whole, Partition partition, List<Executable> executables) {
    this.partition = partition;
    this.executables = executables;
    this.inputs = new HostValues(whole.inputs());
    this.outputs = new HostValues(whole.outputs());
    for (var executable : executables) parts.add(executable.instance());
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
    var values = new @Nullable Literal[partition.values()];
    for (int i = 0; i < inputs.count(); i++) values[i] = inputs.view(i);
    for (int i = 0; i < parts.size(); i++) run(i, values);
    for (int i = 0; i < outputs.count(); i++) {
      outputs.set(i, Objects.requireNonNull(values[partition.results().get(i)]));
    }
  }

  private void run(int index, @Nullable Literal[] values) {
    var part = partition.parts().get(index);
    var instance = parts.get(index);
    var held = new HashMap<>(shared);
    held.keySet().retainAll(part.shared().stream().map(Variable::name).toList());
    if (!held.isEmpty()) instance.setState(held);
    for (int i = 0; i < part.arguments().size(); i++) {
      instance.setInput(i, Objects.requireNonNull(values[part.arguments().get(i)]));
    }
    instance.run();
    var types = executables.get(index).outputs();
    for (int i = 0; i < part.results().size(); i++) {
      values[part.results().get(i)] = new Literal(types.get(i), instance.output(i));
    }
    if (part.shared().isEmpty()) return;
    var state = instance.state();
    for (var variable : part.shared()) {
      shared.put(variable.name(), Objects.requireNonNull(state.get(variable.name())));
    }
  }

  @Override
  public void reset() {
    requireOpen();
    shared.clear();
    parts.forEach(Instance::reset);
  }

  @Override
  public Map<String, Literal> state() {
    requireOpen();
    var state = new HashMap<String, Literal>();
    for (int i = 0; i < parts.size(); i++) {
      if (!partition.parts().get(i).program().variables().isEmpty()) {
        state.putAll(parts.get(i).state());
      }
    }
    state.putAll(shared);
    return state;
  }

  @Override
  public void setState(Map<String, Literal> state) {
    requireOpen();
    for (int i = 0; i < parts.size(); i++) {
      var part = partition.parts().get(i);
      if (part.program().variables().isEmpty()) continue;
      parts.get(i).setState(state);
      for (var variable : part.shared()) {
        var value = state.get(variable.name());
        if (value != null) shared.put(variable.name(), value);
      }
    }
  }

  /** Of the parts on the device, where it counts them. */
  @Override
  public OptionalLong instructions() {
    requireOpen();
    var counts = parts.stream().map(Instance::instructions).flatMapToLong(OptionalLong::stream);
    return counts.reduce(Long::sum);
  }

  @Override
  public List<Timing> timings() {
    requireOpen();
    return parts.stream().flatMap(part -> part.timings().stream()).toList();
  }

  @Override
  public void close() {
    if (closed) return;
    closed = true;
    parts.forEach(Instance::close);
  }

  private void requireOpen() {
    if (closed) throw new IllegalStateException("the instance is closed");
  }
}
