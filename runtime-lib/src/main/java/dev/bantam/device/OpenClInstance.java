package dev.bantam.device;

import dev.bantam.device.host.opencl.OpenClBuffer;
import dev.bantam.device.host.opencl.OpenClQueue;
import dev.bantam.kernel.Slot;
import dev.bantam.type.Literal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Memory of one user of a program, on the host and on the processor, and the queue that runs it.
 */
final class OpenClInstance implements Instance {
  private final OpenClExecutable executable;
  private final boolean profile;
  private final Arena lifetime = Arena.ofShared();
  private final OpenClQueue queue;
  private final OpenClBuffer variables;
  private final List<Transfer> inputs = new ArrayList<>();
  private final List<Transfer> outputs = new ArrayList<>();
  private final OpenClWalk walk;
  private long runs;

  /** An input or output on both sides. */
  private record Transfer(MemorySegment host, OpenClBuffer buffer) {}

  OpenClInstance(OpenClExecutable executable, DeviceOptions options) {
    this.executable = executable;
    this.profile = options.profile();
    var module = executable.schedule().module();
    var context = executable.context();
    try {
      queue = context.queue(lifetime, profile);
      variables = context.buffer(lifetime, module.variableBytes());
      var arena = context.buffer(lifetime, module.arenaBytes());
      Map<Slot, OpenClBuffer> outer = new HashMap<>();
      module.inputs().forEach(slot -> outer.put(slot, transfer(slot, inputs)));
      module.outputs().forEach(slot -> outer.put(slot, transfer(slot, outputs)));
      var memory = new OpenClWalk.Memory(arena, executable.constants(), variables, outer);
      walk = new OpenClWalk(executable, memory, queue, lifetime);
      reset();
    } catch (RuntimeException e) {
      lifetime.close();
      throw e;
    }
  }

  private OpenClBuffer transfer(Slot slot, List<Transfer> into) {
    var host = OpenClExecutable.allocate(lifetime, slot.bytes());
    var buffer = executable.context().buffer(lifetime, slot.bytes());
    into.add(new Transfer(host, buffer));
    return buffer;
  }

  @Override
  public MemorySegment input(int i) {
    requireOpen();
    return inputs.get(i).host;
  }

  @Override
  public MemorySegment output(int i) {
    requireOpen();
    return outputs.get(i).host;
  }

  @Override
  public void run() {
    requireOpen();
    try {
      for (var input : inputs) queue.write(input.buffer, 0, input.host);
      walk.run();
      for (var output : outputs) queue.read(output.buffer, 0, output.host);
    } finally {
      queue.finish();
    }
    runs++;
  }

  @Override
  public void reset() {
    requireOpen();
    try (var arena = Arena.ofConfined()) {
      executable
          .schedule()
          .variables()
          .forEach((slot, variable) -> write(slot, variable.initial(), arena));
      queue.finish();
    }
  }

  private void write(Slot slot, Literal value, Arena arena) {
    var copy = arena.allocate(Math.max(1, slot.bytes())).asSlice(0, slot.bytes());
    queue.write(variables, place(slot), copy.copyFrom(value.bytes()));
  }

  private long place(Slot slot) {
    return Objects.requireNonNull(executable.schedule().module().places().get(slot));
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
              var copy = Arena.ofAuto().allocate(Math.max(1, slot.bytes()), 8);
              var bytes = copy.asSlice(0, slot.bytes());
              queue.readNow(variables, place(slot), bytes);
              state.put(variable.name(), new Literal(variable.type(), bytes));
            });
    return state;
  }

  @Override
  public void setState(Map<String, Literal> state) {
    requireOpen();
    try (var arena = Arena.ofConfined()) {
      executable
          .schedule()
          .variables()
          .forEach(
              (slot, variable) -> {
                var value = state.get(variable.name());
                if (value != null && value.type().equals(variable.type())) {
                  write(slot, value, arena);
                }
              });
      queue.finish();
    }
  }

  @Override
  public List<Timing> timings() {
    requireOpen();
    if (!profile) return List.of();
    var timings = new ArrayList<Timing>();
    var origins = executable.schedule().origins();
    for (int i = 0; i < origins.size(); i++) {
      timings.add(new Timing(origins.get(i), walk.nanoseconds(i), runs));
    }
    return timings;
  }

  @Override
  public void close() {
    if (lifetime.scope().isAlive()) lifetime.close();
  }

  private void requireOpen() {
    if (!lifetime.scope().isAlive()) throw new IllegalStateException("the instance is closed");
  }
}
