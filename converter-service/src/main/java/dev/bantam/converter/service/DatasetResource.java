package dev.bantam.converter.service;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A data set as clients see it.
 *
 * @param samples that can be used
 * @param classes how many there are
 * @param classNames their names, in the order of the labels
 * @param shape of each sample; null where samples differ
 * @param skipped samples that cannot be read
 * @param skippedSamples each of them, and why; the first 10,000
 */
public record DatasetResource(
    String id,
    String digest,
    String name,
    int samples,
    int classes,
    List<String> classNames,
    @Nullable List<Integer> shape,
    int skipped,
    List<SkippedSample> skippedSamples,
    long sizeBytes,
    Instant createdAt) {
  public DatasetResource {
    classNames = List.copyOf(classNames);
    skippedSamples = List.copyOf(skippedSamples);
  }

  /** A sample that cannot be read, and why. */
  public record SkippedSample(String sample, String problem) {}

  static DatasetResource of(DatasetEntity dataset, JsonMapper json) {
    var classes = List.of(json.readValue(dataset.classNames, String[].class));
    return new DatasetResource(
        dataset.id,
        dataset.digest,
        dataset.name,
        dataset.samples,
        classes.size(),
        classes,
        dataset.shape == null ? null : List.of(json.readValue(dataset.shape, Integer[].class)),
        dataset.skipped,
        List.of(json.readValue(dataset.skippedSamples, SkippedSample[].class)),
        dataset.sizeBytes,
        dataset.createdAt);
  }
}
