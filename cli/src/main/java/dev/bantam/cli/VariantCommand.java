package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * What the commands share that make a variant of a model: where it comes from and goes, what its
 * accuracy is measured with, and a report of the change.
 */
abstract class VariantCommand extends BantamCommand {
  @Parameters(
      paramLabel = "MODEL",
      description = "A float .tflite file; with --server, the id or the digest of a model there.")
  private Path model = Path.of("");

  @Option(
      names = "-o",
      required = true,
      paramLabel = "FILE",
      description = "Where the new model goes.")
  private Path target = Path.of("");

  @Option(
      names = "--eval",
      paramLabel = "DATA",
      description = "Labelled samples to measure the accuracy with.")
  private Optional<Path> evaluation = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where the whole report goes, as JSON.")
  private @Nullable Path report;

  @Mixin private DataFlags data = new DataFlags();
  @Mixin private DeviceFlags device = new DeviceFlags();
  @Mixin private ServerFlags server = new ServerFlags();

  /** A recipe as a server wants it. */
  interface AskedRecipe {
    /**
     * Its members; what they name is sent to the server before.
     *
     * @throws InterruptedException while something was sent
     */
    Map<String, Object> members(RemoteWork work) throws IOException, InterruptedException;
  }

  protected final Path model() {
    return model;
  }

  protected final Path target() {
    return target;
  }

  protected final Optional<Path> evaluation() {
    return evaluation;
  }

  protected final DataFlags data() {
    return data;
  }

  protected final DeviceFlags device() {
    return device;
  }

  protected final ServerFlags server() {
    return server;
  }

  /**
   * Has a server make the variant, and fetches it.
   *
   * @param kind of the job, in the plural, as in its address
   * @return the job's result
   */
  protected final JsonNode fetch(RemotePlatform platform, String kind, AskedRecipe asked)
      throws IOException, InterruptedException {
    device.requireNoneFor(platform.server().toString());
    try (var work = new RemoteWork(platform, output())) {
      var recipe = new LinkedHashMap<>(asked.members(work));
      if (evaluation.isPresent()) {
        recipe.put("evaluation", Map.of("dataset", work.dataset(evaluation.get())));
      }
      data.asked().ifPresent(given -> recipe.put("preprocessing", given.toString()));
      var request =
          Map.of("model", work.model(model), "name", RemoteWork.stem(target), "recipe", recipe);
      var result = work.result(work.begin(kind, request), spec().name());
      work.fetch(result.path("model").asString(), target);
      return result;
    }
  }

  /** The summary to the file that was asked for, and to programs that read the output. */
  protected final void report(Object summary) throws IOException {
    if (report != null) Files.writeString(report, Output.toJson(summary));
    output().result(summary);
  }
}
