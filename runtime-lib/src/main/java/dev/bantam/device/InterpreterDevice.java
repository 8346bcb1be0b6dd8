package dev.bantam.device;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Program;
import dev.bantam.prim.Value;
import dev.bantam.type.TensorType;
import java.util.List;

/** The interpreter, as a device: slow, exact, and what all others are compared with. */
public final class InterpreterDevice implements Device {
  private static final String NAME = "interp";

  /** Found by the service loader. */
  public static final class Provider implements Device.Provider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Device device(DeviceOptions options) {
      return new InterpreterDevice();
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean takesStrings() {
    return true;
  }

  @Override
  public Executable compile(Program program) {
    return new Interpreted(program);
  }

  @Override
  public String text(Program program, Stage stage) {
    throw new BantamException(
        ErrorCode.INVALID_REQUEST,
        "device interp runs programs as they are, it has no "
            + stage.name().toLowerCase(java.util.Locale.ROOT));
  }

  private record Interpreted(Program program) implements Executable {
    @Override
    public List<TensorType> inputs() {
      return program.main().parameters().stream().map(Value::type).toList();
    }

    @Override
    public List<TensorType> outputs() {
      return program.main().resultTypes();
    }

    @Override
    public Footprint footprint() {
      long variables = program.variables().stream().mapToLong(v -> v.type().bytes()).sum();
      return new Footprint(0, 0, variables, 0);
    }

    @Override
    public Instance instance() {
      return new InterpretedInstance(new Interpreter().instance(program), inputs(), outputs());
    }

    @Override
    public void close() {
      // Holds nothing but memory of the heap.
    }
  }
}
