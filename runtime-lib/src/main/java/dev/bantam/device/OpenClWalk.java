package dev.bantam.device;

import dev.bantam.device.host.opencl.OpenClBuffer;
import dev.bantam.device.host.opencl.OpenClKernel;
import dev.bantam.device.host.opencl.OpenClQueue;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.interp.Interpreter;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Module;
import dev.bantam.kernel.Slot;
import dev.bantam.kernel.Step;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The steps of a module, taken by the host. Each launch has a kernel with arguments of its own, so
 * that most of them are one call; where control flow depends on data, the host reads the condition.
 */
final class OpenClWalk {
  private final OpenClExecutable executable;
  private final Memory memory;
  private final OpenClQueue queue;
  private final Arena lifetime;
  private final Map<Step.Launch, Prepared> prepared = new IdentityHashMap<>();
  private final Map<String, Long> indices = new HashMap<>();
  private final MemorySegment flag;
  private final long[] nanoseconds;

  /** The buffer of each segment; {@code outer} has those of inputs and outputs. */
  record Memory(
      OpenClBuffer arena,
      OpenClBuffer constants,
      OpenClBuffer variables,
      Map<Slot, OpenClBuffer> outer) {
    OpenClBuffer of(Slot slot) {
      return switch (slot.segment()) {
        case ARENA -> arena;
        case CONSTANT -> constants;
        case VARIABLE -> variables;
        case INPUT, OUTPUT -> Objects.requireNonNull(outer.get(slot));
      };
    }
  }

  /**
   * A launch made ready.
   *
   * @param items all of them, and those of a group
   * @param moving arguments that depend on loops around the launch, by their number
   */
  private record Prepared(
      OpenClKernel kernel, MemorySegment items, Map<Integer, Step.Argument> moving) {}

  OpenClWalk(OpenClExecutable executable, Memory memory, OpenClQueue queue, Arena lifetime) {
    this.executable = executable;
    this.memory = memory;
    this.queue = queue;
    this.lifetime = lifetime;
    flag = lifetime.allocate(ValueLayout.JAVA_INT);
    nanoseconds = new long[module().labels().size()];
    prepare(module().steps());
  }

  private Module module() {
    return executable.schedule().module();
  }

  private void prepare(List<Step> steps) {
    for (var step : steps) {
      switch (step) {
        case Step.Launch launch -> {
          if (launch.kernel().extent() > 0) prepared.put(launch, prepared(launch));
        }
        case Step.Loop loop -> prepare(loop.body());
        case Step.While loop -> {
          prepare(loop.condition());
          prepare(loop.body());
        }
        case Step.Case choice -> choice.branches().forEach(this::prepare);
      }
    }
  }

  private Prepared prepared(Step.Launch launch) {
    var name = Objects.requireNonNull(executable.source().names().get(launch.kernel()));
    var kernel = executable.code().kernel(lifetime, name);
    var moving = new HashMap<Integer, Step.Argument>();
    for (int i = 0; i < launch.arguments().size(); i++) {
      var argument = launch.arguments().get(i);
      kernel.argument(2 * i, memory.of(argument.slot()));
      if (argument.at() instanceof Expr.Constant) kernel.argument(2 * i + 1, address(argument));
      else moving.put(i, argument);
    }
    long group = executable.source().groupItems();
    long all = Math.ceilDiv(launch.kernel().extent(), group) * group;
    var items = lifetime.allocateFrom(ValueLayout.JAVA_LONG, all, group);
    return new Prepared(kernel, items, Map.copyOf(moving));
  }

  /** Where an argument begins in its buffer, in bytes. */
  private long address(Step.Argument argument) {
    var slot = argument.slot();
    long place = Objects.requireNonNull(module().places().getOrDefault(slot, 0L));
    long at = Indices.value(argument.at(), indices);
    return at == 0 ? place : place + at * slot.dtype().bytes();
  }

  /** Puts all steps into the queue. */
  void run() {
    run(module().steps());
  }

  /** The time of a label over all runs. */
  long nanoseconds(int label) {
    return nanoseconds[label];
  }

  private void run(List<Step> steps) {
    for (var step : steps) {
      switch (step) {
        case Step.Launch launch -> launch(launch);
        case Step.Loop(var index, var body) -> {
          for (long i = 0; i < index.extent(); i++) {
            indices.put(index.name(), i);
            run(body);
          }
        }
        case Step.While loop -> repeat(loop);
        case Step.Case(var index, var branches) -> {
          read(index);
          int wanted = flag.get(ValueLayout.JAVA_INT, 0);
          int last = branches.size() - 1;
          run(branches.get(wanted < 0 || wanted > last ? last : wanted));
        }
      }
    }
  }

  private void launch(Step.Launch launch) {
    var ready = prepared.get(launch);
    if (ready == null) return; // it has no iterations
    ready.moving.forEach((i, argument) -> ready.kernel.argument(2 * i + 1, address(argument)));
    queue.run(ready.kernel, ready.items, time -> nanoseconds[launch.label()] += time);
  }

  private void repeat(Step.While loop) {
    for (long taken = 0; ; taken++) {
      run(loop.condition());
      read(loop.flag());
      if (flag.get(ValueLayout.JAVA_BYTE, 0) == 0) return;
      if (taken == Interpreter.MOST_STEPS) {
        throw new BantamException(
            ErrorCode.TOO_LARGE,
            "a while loop ran for %d steps without an end, the limit for one loop"
                .formatted(Interpreter.MOST_STEPS));
      }
      run(loop.body());
    }
  }

  private void read(Step.Argument argument) {
    var bytes = flag.asSlice(0, argument.slot().dtype().bytes());
    queue.readNow(memory.of(argument.slot()), address(argument), bytes);
  }
}
