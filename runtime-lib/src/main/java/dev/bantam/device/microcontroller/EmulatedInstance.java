package dev.bantam.device.microcontroller;

import dev.bantam.device.Instance;
import dev.bantam.device.Timing;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.interp.Interpreter;
import dev.bantam.kernel.Slot;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A program on an emulated board of its own, which starts with the first request. Variables live on
 * the board.
 */
final class EmulatedInstance implements Instance {
  private static final int ALIGNMENT = 64;
  private static final int RUN = 1;
  private static final int RESET = 2;
  private static final int GET_STATE = 3;
  private static final int SET_STATE = 4;

  private final BareExecutable executable;
  private final Arena lifetime = Arena.ofShared();
  private final List<MemorySegment> inputs;
  private final List<MemorySegment> outputs;
  private @Nullable Emulator emulator;

  EmulatedInstance(BareExecutable executable) {
    this.executable = executable;
    inputs = segments(executable.inputs());
    outputs = segments(executable.outputs());
  }

  private List<MemorySegment> segments(List<TensorType> types) {
    var segments = new ArrayList<MemorySegment>();
    for (var type : types) {
      segments.add(
          lifetime.allocate(Math.max(1, type.bytes()), ALIGNMENT).asSlice(0, type.bytes()));
    }
    return segments;
  }

  private Emulator board() {
    if (emulator == null) {
      var core = executable.bare().core();
      emulator =
          Emulator.start(
              core.name(),
              core.board(),
              executable.image(),
              InstructionCounter.plugin(executable.toolchain()));
    }
    return emulator;
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
    var outcome = MemorySegment.ofArray(new byte[4]);
    var answer = new ArrayList<>(List.of(outcome));
    answer.addAll(outputs);
    board().ask(RUN, inputs, answer);
    if (outcome.get(Literal.I32, 0) != 0) {
      throw new BantamException(
          ErrorCode.TOO_LARGE,
          "a while loop ran for %d steps without an end, the limit for one loop"
              .formatted(Interpreter.MOST_STEPS));
    }
  }

  @Override
  public OptionalLong instructions() {
    requireOpen();
    return emulator == null ? OptionalLong.empty() : emulator.instructions();
  }

  @Override
  public void reset() {
    requireOpen();
    if (emulator != null) emulator.ask(RESET, List.of(), List.of());
  }

  @Override
  public Map<String, Literal> state() {
    requireOpen();
    var bytes = stateBytes();
    var state = new HashMap<String, Literal>();
    var schedule = executable.bare().schedule();
    schedule
        .variables()
        .forEach(
            (slot, variable) -> {
              var copy = MemorySegment.ofArray(new byte[Math.toIntExact(slot.bytes())]);
              copy.copyFrom(part(bytes, slot));
              state.put(variable.name(), new Literal(variable.type(), copy));
            });
    return state;
  }

  private MemorySegment stateBytes() {
    long size = executable.bare().module().variableBytes();
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(size)]);
    if (size > 0) board().ask(GET_STATE, List.of(), List.of(bytes));
    return bytes;
  }

  /** The part of the variables that a slot is. */
  private MemorySegment part(MemorySegment variables, Slot slot) {
    long place = Objects.requireNonNull(executable.bare().module().places().get(slot));
    return variables.asSlice(place, slot.bytes());
  }

  @Override
  public void setState(Map<String, Literal> state) {
    requireOpen();
    var bytes = stateBytes();
    if (bytes.byteSize() == 0) return;
    executable
        .bare()
        .schedule()
        .variables()
        .forEach(
            (slot, variable) -> {
              var value = state.get(variable.name());
              if (value != null && value.type().equals(variable.type())) {
                part(bytes, slot).copyFrom(value.bytes());
              }
            });
    board().ask(SET_STATE, List.of(bytes), List.of());
  }

  @Override
  public List<Timing> timings() {
    requireOpen();
    return List.of();
  }

  @Override
  public void close() {
    if (!lifetime.scope().isAlive()) return;
    if (emulator != null) emulator.close();
    lifetime.close();
  }

  private void requireOpen() {
    if (!lifetime.scope().isAlive()) throw new IllegalStateException("the instance is closed");
  }
}
