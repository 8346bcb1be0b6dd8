package dev.bantam.kernel;

/**
 * The text of a module: slots of memory, kernels, and the steps that launch them. What is printed
 * parses back to an equal module.
 *
 * <pre>
 * input b0: f32[64]
 * output b1: f32[64]
 * memory arena 256 constants 0 variables 0
 * label "3 RELU"
 * kernel k0(p0: f32[64], p1: f32[64]) n0 &lt; 64 cost 1 {
 *   let v0: f32 = p0[n0]
 *   p1[n0] = max(v0, 0.0:f32)
 * }
 * launch k0(b0, b1) label 0
 * </pre>
 */
public final class KernelText {
  private KernelText() {}

  public static String print(Module module) {
    return new KernelPrinter().module(module);
  }

  /**
   * Reads what {@link #print} wrote.
   *
   * @throws IllegalArgumentException that names the line, if it is no such text
   */
  public static Module parse(String text) {
    return new KernelParser(text).module();
  }
}
