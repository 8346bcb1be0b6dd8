package dev.bantam.device;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.type.Literal;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One user of an executable: its inputs, outputs and variables. Confined to one thread at a time.
 */
public interface Instance extends AutoCloseable {
  /**
   * Where input {@code i} is written before a run: row-major elements, little endian. Stays as it
   * is between runs, and is aligned to at least 64 bytes.
   */
  MemorySegment input(int i);

  /**
   * Gives input {@code i} a value: the way for strings, whose bytes have no place before it is
   * known how many they are.
   */
  default void setInput(int i, Literal value) {
    input(i).copyFrom(value.bytes());
  }

  /** Where output {@code i} is found after a run. The next run overwrites it. */
  MemorySegment output(int i);

  /** Computes the outputs from the inputs and the variables. */
  void run();

  /** Puts the variables back to their initial values. */
  void reset();

  /**
   * What the variables hold now, by name; a copy. An instance of the same model in other shapes
   * takes it over with {@link #setState}.
   */
  default Map<String, Literal> state() {
    throw new BantamException(ErrorCode.UNSUPPORTED, "this device does not hand out its variables");
  }

  /** Gives variables a value; those that this program does not have are left aside. */
  default void setState(Map<String, Literal> state) {
    throw new BantamException(ErrorCode.UNSUPPORTED, "this device does not take over variables");
  }

  /** Time by operator, over all runs so far; empty unless the device was asked for a profile. */
  List<Timing> timings();

  /**
   * How many instructions the last run took, where a device counts them: one that is emulated has
   * no latency of its own.
   */
  default OptionalLong instructions() {
    return OptionalLong.empty();
  }

  /** Releases what it holds. Closing again does nothing; any other use then is refused. */
  @Override
  void close();

  /** One run on the given inputs; the outputs are copies. */
  default List<Literal> run(Executable executable, List<Literal> inputs) {
    var types = executable.inputs();
    if (inputs.size() != types.size()) {
      throw new IllegalArgumentException(
          "%d inputs, must be %d".formatted(inputs.size(), types.size()));
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (!inputs.get(i).type().equals(types.get(i))) {
        throw new IllegalArgumentException(
            "input %d is %s, must be %s".formatted(i, inputs.get(i).type(), types.get(i)));
      }
      setInput(i, inputs.get(i));
    }
    run();
    var outputs = new java.util.ArrayList<Literal>();
    for (int i = 0; i < executable.outputs().size(); i++) {
      var copy = MemorySegment.ofArray(new byte[Math.toIntExact(output(i).byteSize())]);
      outputs.add(new Literal(executable.outputs().get(i), copy.copyFrom(output(i))));
    }
    return outputs;
  }
}
