package dev.bantam.quantization;

import dev.bantam.dataset.Dataset;
import dev.bantam.device.Device;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.evaluation.InputFit;
import dev.bantam.evaluation.Network;
import dev.bantam.evaluation.Preprocessing;
import dev.bantam.graph.Graph;
import dev.bantam.progress.Progress;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Runs a float model on samples and says in which range each of its activations lies. */
public final class Calibrator {
  /**
   * Weight of a new sample in a moving average, as TensorFlow's quantization-aware training has it
   * for short runs.
   */
  private static final double MOMENTUM = 0.05;

  private final Device device;

  public Calibrator(Device device) {
    this.device = device;
  }

  /**
   * Ranges by tensor index of the main subgraph: its input and every float tensor that an operator
   * computes.
   */
  public Map<Integer, Range> observe(
      Graph graph,
      Dataset dataset,
      Calibration calibration,
      Preprocessing preprocessing,
      Progress progress) {
    var samples = dataset.spread(calibration.samples());
    try (var network = Network.observing(graph, device)) {
      var run = new Run(graph, network, dataset, samples, preprocessing, progress);
      var extremes = new HashMap<Integer, Range>();
      boolean averaged = calibration.method() == CalibrationMethod.MOVING_AVERAGE;
      run.forEach(
          "calibrate",
          (tensor, values) ->
              extremes.merge(
                  tensor,
                  extremes(graph, tensor, values),
                  (all, one) -> averaged ? averaged(all, one) : all.union(one)));
      return switch (calibration.method()) {
        case MINMAX, MOVING_AVERAGE -> extremes;
        case PERCENTILE, ENTROPY -> narrowed(run, extremes, calibration);
      };
    }
  }

  private static Map<Integer, Range> narrowed(
      Run run, Map<Integer, Range> extremes, Calibration calibration) {
    var histograms = new HashMap<Integer, Histogram>();
    extremes.forEach((tensor, range) -> histograms.put(tensor, new Histogram(range)));
    run.forEach(
        "histograms",
        (tensor, values) -> Objects.requireNonNull(histograms.get(tensor)).add(values));
    var ranges = new HashMap<Integer, Range>();
    histograms.forEach(
        (tensor, histogram) ->
            ranges.put(
                tensor,
                calibration.method() == CalibrationMethod.ENTROPY
                    ? histogram.entropy()
                    : histogram.percentile(calibration.clipped())));
    return ranges;
  }

  private static Range averaged(Range all, Range one) {
    return new Range(
        all.low() + (one.low() - all.low()) * MOMENTUM,
        all.high() + (one.high() - all.high()) * MOMENTUM);
  }

  private static Range extremes(Graph graph, int tensor, float[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new BantamException(
            ErrorCode.INVALID_DATASET,
            "tensor \"%s\" is %s on a calibration sample: the model or the preprocessing is not right for this data"
                .formatted(graph.main().tensor(tensor).name(), value));
      }
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return low <= high ? new Range(low, high) : new Range(0, 0);
  }

  private record Run(
      Graph graph,
      Network network,
      Dataset dataset,
      List<Integer> samples,
      Preprocessing preprocessing,
      Progress progress) {
    void forEach(String stage, BiConsumer<Integer, float[]> each) {
      var fit = new InputFit(network.input(), preprocessing);
      var reported = progress.stage(stage);
      int done = 0;
      for (int i : samples) {
        var input = fit.fit(dataset.sampleName(i), dataset.sample(i));
        accept(each, graph.main().inputs().getFirst(), input);
        var values = network.observe(input);
        for (int t = 0; t < values.size(); t++)
          accept(each, network.observed().get(t), values.get(t));
        reported.report(++done, samples.size(), dataset.sampleName(i));
      }
    }

    private static void accept(BiConsumer<Integer, float[]> each, int tensor, Literal value) {
      if (value.type().dtype() == DType.F32) each.accept(tensor, value.toFloats());
    }
  }
}
