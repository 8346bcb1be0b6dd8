package dev.bantam.pruning;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.Arrays;
import java.util.Locale;

/** How much a weight matters. */
public enum Score {
  /** Its absolute value. */
  MAGNITUDE,
  /**
   * Its absolute value over the root mean square of its output channel. Where batch normalization
   * was folded into the weights, their plain size says more of the normalization than of the
   * weight.
   */
  RELATIVE,
  /**
   * Its square over the sum of the squares of all weights of its layer that are not smaller, the
   * layer-adaptive magnitude of Lee et al., "Layer-adaptive sparsity for the magnitude-based
   * pruning" (2021); keeps a global search from emptying a layer.
   */
  ADAPTIVE;

  /** What decides where nothing is said. */
  public static final Score DEFAULT = ADAPTIVE;

  public static Score parse(String text) {
    return Arrays.stream(values())
        .filter(score -> score.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BantamException(
                    ErrorCode.INVALID_REQUEST,
                    "score \"%s\" is not known, must be one of %s"
                        .formatted(text, Arrays.toString(values()))));
  }

  /** Scores of a layer's weights. */
  float[] of(Layer layer) {
    return switch (this) {
      case MAGNITUDE -> magnitudes(layer.values());
      case RELATIVE -> relative(layer);
      case ADAPTIVE -> adaptive(relative(layer));
    };
  }

  private static float[] magnitudes(float[] values) {
    var scores = new float[values.length];
    for (int i = 0; i < values.length; i++) scores[i] = Math.abs(values[i]);
    return scores;
  }

  private static float[] relative(Layer layer) {
    var values = layer.values();
    var squares = new double[layer.channels()];
    for (int i = 0; i < values.length; i++)
      squares[layer.channel(i)] += (double) values[i] * values[i];
    double each = (double) values.length / layer.channels();
    var scores = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      double root = Math.sqrt(squares[layer.channel(i)] / each);
      scores[i] = root == 0 ? 0 : (float) (Math.abs(values[i]) / root);
    }
    return scores;
  }

  private static float[] adaptive(float[] magnitudes) {
    var order = new Integer[magnitudes.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Float.compare(magnitudes[b], magnitudes[a]));
    var scores = new float[magnitudes.length];
    double sum = 0;
    for (int i : order) {
      double square = (double) magnitudes[i] * magnitudes[i];
      sum += square;
      scores[i] = sum == 0 ? 0 : (float) (square / sum);
    }
    return scores;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
