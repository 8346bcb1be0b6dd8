package dev.bantam.device;

import dev.bantam.prim.Program;
import java.util.List;
import java.util.Map;

/** A device that a model is built into: what it runs is source text that a product compiles. */
public interface Packager {
  /**
   * The text of a program, ready to be compiled for the device.
   *
   * @param name of the package: what all its names begin with
   * @param inputs what is known of the program's parameters, in order
   * @param outputs what is known of its results, in order
   * @throws dev.bantam.error.BantamException if the device cannot run the program, or the name is
   *     none that C allows
   */
  SourcePackage pack(Program program, String name, List<Border> inputs, List<Border> outputs);

  /**
   * An input or an output.
   *
   * @param meaning what its elements stand for, such as the scale of integers; may be empty
   */
  record Border(String name, String meaning) {}

  /**
   * What is built into a product.
   *
   * @param files texts by their names
   */
  record SourcePackage(Map<String, String> files, Sizes sizes) {}

  /**
   * Bytes that a package takes, known before it is built.
   *
   * @param arena values between kernels, inputs and outputs
   * @param state what is kept between runs
   * @param stack that a run takes at most
   * @param constants weights and tables
   * @param code machine code, as our own compiler makes it
   */
  record Sizes(long arena, long state, long stack, long constants, long code) {
    /** All memory that is written to. */
    public long ram() {
      return arena + state + stack;
    }

    /** All that is stored. */
    public long flash() {
      return constants + code;
    }
  }
}
