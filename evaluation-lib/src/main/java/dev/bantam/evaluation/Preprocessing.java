package dev.bantam.evaluation;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Graph;
import dev.bantam.graph.Metadata;
import dev.bantam.type.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * From a sample's values to what the model was trained on: {@code (value - mean) / deviation}, for
 * all channels or for each.
 *
 * <p>A model carries its preprocessing as metadata named {@value #METADATA}, so that whoever
 * measures it later applies the same.
 *
 * @param means one, or one per channel
 * @param deviations as many; none is 0
 * @param resize whether a picture of another size is scaled to the model's; otherwise it is refused
 */
public record Preprocessing(List<Float> means, List<Float> deviations, boolean resize) {
  public static final Preprocessing NONE = new Preprocessing(List.of(0f), List.of(1f), false);

  public static final String METADATA = "bantam.preprocessing";

  public Preprocessing {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
    if (means.isEmpty() || means.size() != deviations.size()) {
      throw refusal(
          "%d means and %d deviations, must be one of each, or one of each per channel",
          means.size(), deviations.size());
    }
    for (float mean : means)
      if (!Float.isFinite(mean)) throw refusal("mean %s is not finite", mean);
    for (float deviation : deviations) {
      if (!Float.isFinite(deviation) || deviation == 0)
        throw refusal("deviation %s must be finite and not 0", deviation);
    }
  }

  private static BantamException refusal(String problem, Object... details) {
    return new BantamException(
        ErrorCode.INVALID_REQUEST, "preprocessing: " + problem.formatted(details));
  }

  /** What a model says of itself; nothing if it says nothing. */
  public static Optional<Preprocessing> of(Graph graph) {
    return graph.metadata().stream()
        .filter(metadata -> metadata.name().equals(METADATA))
        .findFirst()
        .map(metadata -> parse(text(metadata)));
  }

  private static String text(Metadata metadata) {
    return new String(metadata.bytes().toArray(), StandardCharsets.UTF_8);
  }

  /** The same model, saying this of itself. */
  public Graph attachedTo(Graph graph) {
    var metadata = new ArrayList<>(graph.metadata());
    metadata.removeIf(entry -> entry.name().equals(METADATA));
    metadata.add(new Metadata(METADATA, Bytes.of(toString().getBytes(StandardCharsets.UTF_8))));
    return graph.withMetadata(metadata);
  }

  /** Reads what {@link #toString} wrote. */
  public static Preprocessing parse(String text) {
    List<Float> means = List.of(0f);
    List<Float> deviations = List.of(1f);
    boolean resize = false;
    for (var part : text.strip().split("\\s+")) {
      var pair = part.split("=", 2);
      switch (pair[0]) {
        case "mean" -> means = floats(part, pair);
        case "std" -> deviations = floats(part, pair);
        case "resize" -> resize = true;
        default -> throw refusal("\"%s\" is none of mean=, std=, resize", part);
      }
    }
    return new Preprocessing(means, deviations, resize);
  }

  private static List<Float> floats(String part, String[] pair) {
    try {
      return Arrays.stream(pair[1].split(",")).map(Float::valueOf).toList();
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new BantamException(
          ErrorCode.INVALID_REQUEST,
          "preprocessing: \"%s\" must be numbers with commas between".formatted(part),
          e);
    }
  }

  float apply(float value, int channel) {
    return (value - at(means, channel)) / at(deviations, channel);
  }

  private static float at(List<Float> values, int channel) {
    return values.size() == 1 ? values.getFirst() : values.get(channel);
  }

  @Override
  public String toString() {
    return "mean=%s std=%s%s".formatted(joined(means), joined(deviations), resize ? " resize" : "");
  }

  private static String joined(List<Float> values) {
    return values.stream()
        .map(value -> String.format(Locale.ROOT, "%s", value))
        .collect(Collectors.joining(","));
  }
}
