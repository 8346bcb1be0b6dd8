package dev.bantam.converter.service;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model as clients see it.
 *
 * @param format {@code tflite}, {@code onnx}, {@code savedmodel}, {@code graphdef} or {@code keras}
 * @param parameters elements of its weights; null for formats that are only converted
 * @param macs multiplications added up in one run; null likewise
 * @param parent the model that it was made from
 * @param recipe how it was made from that
 */
public record ModelResource(
    String id,
    String digest,
    String name,
    String format,
    long sizeBytes,
    @Nullable Long parameters,
    @Nullable Long macs,
    List<TensorPort> inputs,
    List<TensorPort> outputs,
    @Nullable String parent,
    @Nullable JsonNode recipe,
    Instant createdAt) {
  public ModelResource {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  static ModelResource of(ModelEntity model, JsonMapper json) {
    return new ModelResource(
        model.id,
        model.digest,
        model.name,
        model.format,
        model.sizeBytes,
        model.parameters,
        model.macs,
        List.of(json.readValue(model.inputs, TensorPort[].class)),
        List.of(json.readValue(model.outputs, TensorPort[].class)),
        model.parent,
        model.recipe == null ? null : json.readTree(model.recipe),
        model.createdAt);
  }
}
