package dev.bantam.quantization;

import dev.bantam.dataset.Dataset;
import dev.bantam.device.Device;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.evaluation.Preprocessing;
import dev.bantam.graph.Graph;
import dev.bantam.op.Operators;
import dev.bantam.progress.Progress;
import dev.bantam.type.DType;
import java.util.Optional;

/**
 * Quantizes a model after training. The model that comes out carries the preprocessing it was
 * calibrated with.
 */
public final class Quantizer {
  private final Device device;
  private final Operators operators = Operators.load();

  /**
   * @param device that the float model runs on while it is calibrated
   */
  public Quantizer(Device device) {
    this.device = device;
  }

  /**
   * @param calibration samples of what the model will see; needed by schemes that fix the ranges of
   *     activations
   */
  public Graph quantize(
      Graph graph, Recipe recipe, Optional<Dataset> calibration, Progress progress) {
    var quantized =
        switch (recipe.scheme()) {
          case DYNAMIC -> DynamicRangeQuantizer.quantize(graph);
          case FP16 -> Float16Quantizer.quantize(graph);
          case INT8 -> integer(graph, DType.I8, recipe, calibration, progress);
          case INT16X8 -> integer(graph, DType.I16, recipe, calibration, progress);
        };
    boolean plain = recipe.preprocessing().equals(Preprocessing.NONE);
    return plain ? quantized : recipe.preprocessing().attachedTo(quantized);
  }

  private Graph integer(
      Graph graph, DType dtype, Recipe recipe, Optional<Dataset> calibration, Progress progress) {
    var data =
        calibration.orElseThrow(
            () ->
                new BantamException(
                    ErrorCode.INVALID_REQUEST,
                    "scheme %s needs calibration data: some hundred samples of what the model will see"
                        .formatted(recipe.scheme())));
    var ranges =
        new Calibrator(device)
            .observe(graph, data, recipe.calibration(), recipe.preprocessing(), progress);
    return IntegerQuantizer.quantize(graph, dtype, ranges, recipe.floatInterface(), operators);
  }
}
