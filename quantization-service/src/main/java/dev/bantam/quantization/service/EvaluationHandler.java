package dev.bantam.quantization.service;

import dev.bantam.evaluation.EvaluationReport;
import dev.bantam.evaluation.Evaluator;
import dev.bantam.kit.job.JobHandler;
import dev.bantam.kit.job.JobKind;
import dev.bantam.kit.variant.VariantWork;
import dev.bantam.progress.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Safe to run twice: it changes nothing. */
@Component
class EvaluationHandler implements JobHandler<EvaluationRequest, EvaluationReport> {
  static final JobKind<EvaluationRequest, EvaluationReport> EVALUATION =
      new JobKind<>(
          "evaluation",
          "evl",
          "evaluations",
          List.of("fetch", "evaluate"),
          EvaluationRequest.class,
          EvaluationReport.class);

  private final VariantWork.Factory work;

  EvaluationHandler(VariantWork.Factory work) {
    this.work = work;
  }

  @Override
  public JobKind<EvaluationRequest, EvaluationReport> kind() {
    return EVALUATION;
  }

  @Override
  public EvaluationReport run(EvaluationRequest request, Progress progress) throws IOException {
    var asked = Objects.requireNonNull(request.recipe());
    try (var model = work.open(Objects.requireNonNull(request.model()), progress)) {
      var data = model.dataset(asked);
      var preprocessing = model.preprocessing(asked.preprocessing());
      var evaluation =
          new Evaluator(model.device())
              .evaluate(model.source(), data, preprocessing, progress.stage("evaluate"));
      var accuracy = evaluation.accuracy();
      progress
          .stage("evaluate")
          .log("%d of %d samples right".formatted(accuracy.correct(), accuracy.total()));
      return EvaluationReport.of(evaluation);
    }
  }
}
