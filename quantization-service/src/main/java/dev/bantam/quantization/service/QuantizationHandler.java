package dev.bantam.quantization.service;

import dev.bantam.evaluation.Preprocessing;
import dev.bantam.kit.job.JobHandler;
import dev.bantam.kit.job.JobKind;
import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.variant.VariantResult;
import dev.bantam.kit.variant.VariantWork;
import dev.bantam.progress.Progress;
import dev.bantam.quantization.Calibration;
import dev.bantam.quantization.CalibrationMethod;
import dev.bantam.quantization.Quantizer;
import dev.bantam.quantization.Recipe;
import dev.bantam.quantization.Scheme;
import dev.bantam.quantization.service.QuantizationRequest.QuantizationRecipe;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Safe to run twice, in part or in whole: it only adds content, and equal content is kept once. */
@Component
class QuantizationHandler implements JobHandler<QuantizationRequest, VariantResult> {
  static final JobKind<QuantizationRequest, VariantResult> QUANTIZATION =
      new JobKind<>(
          "quantization",
          "qnt",
          "quantizations",
          List.of("fetch", "calibrate", "compare", "evaluate before", "evaluate after", "store"),
          QuantizationRequest.class,
          VariantResult.class);

  private final VariantWork.Factory work;

  QuantizationHandler(VariantWork.Factory work) {
    this.work = work;
  }

  @Override
  public JobKind<QuantizationRequest, VariantResult> kind() {
    return QUANTIZATION;
  }

  @Override
  public VariantResult run(QuantizationRequest request, Progress progress) throws IOException {
    var asked = Objects.requireNonNull(request.recipe());
    try (var variant = work.open(Objects.requireNonNull(request.model()), progress)) {
      var preprocessing = variant.preprocessing(asked.preprocessing());
      var recipe = recipe(asked, preprocessing);
      var data = variant.chosen(asked.calibration());
      var evaluation = variant.chosen(asked.evaluation());
      var quantized =
          new Quantizer(variant.device()).quantize(variant.source(), recipe, data, progress);
      return variant.finish(
          quantized,
          request.name(),
          "quantization",
          request,
          evaluation,
          data,
          preprocessing,
          List.of());
    }
  }

  /** Notes all that cannot be meant. */
  static void check(QuantizationRecipe asked, InvalidInputException.Collector errors) {
    var text = asked.scheme();
    if (text != null && !text.isBlank()) {
      errors
          .read("/recipe/scheme", () -> Scheme.parse(text))
          .filter(it -> it.isCalibrated() && asked.calibration() == null)
          .ifPresent(
              it ->
                  errors.add(
                      InputError.at(
                          "/recipe/calibration", "is missing, scheme %s needs it".formatted(it))));
    }
    errors.read("/recipe/calibration", () -> calibration(asked.calibration()));
    var preprocessing = asked.preprocessing();
    if (preprocessing != null) {
      errors.read("/recipe/preprocessing", () -> Preprocessing.parse(preprocessing));
    }
  }

  private static Recipe recipe(QuantizationRecipe asked, Preprocessing preprocessing) {
    return new Recipe(
        Scheme.parse(Objects.requireNonNull(asked.scheme())),
        calibration(asked.calibration()),
        preprocessing,
        Boolean.TRUE.equals(asked.floatInterface()));
  }

  private static Calibration calibration(@Nullable CalibrationRecipe asked) {
    var usual = Calibration.DEFAULT;
    if (asked == null) return usual;
    return new Calibration(
        asked.method() == null ? usual.method() : CalibrationMethod.parse(asked.method()),
        asked.samples() == null ? usual.samples() : asked.samples(),
        asked.clipped() == null ? usual.clipped() : asked.clipped());
  }
}
