package dev.bantam.device;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.interp.Interpreter;
import dev.bantam.kernel.Slot;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Memory of one user of a compiled program, and the call that runs it. */
final class CpuInstance implements Instance {
  private final CpuExecutable executable;
  private final DeviceOptions options;
  private final Arena lifetime = Arena.ofShared();
  private final MemorySegment variables;
  private final List<MemorySegment> inputs;
  private final List<MemorySegment> outputs;
  private final MemorySegment addresses;
  private final MemorySegment times;
  private final CpuThreads threads;
  private long runs;

  CpuInstance(CpuExecutable executable, DeviceOptions options) {
    this.executable = executable;
    this.options = options;
    var module = executable.schedule().module();
    var arena = CpuExecutable.allocate(lifetime, module.arenaBytes());
    variables = CpuExecutable.allocate(lifetime, module.variableBytes());
    inputs = segments(executable.inputs());
    outputs = segments(executable.outputs());
    var all = executable.addresses(arena, variables, inputs, outputs);
    addresses = lifetime.allocate(ValueLayout.ADDRESS, all.size());
    for (int i = 0; i < all.size(); i++) {
      addresses.setAtIndex(ValueLayout.ADDRESS, i, all.get(i));
    }
    times = lifetime.allocate(ValueLayout.JAVA_LONG, Math.max(1, module.labels().size()));
    threads = new CpuThreads(executable.library(), options.threads(), lifetime);
    reset();
  }

  private List<MemorySegment> segments(List<TensorType> types) {
    var segments = new ArrayList<MemorySegment>();
    for (var type : types) segments.add(CpuExecutable.allocate(lifetime, type.bytes()));
    return segments;
  }

  @Override
  public MemorySegment input(int i) {
    requireOpen();
    return inputs.get(i);
  }

  @Override
  public MemorySegment output(int i) {
    requireOpen();
    return outputs.get(i);
  }

  @Override
  public void run() {
    requireOpen();
    int outcome;
    try {
      outcome = (int) executable.function().invokeExact(addresses, threads.pool(), times);
    } catch (Throwable e) {
      throw CpuThreads.rethrown(e);
    }
    if (outcome != 0) {
      throw new BantamException(
          ErrorCode.TOO_LARGE,
          "a while loop ran for %d steps without an end, the limit for one loop"
              .formatted(Interpreter.MOST_STEPS));
    }
    runs++;
  }

  @Override
  public void reset() {
    requireOpen();
    executable
        .schedule()
        .variables()
        .forEach((slot, variable) -> memory(slot).copyFrom(variable.initial().bytes()));
  }

  @Override
  public Map<String, Literal> state() {
    requireOpen();
    var state = new HashMap<String, Literal>();
    executable
        .schedule()
        .variables()
        .forEach(
            (slot, variable) -> {
              var copy = MemorySegment.ofArray(new byte[Math.toIntExact(slot.bytes())]);
              state.put(variable.name(), new Literal(variable.type(), copy.copyFrom(memory(slot))));
            });
    return state;
  }

  @Override
  public void setState(Map<String, Literal> state) {
    requireOpen();
    executable
        .schedule()
        .variables()
        .forEach(
            (slot, variable) -> {
              var value = state.get(variable.name());
              if (value != null && value.type().equals(variable.type())) {
                memory(slot).copyFrom(value.bytes());
              }
            });
  }

  /** The part of the variables that a slot is. */
  private MemorySegment memory(Slot slot) {
    long place = Objects.requireNonNull(executable.schedule().module().places().get(slot));
    return variables.asSlice(place, slot.bytes());
  }

  @Override
  public List<Timing> timings() {
    requireOpen();
    if (!options.profile()) return List.of();
    var timings = new ArrayList<Timing>();
    var origins = executable.schedule().origins();
    for (int i = 0; i < origins.size(); i++) {
      timings.add(new Timing(origins.get(i), times.getAtIndex(ValueLayout.JAVA_LONG, i), runs));
    }
    return timings;
  }

  @Override
  public void close() {
    if (!lifetime.scope().isAlive()) return;
    threads.close();
    lifetime.close();
  }

  private void requireOpen() {
    if (!lifetime.scope().isAlive()) throw new IllegalStateException("the instance is closed");
  }
}
