package dev.bantam.benchmark.service;

import dev.bantam.client.RestClient;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.client.PlatformClient;
import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Which models an agent could run, as the store of models says it. */
@Component
class MeasurableModels {
  private static final Set<ErrorCode> MISSING = EnumSet.of(ErrorCode.NOT_FOUND, ErrorCode.GONE);

  private final PlatformClient platform;

  MeasurableModels(PlatformClient platform) {
    this.platform = platform;
  }

  /**
   * Notes a model that is not there, or is no .tflite, before a device is kept busy with it.
   *
   * @param pointer where it is named
   */
  void check(String model, String pointer, InvalidInputException.Collector errors) {
    try {
      var known = platform.get("models/" + RestClient.encoded(model));
      var format = known.path("format").asString("unknown");
      errors.require(
          format.equals("tflite"),
          pointer,
          "model %s: is of format %s, only a tflite model can be measured; convert it first"
              .formatted(model, format));
    } catch (BantamException refusal) {
      if (!MISSING.contains(refusal.code())) throw refusal;
      errors.add(InputError.at(pointer, String.valueOf(refusal.getMessage())));
    }
  }
}
