package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.dataset.Dataset;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Prunes a model after training. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = "Set the weights that matter least to 0, and say what became of the model.")
final class PruneCommand extends VariantCommand {
  @Option(
      names = "--sparsity",
      required = true,
      paramLabel = "S",
      description = "Share of weights that become 0, below 1.")
  private double sparsity;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "global or layer (default: global).")
  private Optional<String> scope = Optional.empty();

  @Option(
      names = "--score",
      paramLabel = "SCORE",
      description = "What decides: magnitude, relative or adaptive (default: adaptive).")
  private Optional<String> score = Optional.empty();

  /** What became of the model, and of each layer. */
  record Summary(ChangeReport change, double sparsity, List<LayerSparsity> layers) {}

  @Override
  public Integer call() throws Exception {
    var recipe = Flags.read(spec(), this::recipe);
    var platform = server().platform();
    tell(platform.isEmpty() ? here(recipe) : there(platform.get(), recipe));
    return ExitCodes.DONE;
  }

  private Recipe recipe() {
    return new Recipe(
        sparsity,
        scope.map(Scope::parse).orElse(Scope.DEFAULT),
        score.map(Score::parse).orElse(Score.DEFAULT));
  }

  private Summary here(Recipe recipe) throws IOException {
    var machine = device().device(DeviceOptions.DEFAULT);
    var before = TfliteFile.read(model());
    var preprocessing = data().preprocessing(before);
    var samples = DataFlags.open(evaluation());
    try {
      var pruned = Pruner.prune(before, recipe);
      TfliteFile.write(pruned.graph(), target());
      var change =
          new ChangeMeasurement(machine)
              .measure(
                  before,
                  pruned.graph(),
                  samples,
                  Optional.empty(),
                  preprocessing,
                  new ShownProgress(output(), "prune"));
      return new Summary(change, pruned.sparsity(), pruned.layers());
    } finally {
      samples.ifPresent(Dataset::close);
    }
  }

  private Summary there(RemotePlatform platform, Recipe recipe)
      throws IOException, InterruptedException {
    var result =
        fetch(
            platform,
            "prunings",
            _ ->
                Map.of(
                    "sparsity",
                    recipe.sparsity(),
                    "scope",
                    recipe.scope().toString(),
                    "score",
                    recipe.score().toString()));
    var layers = result.path("sparsity").valueStream().map(PruneCommand::layer).toList();
    return new Summary(
        RemoteWork.as(result, ChangeReport.class), LayerSparsity.share(layers), layers);
  }

  private static LayerSparsity layer(JsonNode layer) {
    return new LayerSparsity(
        layer.path("name").asString(),
        layer.path("operator").asString(),
        layer.path("weights").asLong(),
        layer.path("zeros").asLong());
  }

  private void tell(Summary summary) throws IOException {
    report(summary);
    ChangeTable.print(output(), summary.change());
    output().line(String.format(Locale.ROOT, "sparsity    %.4f", summary.sparsity()));
    for (var layer : summary.layers()) {
      output()
          .line(
              String.format(
                  Locale.ROOT, "  %.4f  %s (%s)", layer.share(), layer.tensor(), layer.operator()));
    }
    output().note("written to " + target());
  }
}
