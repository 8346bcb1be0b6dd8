package dev.bantam.agent.measure;

import dev.bantam.statistics.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** Takes samples of the run time of subjects, in turn. */
public final class Sampler {
  private final Plan plan;
  private final LongSupplier clock;

  /**
   * @param clock gives nanoseconds, as {@link System#nanoTime} does
   */
  public Sampler(Plan plan, LongSupplier clock) {
    this.plan = plan;
    this.clock = clock;
  }

  /**
   * What one subject took.
   *
   * @param samples nanoseconds of one run each
   * @param warmUpRuns runs before the first sample
   * @param stable whether it had settled before the first sample
   * @param runsPerSample how many runs a sample is the mean of
   */
  public record Result(Samples samples, int warmUpRuns, boolean stable, int runsPerSample) {}

  private record WarmUp(int runs, boolean stable, double median) {}

  /**
   * Measures all subjects: each is warmed up; then one sample of each in turn, every other round in
   * reverse order, until the plan is fulfilled. Result i belongs to subject i, and sample k of all
   * of them was taken in the same round.
   */
  public List<Result> of(List<Runnable> subjects) {
    var warmUps = subjects.stream().map(this::warmUp).toList();
    var repeats = warmUps.stream().mapToInt(warm -> repeats(warm.median)).toArray();
    var taken = new double[subjects.size()][plan.mostSamples()];
    long begin = clock.getAsLong();
    int rounds = 0;
    while (rounds < plan.mostSamples() && (rounds < plan.leastSamples() || inTime(begin))) {
      for (int i = 0; i < subjects.size(); i++) {
        int subject = rounds % 2 == 0 ? i : subjects.size() - 1 - i;
        taken[subject][rounds] = sample(subjects.get(subject), repeats[subject]);
      }
      rounds++;
    }
    var results = new ArrayList<Result>();
    for (int i = 0; i < subjects.size(); i++) {
      var samples = new Samples(Arrays.copyOf(taken[i], rounds));
      results.add(new Result(samples, warmUps.get(i).runs, warmUps.get(i).stable, repeats[i]));
    }
    return results;
  }

  private boolean inTime(long begin) {
    return clock.getAsLong() - begin < plan.time().toNanos();
  }

  private WarmUp warmUp(Runnable subject) {
    long begin = clock.getAsLong();
    double before = window(subject);
    for (int windows = 2; ; windows++) {
      double now = window(subject);
      boolean stable = Math.abs(now - before) <= plan.warmUpTolerance() * before;
      boolean late = clock.getAsLong() - begin >= plan.warmUpTime().toNanos();
      if (stable || late) return new WarmUp(windows * plan.warmUpWindow(), stable, now);
      before = now;
    }
  }

  private double window(Runnable subject) {
    var times = new double[plan.warmUpWindow()];
    for (int i = 0; i < times.length; i++) times[i] = sample(subject, 1);
    return new Samples(times).median();
  }

  private int repeats(double nanoseconds) {
    return (int)
        Math.clamp(Math.ceil(plan.sampleTime().toNanos() / Math.max(nanoseconds, 1)), 1, 1e6);
  }

  private double sample(Runnable subject, int repeats) {
    long begin = clock.getAsLong();
    for (int i = 0; i < repeats; i++) subject.run();
    return (double) (clock.getAsLong() - begin) / repeats;
  }
}
