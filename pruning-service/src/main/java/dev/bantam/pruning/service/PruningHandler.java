package dev.bantam.pruning.service;

import dev.bantam.evaluation.Preprocessing;
import dev.bantam.kit.job.JobHandler;
import dev.bantam.kit.job.JobKind;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.variant.VariantResult;
import dev.bantam.kit.variant.VariantWork;
import dev.bantam.progress.Progress;
import dev.bantam.pruning.Pruner;
import dev.bantam.pruning.Recipe;
import dev.bantam.pruning.Scope;
import dev.bantam.pruning.Score;
import dev.bantam.pruning.service.PruningRequest.PruningRecipe;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Safe to run twice, in part or in whole: it only adds content, and equal content is kept once. */
@Component
class PruningHandler implements JobHandler<PruningRequest, VariantResult> {
  static final JobKind<PruningRequest, VariantResult> PRUNING =
      new JobKind<>(
          "pruning",
          "prn",
          "prunings",
          List.of("fetch", "prune", "compare", "evaluate before", "evaluate after", "store"),
          PruningRequest.class,
          VariantResult.class);

  private final VariantWork.Factory work;

  PruningHandler(VariantWork.Factory work) {
    this.work = work;
  }

  @Override
  public JobKind<PruningRequest, VariantResult> kind() {
    return PRUNING;
  }

  @Override
  public VariantResult run(PruningRequest request, Progress progress) throws IOException {
    var asked = Objects.requireNonNull(request.recipe());
    var recipe = recipe(asked);
    try (var variant = work.open(Objects.requireNonNull(request.model()), progress)) {
      var evaluation = variant.chosen(asked.evaluation());
      progress.stage("prune").report(0, 1, "");
      var pruned = Pruner.prune(variant.source(), recipe);
      progress.stage("prune").report(1, 1, "");
      progress.stage("prune").log("%.4f of all weights are 0".formatted(pruned.sparsity()));
      return variant.finish(
          pruned.graph(),
          request.name(),
          "pruning",
          request,
          evaluation,
          Optional.empty(),
          variant.preprocessing(asked.preprocessing()),
          pruned.layers().stream()
              .map(
                  layer ->
                      new VariantResult.LayerSparsity(
                          layer.tensor(),
                          layer.operator(),
                          layer.weights(),
                          layer.zeros(),
                          layer.share()))
              .toList());
    }
  }

  /** Notes all that cannot be meant. */
  static void check(PruningRecipe asked, InvalidInputException.Collector errors) {
    errors.read("/recipe/scope", () -> scope(asked));
    errors.read("/recipe/score", () -> score(asked));
    var sparsity = asked.sparsity();
    if (sparsity != null) {
      errors.read("/recipe/sparsity", () -> new Recipe(sparsity, Scope.GLOBAL, Score.MAGNITUDE));
    }
    var preprocessing = asked.preprocessing();
    if (preprocessing != null) {
      errors.read("/recipe/preprocessing", () -> Preprocessing.parse(preprocessing));
    }
  }

  /** With what is left out as it is by itself. */
  static Recipe recipe(PruningRecipe asked) {
    return new Recipe(Objects.requireNonNull(asked.sparsity()), scope(asked), score(asked));
  }

  private static Scope scope(PruningRecipe asked) {
    return asked.scope() == null ? Scope.DEFAULT : Scope.parse(asked.scope());
  }

  private static Score score(PruningRecipe asked) {
    return asked.score() == null ? Score.DEFAULT : Score.parse(asked.score());
  }
}
