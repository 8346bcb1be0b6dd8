package dev.bantam.kernel;

import java.util.List;
import java.util.Map;

/**
 * A whole program as steps over slots of memory.
 *
 * @param inputs slots of the caller, in order
 * @param outputs slots of the caller, in order
 * @param places the offset of each arena, constant and variable slot in its segment, in bytes
 * @param arenaBytes size of the arena, which is its highest use
 * @param microKernels text in the device's language that calls refer to, in order
 * @param labels what time is counted by
 */
public record Module(
    List<Slot> inputs,
    List<Slot> outputs,
    Map<Slot, Long> places,
    long arenaBytes,
    long constantBytes,
    long variableBytes,
    List<String> microKernels,
    List<String> labels,
    List<Step> steps) {
  /** Slots and argument addresses are multiples of it, as far as their own offset allows. */
  public static final int ALIGNMENT = 64;

  public Module {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    places = Map.copyOf(places);
    microKernels = List.copyOf(microKernels);
    labels = List.copyOf(labels);
    steps = List.copyOf(steps);
  }
}
