package dev.bantam.converter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the user asks of a conversion.
 *
 * @param signature key of the signature to convert; of a SavedModel, {@code serving_default} or the
 *     only one where none is named
 * @param tags of the graph in a SavedModel
 * @param shapes extents for inputs, by name; -1 leaves one open
 * @param inputs tensor names of a frozen graph's inputs; its placeholders where none are named
 * @param outputs tensor names of a frozen graph's outputs; what nothing reads where none are named
 */
public record ConversionOptions(
    Optional<String> signature,
    Set<String> tags,
    Map<String, List<Long>> shapes,
    List<String> inputs,
    List<String> outputs) {
  public static final ConversionOptions NONE =
      new ConversionOptions(Optional.empty(), Set.of("serve"), Map.of(), List.of(), List.of());

  public ConversionOptions {
    tags = Set.copyOf(tags);
    shapes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(shapes));
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public ConversionOptions withSignature(String key) {
    return new ConversionOptions(Optional.of(key), tags, shapes, inputs, outputs);
  }

  public ConversionOptions withTags(Set<String> others) {
    return new ConversionOptions(signature, others, shapes, inputs, outputs);
  }

  public ConversionOptions withShapes(Map<String, List<Long>> others) {
    return new ConversionOptions(signature, tags, others, inputs, outputs);
  }

  public ConversionOptions withEnds(List<String> someInputs, List<String> someOutputs) {
    return new ConversionOptions(signature, tags, shapes, someInputs, someOutputs);
  }
}
