package dev.bantam.quantization;

/** Counts values in equal bins over a range that is known before. */
final class Histogram {
  private static final int BINS = 2048;

  /** Values of an int8 activation. */
  private static final int LEVELS = 256;

  /** With fewer values, what a narrower range seems to gain is the accident of empty bins. */
  private static final long FEWEST_PER_BIN = 16;

  private final Range range;
  private final long[] counts = new long[BINS];

  Histogram(Range range) {
    this.range = range;
  }

  void add(float[] values) {
    double perBin = BINS / Math.max(range.high() - range.low(), Double.MIN_NORMAL);
    for (float value : values) {
      int bin = (int) ((value - range.low()) * perBin);
      counts[Math.clamp(bin, 0, BINS - 1)]++;
    }
  }

  private double edge(int bin) {
    return range.low() + (range.high() - range.low()) * bin / BINS;
  }

  /** Leaves out at most {@code share} of the values, half at each end. */
  Range percentile(double share) {
    long spared = (long) (total() * share / 2);
    int first = 0;
    int last = BINS;
    for (long left = spared - counts[first]; left >= 0 && first < BINS - 1; left -= counts[first])
      first++;
    for (long left = spared - counts[last - 1];
        left >= 0 && last > first + 1;
        left -= counts[last - 1]) last--;
    return new Range(edge(first), edge(last));
  }

  private long total() {
    long total = 0;
    for (long count : counts) total += count;
    return total;
  }

  /**
   * Tries narrower and narrower ranges and keeps the one whose quantized distribution is nearest to
   * the true one by Kullback-Leibler divergence, clipped values counted at the ends (Migacz, "8-bit
   * inference with TensorRT", 2017; here for ranges that need not be symmetric).
   */
  Range entropy() {
    Range best = range;
    double least = Double.POSITIVE_INFINITY;
    int zero = zeroBin();
    for (int step = 0; step <= 96; step++) {
      // Both ends move toward 0 in proportion, down to a twentieth of the range.
      double share = 1 - step * 0.95 / 96;
      int first = (int) Math.floor(zero - zero * share);
      int last = (int) Math.ceil(zero + (BINS - zero) * share);
      if (last - first < LEVELS) break;
      double divergence = divergence(first, last);
      if (divergence < least) {
        least = divergence;
        best = new Range(edge(first), edge(last));
      }
    }
    return best;
  }

  private int zeroBin() {
    double place = -range.low() / Math.max(range.high() - range.low(), Double.MIN_NORMAL) * BINS;
    return Math.clamp((int) Math.floor(place), 0, BINS - 1);
  }

  private double divergence(int first, int last) {
    int width = last - first;
    int zero = zeroBin();
    var clipped = new double[width];
    for (int i = 0; i < BINS; i++)
      if (i != zero) clipped[Math.clamp(i - first, 0, width - 1)] += counts[i];
    var quantized = new double[width];
    for (int level = 0; level < LEVELS; level++) {
      int from = level * width / LEVELS;
      int to = Math.max(from + 1, (level + 1) * width / LEVELS);
      spread(clipped, first, quantized, from, Math.min(to, width));
    }
    return relativeEntropy(clipped, quantized);
  }

  /** One level's values, clipped ones left out, are spread over those of its bins that hold any. */
  private void spread(double[] clipped, int first, double[] quantized, int from, int to) {
    double sum = 0;
    int occupied = 0;
    for (int i = from; i < to; i++) {
      if (first + i != zeroBin()) sum += counts[first + i];
      if (clipped[i] > 0) occupied++;
    }
    for (int i = from; i < to; i++) if (clipped[i] > 0) quantized[i] = sum / occupied;
  }

  private static double relativeEntropy(double[] p, double[] q) {
    double sumP = 0;
    double sumQ = 0;
    for (int i = 0; i < p.length; i++) {
      sumP += p[i];
      sumQ += q[i];
    }
    double divergence = 0;
    for (int i = 0; i < p.length; i++) {
      if (p[i] == 0) continue;
      double share = q[i] == 0 ? 1e-9 : q[i] / sumQ;
      divergence += p[i] / sumP * Math.log(p[i] / sumP / share);
    }
    return divergence;
  }
}
