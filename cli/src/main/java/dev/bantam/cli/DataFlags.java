package dev.bantam.cli;

import dev.bantam.dataset.Dataset;
import dev.bantam.dataset.DatasetLimits;
import dev.bantam.dataset.Datasets;
import dev.bantam.evaluation.Evaluator;
import dev.bantam.evaluation.Preprocessing;
import dev.bantam.graph.Graph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How samples are brought into a model's form; a mixin. What is not given, the model says of
 * itself.
 */
public final class DataFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--mean",
      split = ",",
      paramLabel = "M",
      description = "Taken from each value; one, or one per channel.")
  private @Nullable List<Float> means;

  @Option(
      names = "--std",
      split = ",",
      paramLabel = "S",
      description = "Divides each value; one, or one per channel.")
  private @Nullable List<Float> deviations;

  @Option(names = "--resize", description = "Scale pictures of another size.")
  private boolean resize;

  /** The preprocessing for a model: the flags, else what it says of itself, else none. */
  public Preprocessing preprocessing(Graph graph) {
    return Evaluator.preprocessing(asked(), graph);
  }

  /** What the flags say; nothing where none was given. */
  public Optional<Preprocessing> asked() {
    if (means == null && deviations == null && !resize) return Optional.empty();
    return Optional.of(Flags.read(command, this::given));
  }

  private Preprocessing given() {
    int channels = means != null ? means.size() : deviations != null ? deviations.size() : 1;
    return new Preprocessing(
        means == null ? repeated(0f, channels) : means,
        deviations == null ? repeated(1f, channels) : deviations,
        resize);
  }

  private static List<Float> repeated(float value, int count) {
    var values = new ArrayList<Float>();
    for (int i = 0; i < count; i++) values.add(value);
    return values;
  }

  /** A data set, whatever its format. */
  public static Dataset open(Path path) {
    return Datasets.open(path, DatasetLimits.DEFAULT);
  }

  /** The same where one was named. */
  public static Optional<Dataset> open(Optional<Path> path) {
    return path.map(DataFlags::open);
  }
}
