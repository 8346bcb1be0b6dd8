package dev.bantam.cli;

import dev.bantam.evaluation.ChangeReport;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of a model, as people read it. */
final class ChangeTable {
  private static final int SHOWN_TENSORS = 5;

  private ChangeTable() {}

  static void print(Output output, ChangeReport report) {
    var accuracy = report.accuracy();
    if (accuracy != null) {
      output.line(
          text(
              "accuracy    %.2f %% -> %.2f %%, %+.2f points [%+.2f, %+.2f], %d samples, preprocessing %s",
              100 * accuracy.before().value(),
              100 * accuracy.after().value(),
              100 * accuracy.difference().value(),
              100 * accuracy.difference().interval().getFirst(),
              100 * accuracy.difference().interval().getLast(),
              accuracy.samples(),
              report.preprocessing()));
    }
    output.line(size("size        ", report.sizeBytes()));
    output.line(size("compressed  ", report.compressedBytes()));
    report.tensors().stream()
        .filter(tensor -> tensor.signalToNoiseDecibels() != null)
        .sorted(
            Comparator.comparingDouble(
                tensor -> java.util.Objects.requireNonNull(tensor.signalToNoiseDecibels())))
        .limit(SHOWN_TENSORS)
        .forEach(
            tensor ->
                output.line(
                    text(
                        "least exact %s (%s): %.1f dB signal to noise, largest error %.3g",
                        tensor.name(),
                        tensor.operator(),
                        tensor.signalToNoiseDecibels(),
                        tensor.maximumError())));
    for (var skipped : report.skipped())
      output.note("skipped " + skipped.sample() + ": " + skipped.reason());
  }

  private static String size(String label, ChangeReport.SizeChange size) {
    return text(
        "%s%d -> %d bytes, %.3f of before",
        label, size.before(), size.after(), (double) size.after() / size.before());
  }

  private static String text(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
