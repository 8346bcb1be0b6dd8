package dev.bantam.device.microcontroller;

import dev.bantam.device.Executable;
import dev.bantam.device.Instance;
import dev.bantam.prim.Program;
import dev.bantam.prim.Value;
import dev.bantam.toolchain.Toolchain;
import dev.bantam.type.TensorType;
import java.util.List;

/** A program linked for a board. */
final class BareExecutable implements Executable {
  private final List<TensorType> inputs;
  private final List<TensorType> outputs;
  private final BareProgram bare;
  private final byte[] image;
  private final Toolchain toolchain;

  BareExecutable(Program program, BareProgram bare, byte[] image, Toolchain toolchain) {
    inputs = program.main().parameters().stream().map(Value::type).toList();
    outputs = program.main().resultTypes();
    this.bare = bare;
    this.image = image;
    this.toolchain = toolchain;
  }

  @Override
  public List<TensorType> inputs() {
    return inputs;
  }

  @Override
  public List<TensorType> outputs() {
    return outputs;
  }

  @Override
  public Footprint footprint() {
    var module = bare.module();
    long code = ElfSizes.of(image).flash() - bare.constantBytes();
    return new Footprint(bare.constantBytes(), module.arenaBytes(), module.variableBytes(), code);
  }

  @Override
  public Instance instance() {
    return new EmulatedInstance(this);
  }

  BareProgram bare() {
    return bare;
  }

  byte[] image() {
    return image;
  }

  Toolchain toolchain() {
    return toolchain;
  }

  @Override
  public void close() {
    // Holds nothing but memory of the heap.
  }
}
