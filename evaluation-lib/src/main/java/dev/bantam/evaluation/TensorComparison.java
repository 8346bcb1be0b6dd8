package dev.bantam.evaluation;

import dev.bantam.dataset.Dataset;
import dev.bantam.device.Device;
import dev.bantam.graph.Graph;
import dev.bantam.progress.Progress;
import dev.bantam.type.Literal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The error of each tensor that two models share by name, both given the same samples. */
public final class TensorComparison {
  private final Device device;

  public TensorComparison(Device device) {
    this.device = device;
  }

  /**
   * In the order in which the second model computes them. Tensors that only one has are left out.
   */
  public List<TensorError> compare(
      Graph before,
      Graph after,
      Dataset dataset,
      List<Integer> samples,
      Preprocessing preprocessing,
      Progress progress) {
    try (var first = Network.observing(before, device);
        var second = Network.observing(after, device)) {
      var sums = new LinkedHashMap<String, Sums>();
      var fitFirst = new InputFit(first.input(), preprocessing);
      var fitSecond = new InputFit(second.input(), preprocessing);
      var stage = progress.stage("compare");
      int done = 0;
      for (int i : samples) {
        var sample = dataset.sample(i);
        var name = dataset.sampleName(i);
        add(
            sums,
            reals(first, fitFirst.fit(name, sample)),
            reals(second, fitSecond.fit(name, sample)));
        stage.report(++done, samples.size(), name);
      }
      var operators = operators(after);
      var errors = new ArrayList<TensorError>();
      sums.forEach(
          (tensor, sum) -> errors.add(sum.error(tensor, operators.getOrDefault(tensor, ""))));
      return errors;
    }
  }

  private static Map<String, float[]> reals(Network network, Literal input) {
    var values = network.observe(input);
    var named = new LinkedHashMap<String, float[]>();
    for (int i = 0; i < values.size(); i++) {
      var tensor = network.tensor(network.observed().get(i));
      var dtype = values.get(i).type().dtype();
      if (dtype.isFloat() || tensor.quantization().isPresent()) {
        named.put(tensor.name(), InputFit.reals(values.get(i), tensor));
      }
    }
    return named;
  }

  private static void add(
      Map<String, Sums> sums, Map<String, float[]> before, Map<String, float[]> after) {
    after.forEach(
        (name, values) -> {
          var reference = before.get(name);
          if (reference != null && reference.length == values.length) {
            sums.computeIfAbsent(name, key -> new Sums()).add(reference, values);
          }
        });
  }

  private static Map<String, String> operators(Graph graph) {
    var operators = new HashMap<String, String>();
    for (var node : graph.main().nodes()) {
      for (int output : node.outputs())
        operators.put(graph.main().tensor(output).name(), node.operator());
    }
    return operators;
  }

  private static final class Sums {
    private long elements;
    private double signal;
    private double noise;
    private double largest;

    void add(float[] reference, float[] values) {
      for (int i = 0; i < values.length; i++) {
        double difference = (double) values[i] - reference[i];
        signal += (double) reference[i] * reference[i];
        noise += difference * difference;
        largest = Math.max(largest, Math.abs(difference));
      }
      elements += values.length;
    }

    TensorError error(String tensor, String operator) {
      // All zeros against anything else has no ratio that a file of numbers could hold.
      Double ratio = noise == 0 || signal == 0 ? null : (Double) (10 * Math.log10(signal / noise));
      double root = Math.sqrt(noise / Math.max(elements, 1));
      return new TensorError(tensor, operator, elements, root, largest, ratio);
    }
  }
}
