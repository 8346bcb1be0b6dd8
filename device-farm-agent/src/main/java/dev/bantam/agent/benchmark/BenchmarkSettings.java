package dev.bantam.agent.benchmark;

import dev.bantam.device.DeviceOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a model is measured.
 *
 * @param device by the name that {@link dev.bantam.device.Devices} knows it by
 * @param threads of one run
 * @param runs least number of samples; the usual one where left out
 * @param profile whether time by operator is wanted
 */
public record BenchmarkSettings(
    String device, int threads, @Nullable Integer runs, boolean profile) {
  DeviceOptions options() {
    return DeviceOptions.DEFAULT.withThreads(threads);
  }
}
