package dev.bantam.benchmark.service;

import dev.bantam.client.RestClient;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.client.PlatformClient;
import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import java.util.EnumSet;
import java.util.List;
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

  /** Refuses a model that is not there, or is no .tflite, before a device is kept busy with it. */
  void require(String model) {
    var format = format(model);
    if (format.equals("tflite")) return;
    throw refusal(
        "model %s: is of format %s, only a tflite model can be measured; convert it first"
            .formatted(model, format));
  }

  private String format(String model) {
    try {
      return platform.get("models/" + RestClient.encoded(model)).path("format").asString("unknown");
    } catch (BantamException refusal) {
      if (!MISSING.contains(refusal.code())) throw refusal;
      throw refusal(String.valueOf(refusal.getMessage()));
    }
  }

  private static InvalidInputException refusal(String detail) {
    return new InvalidInputException(List.of(InputError.at("/model", detail)));
  }
}
