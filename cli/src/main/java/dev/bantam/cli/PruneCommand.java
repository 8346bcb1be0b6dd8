package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.device.DeviceOptions;
import dev.bantam.evaluation.ChangeMeasurement;
import dev.bantam.evaluation.ChangeReport;
import dev.bantam.model.TfliteFile;
import dev.bantam.pruning.Pruned.LayerSparsity;
import dev.bantam.pruning.Pruner;
import dev.bantam.pruning.Recipe;
import dev.bantam.pruning.Scope;
import dev.bantam.pruning.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Prunes a model after training. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = "Set the weights that matter least to 0, and say what became of the model.")
final class PruneCommand extends BantamCommand {
  @Parameters(
      paramLabel = "MODEL",
      description = "A float .tflite file; with --server, the id or the digest of a model there.")
  private Path model = Path.of("");

  @Option(
      names = "-o",
      required = true,
      paramLabel = "FILE",
      description = "Where the pruned model goes.")
  private Path target = Path.of("");

  @Option(
      names = "--sparsity",
      required = true,
      paramLabel = "S",
      description = "Share of weights that become 0, below 1.")
  private double sparsity;

  @Option(
      names = "--scope",
      defaultValue = "global",
      paramLabel = "SCOPE",
      description = "global or layer (default: global).")
  private String scope = "";

  @Option(
      names = "--score",
      defaultValue = "adaptive",
      paramLabel = "SCORE",
      description = "What decides: magnitude, relative or adaptive (default: adaptive).")
  private String score = "";

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

  @Mixin private DataFlags flags = new DataFlags();
  @Mixin private DeviceFlags device = new DeviceFlags();
  @Mixin private ServerFlags server = new ServerFlags();

  /** What became of the model, and of each layer. */
  record Summary(ChangeReport change, double sparsity, List<LayerSparsity> layers) {}

  @Override
  public Integer call() throws Exception {
    var recipe =
        Flags.read(spec(), () -> new Recipe(sparsity, Scope.parse(scope), Score.parse(score)));
    var platform = server.platform();
    tell(platform.isEmpty() ? here(recipe) : there(platform.get(), recipe));
    return ExitCodes.DONE;
  }

  private Summary here(Recipe recipe) throws IOException {
    var machine = device.device(DeviceOptions.DEFAULT);
    var before = TfliteFile.read(model);
    var preprocessing = flags.preprocessing(before);
    var data = DataFlags.open(evaluation);
    try {
      var pruned = Pruner.prune(before, recipe);
      TfliteFile.write(pruned.graph(), target);
      var change =
          new ChangeMeasurement(machine)
              .measure(
                  before,
                  pruned.graph(),
                  data,
                  Optional.empty(),
                  preprocessing,
                  new ShownProgress(output(), "prune"));
      return new Summary(change, pruned.sparsity(), pruned.layers());
    } finally {
      data.ifPresent(samples -> samples.close());
    }
  }

  private Summary there(RemotePlatform platform, Recipe asked)
      throws IOException, InterruptedException {
    device.requireNoneFor(platform.server().toString());
    try (var work = new RemoteWork(platform, output())) {
      var recipe = new LinkedHashMap<String, Object>();
      recipe.put("sparsity", asked.sparsity());
      recipe.put("scope", asked.scope().toString());
      recipe.put("score", asked.score().toString());
      if (evaluation.isPresent()) {
        recipe.put("evaluation", Map.of("dataset", work.dataset(evaluation.get())));
      }
      flags.asked().ifPresent(given -> recipe.put("preprocessing", given.toString()));
      var request =
          Map.of("model", work.model(model), "name", RemoteWork.stem(target), "recipe", recipe);
      var result = work.result(work.begin("prunings", request), "prune");
      work.fetch(result.path("model").asString(), target);
      var layers = result.path("sparsity").valueStream().map(PruneCommand::layer).toList();
      return new Summary(
          RemoteWork.as(result, ChangeReport.class), LayerSparsity.share(layers), layers);
    }
  }

  private static LayerSparsity layer(JsonNode layer) {
    return new LayerSparsity(
        layer.path("name").asString(),
        layer.path("operator").asString(),
        layer.path("weights").asLong(),
        layer.path("zeros").asLong());
  }

  private void tell(Summary summary) throws IOException {
    if (report != null) Files.writeString(report, Output.toJson(summary));
    output().result(summary);
    ChangeTable.print(output(), summary.change());
    output().line(String.format(Locale.ROOT, "sparsity    %.4f", summary.sparsity()));
    for (var layer : summary.layers()) {
      output()
          .line(
              String.format(
                  Locale.ROOT, "  %.4f  %s (%s)", layer.share(), layer.tensor(), layer.operator()));
    }
    output().note("written to " + target);
  }
}
