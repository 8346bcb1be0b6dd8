package dev.bantam.kit.client;

import dev.bantam.client.RestClient;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Whether the store has what a request names, before a job is queued for it. A store that cannot
 * answer now refuses nothing: the job asks it again.
 */
public final class StoredInputs {
  private final PlatformClient platform;

  StoredInputs(PlatformClient platform) {
    this.platform = platform;
  }

  /**
   * Notes a model that is not there, or is no .tflite.
   *
   * @param pointer where it is named
   */
  public void checkModel(String id, String pointer, InvalidInputException.Collector errors) {
    var known = known("models/" + RestClient.encoded(id), pointer, errors);
    if (known.isEmpty()) return;
    var format = known.get().path("format").asString("unknown");
    errors.require(
        format.equals("tflite"),
        pointer,
        "model %s: is of format %s, must be tflite; convert it first".formatted(id, format));
  }

  /**
   * Notes a data set that is not there.
   *
   * @param pointer where it is named
   */
  public void checkDataset(String id, String pointer, InvalidInputException.Collector errors) {
    known("datasets/" + RestClient.encoded(id), pointer, errors);
  }

  private Optional<JsonNode> known(
      String address, String pointer, InvalidInputException.Collector errors) {
    try {
      return Optional.of(platform.get(address));
    } catch (BantamException refusal) {
      if (refusal.code() == ErrorCode.NOT_FOUND || refusal.code() == ErrorCode.GONE)
        errors.add(InputError.at(pointer, String.valueOf(refusal.getMessage())));
      else if (refusal.code().cause() != ErrorCode.Cause.SURROUNDINGS) throw refusal;
      return Optional.empty();
    }
  }
}
