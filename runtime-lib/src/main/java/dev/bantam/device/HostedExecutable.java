package dev.bantam.device;

import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Program;
import dev.bantam.prim.Value;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * A program with strings on a device that takes numbers only: parts of it run on the host, by the
 * interpreter, and the others on the device.
 */
public final class HostedExecutable implements Executable {
  private final Program program;
  private final Partition partition;
  private final List<Executable> parts;

  private HostedExecutable(Program program, Partition partition, List<Executable> parts) {
    this.program = program;
    this.partition = partition;
    this.parts = List.copyOf(parts);
  }

  /** Compiles a program; one that a device takes as it is, as a whole. */
  public static Executable compile(Device device, Program program) {
    if (device.takesStrings() || !Partition.isNeeded(program)) return device.compile(program);
    var partition = Partition.of(program, new Interpreter());
    var host = new InterpreterDevice();
    var parts = new ArrayList<Executable>();
    try {
      for (var part : partition.parts()) {
        parts.add((part.onHost() ? host : device).compile(part.program()));
      }
    } catch (RuntimeException failure) {
      parts.forEach(Executable::close);
      throw failure;
    }
    return new HostedExecutable(program, partition, parts);
  }

  @Override
  public List<TensorType> inputs() {
    return program.main().parameters().stream().map(Value::type).toList();
  }

  @Override
  public List<TensorType> outputs() {
    return program.main().resultTypes();
  }

  /** The sum of the parts. */
  @Override
  public Footprint footprint() {
    var sum = new Footprint(0, 0, 0, 0);
    for (var part : parts) {
      var more = part.footprint();
      sum =
          new Footprint(
              sum.constants() + more.constants(),
              sum.arena() + more.arena(),
              sum.variables() + more.variables(),
              sum.code() + more.code());
    }
    return sum;
  }

  @Override
  public Instance instance() {
    return new HostedInstance(this, partition, parts);
  }

  @Override
  public void close() {
    parts.forEach(Executable::close);
  }
}
