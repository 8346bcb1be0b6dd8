package dev.bantam.kit.variant;

import dev.bantam.client.RestClient;
import dev.bantam.dataset.Dataset;
import dev.bantam.dataset.DatasetLimits;
import dev.bantam.dataset.Datasets;
import dev.bantam.device.Device;
import dev.bantam.evaluation.ChangeMeasurement;
import dev.bantam.evaluation.ChangeReport;
import dev.bantam.evaluation.Evaluator;
import dev.bantam.evaluation.Preprocessing;
import dev.bantam.evaluation.TensorError;
import dev.bantam.file.WorkFolders;
import dev.bantam.file.WorkFolders.WorkFolder;
import dev.bantam.graph.Graph;
import dev.bantam.kit.client.PlatformClient;
import dev.bantam.kit.job.JobResource;
import dev.bantam.model.TfliteFile;
import dev.bantam.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One job's work on a model: the model and the data in a folder of its own, which is removed at the
 * end. What was evaluated is what was stored: the model that was made is read back from its file.
 */
public final class VariantWork implements AutoCloseable {
  private final Factory surroundings;
  private final Progress progress;
  private final String model;
  private final WorkFolder folder;
  private final String name;
  private final Graph source;
  private final Map<String, Dataset> datasets = new LinkedHashMap<>();

  private VariantWork(Factory surroundings, String model, Progress progress) throws IOException {
    this.surroundings = surroundings;
    this.progress = progress;
    this.model = model;
    folder = surroundings.folders().open();
    try {
      progress.stage("fetch").report(0, 1, model);
      var address = "models/" + RestClient.encoded(model);
      name = surroundings.platform().get(address).path("name").asString(model);
      surroundings.platform().download(address + "/content", sourceFile());
      source = TfliteFile.read(sourceFile());
      progress.stage("fetch").report(1, 1, name);
      progress.stage("fetch").log("model %s, %d bytes".formatted(name, Files.size(sourceFile())));
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Begins work on a model. */
  public record Factory(
      PlatformClient platform, Device device, WorkFolders folders, JsonMapper json) {
    public VariantWork open(String model, Progress progress) throws IOException {
      return new VariantWork(this, model, progress);
    }
  }

  private Path sourceFile() {
    return folder.resolve("source.tflite");
  }

  /** The model that is changed. */
  public Graph source() {
    return source;
  }

  public Device device() {
    return surroundings.device();
  }

  /**
   * The preprocessing to apply: what is asked for, else what the model says of itself, else none.
   */
  public Preprocessing preprocessing(@Nullable String asked) {
    return Evaluator.preprocessing(Optional.ofNullable(asked).map(Preprocessing::parse), source);
  }

  /** The data set that a recipe names, where it names one. */
  public Optional<Dataset> chosen(@Nullable DatasetChoice choice) {
    return Optional.ofNullable(choice).map(this::dataset);
  }

  /** The data set that a recipe names; fetched once. */
  public Dataset dataset(DatasetChoice choice) {
    return dataset(Objects.requireNonNull(choice.dataset()));
  }

  private Dataset dataset(String id) {
    return datasets.computeIfAbsent(
        id,
        key -> {
          progress.stage("fetch").report(0, 1, key);
          var file = folder.resolve(key.replaceAll("[^A-Za-z0-9_]", ""));
          var address = "datasets/" + RestClient.encoded(key);
          var called = surroundings.platform().get(address).path("name").asString(key);
          surroundings.platform().download(address + "/content", file);
          var data = Datasets.open(file, DatasetLimits.DEFAULT);
          progress.stage("fetch").log("data set %s, %d samples".formatted(called, data.size()));
          return data;
        });
  }

  /**
   * Writes what was made, measures it against what it was made from, and stores it with its
   * lineage.
   *
   * @param asked name for it, or null for the source's
   * @param kind of the job
   * @param request everything that it takes to make it again
   * @param evaluation data set to measure with, or none
   * @param calibration what tensors are compared on where there is no evaluation
   */
  public VariantResult finish(
      Graph variant,
      @Nullable String asked,
      String kind,
      Object request,
      Optional<Dataset> evaluation,
      Optional<Dataset> calibration,
      Preprocessing preprocessing,
      List<VariantResult.LayerSparsity> sparsity)
      throws IOException {
    var file = folder.resolve("made.tflite");
    TfliteFile.write(variant, file);
    var change =
        new ChangeMeasurement(device())
            .measure(
                source, TfliteFile.read(file), evaluation, calibration, preprocessing, progress);
    say(change);
    progress.stage("store").report(0, 1, "");
    var stored =
        surroundings
            .platform()
            .uploadModel(
                file,
                Objects.requireNonNullElse(asked, name),
                model,
                surroundings
                    .json()
                    .writeValueAsString(JobResource.recipe(kind, request, surroundings.json())));
    return new VariantResult(stored.path("id").stringValue(), change, sparsity);
  }

  /** What was found, in the log. */
  private void say(ChangeReport change) {
    change.tensors().stream()
        .filter(tensor -> tensor.signalToNoiseDecibels() != null)
        .min(Comparator.comparingDouble(VariantWork::decibels))
        .ifPresent(
            worst ->
                progress
                    .stage("compare")
                    .log(
                        "%d tensors; the worst, %s of %s, has %.1f dB"
                            .formatted(
                                change.tensors().size(),
                                worst.name(),
                                worst.operator(),
                                decibels(worst))));
    var accuracy = change.accuracy();
    if (accuracy != null) {
      progress
          .stage("evaluate after")
          .log(
              "accuracy %.2f %% before, %.2f %% after"
                  .formatted(accuracy.before().value() * 100, accuracy.after().value() * 100));
    }
    progress
        .stage("store")
        .log(
            "a file of %d bytes, %d before"
                .formatted(change.sizeBytes().after(), change.sizeBytes().before()));
  }

  private static double decibels(TensorError tensor) {
    return Objects.requireNonNull(tensor.signalToNoiseDecibels());
  }

  @Override
  public void close() {
    try {
      datasets.values().forEach(Dataset::close);
    } finally {
      folder.close();
    }
  }
}
