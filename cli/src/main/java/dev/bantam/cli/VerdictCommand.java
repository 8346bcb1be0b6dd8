package dev.bantam.cli;

import dev.bantam.benchmark.Verdict;
import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.client.RestClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what moved between releases, and by its exit code whether a pipeline may go on. */
@Command(
    name = "verdict",
    mixinStandardHelpOptions = true,
    description =
        "Has anything regressed? Waits for a release's benchmarks; exit code 1 if a series is worse than"
            + " in the release before, or cannot be told.")
final class VerdictCommand extends BantamCommand {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  @Option(
      names = "--release",
      required = true,
      paramLabel = "R",
      description = "Its name, or latest.")
  private String release = "";

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Where the verdict goes as JUnit XML, each series a test.")
  private @Nullable Path junit;

  @Mixin private ServerFlags server = new ServerFlags();

  /** What is measured. */
  record Series(String model, String device, int threads, String metric) {}

  /** How a series moved; the interval is of the ratio, and null where both are exact. */
  record Change(
      Series series,
      double before,
      double after,
      double ratio,
      @Nullable List<Double> interval,
      String since,
      String verdict) {}

  /** A benchmark that has no measurement, or none to be compared with. */
  record Missing(String benchmark, String model, String device, int threads, String reason) {
    boolean isPending() {
      return reason.equals("queued") || reason.equals("running");
    }
  }

  /** The verdict as programs read it. */
  record Summary(
      String release,
      @Nullable String commit,
      String createdAt,
      String verdict,
      List<Change> changes,
      List<Missing> missing) {
    /** Nothing was measured before that anything could be compared with. */
    boolean isFirst() {
      return changes.isEmpty() && missing.stream().allMatch(it -> it.reason().equals("new"));
    }

    boolean isGood() {
      return verdict.equals(Verdict.SAME.toString()) || verdict.equals(Verdict.BETTER.toString());
    }
  }

  @Override
  public Integer call() throws Exception {
    var farm = server.required();
    var platform = new RemotePlatform(farm.address(), farm.token());
    var summary = measured(platform);
    if (junit != null) Files.writeString(junit, platform.text(verdict(), "application/xml"));
    output().result(summary);
    show(summary);
    return summary.isGood() || summary.isFirst() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private String verdict() {
    return "releases/%s/verdict".formatted(RestClient.encoded(release));
  }

  private Summary measured(RemotePlatform platform) throws InterruptedException {
    while (true) {
      var summary = RemoteWork.as(platform.get(verdict()), Summary.class);
      long pending = summary.missing().stream().filter(Missing::isPending).count();
      if (pending == 0) return summary;
      output().progress("benchmarks still to come", 0, pending);
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private void show(Summary summary) {
    for (var change : summary.changes()) output().line(line(change));
    for (var one : summary.missing()) {
      output()
          .line(
              "%-8s %s on %s, %s: %s (benchmark %s)"
                  .formatted(
                      one.reason().equals("new") ? "new" : "unknown",
                      one.model(),
                      one.device(),
                      Output.count(one.threads(), "thread"),
                      one.reason().equals("new") ? "was not measured before" : one.reason(),
                      one.benchmark()));
    }
    output()
        .line(
            summary.isFirst()
                ? "release %s is the first of its suite: there is nothing to compare it with"
                    .formatted(summary.release())
                : "release %s: %s".formatted(summary.release(), summary.verdict()));
  }

  private static String line(Change change) {
    var series = change.series();
    var interval =
        change.interval() == null
            ? "exactly"
            : String.format(
                Locale.ROOT,
                "[%.3f, %.3f]",
                change.interval().getFirst(),
                change.interval().getLast());
    return String.format(
        Locale.ROOT,
        "%-8s %s on %s, %s, %s: %.0f to %.0f, ratio %.3f %s, since %s",
        change.verdict(),
        series.model(),
        series.device(),
        Output.count(series.threads(), "thread"),
        series.metric(),
        change.before(),
        change.after(),
        change.ratio(),
        interval,
        change.since());
  }
}
