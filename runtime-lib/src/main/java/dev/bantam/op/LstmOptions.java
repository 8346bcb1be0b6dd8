package dev.bantam.op;

import dev.bantam.graph.Attributes;

/**
 * Options of a long short-term memory.
 *
 * @param activation of the cell; {@code TANH} in most files
 * @param cellClip the greatest magnitude of the cell state; 0 for none
 * @param projectionClip likewise of the projected output
 * @param timeMajor whether axis 0 is time, and not the batch
 * @param asymmetric how hybrid rows are quantized
 */
public record LstmOptions(
    String activation,
    double cellClip,
    double projectionClip,
    boolean timeMajor,
    boolean asymmetric) {
  static LstmOptions of(Attributes raw, boolean timeMajor) {
    return new LstmOptions(
        raw.text("fused_activation_function", "NONE"),
        raw.real("cell_clip", 0),
        raw.real("proj_clip", 0),
        timeMajor,
        raw.flag("asymmetric_quantize_inputs", false));
  }
}
