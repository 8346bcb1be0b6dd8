package dev.bantam.converter;

import dev.bantam.conformance.CaseRunner;
import dev.bantam.conformance.Outcome;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.model.TfliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Converts one source, writes the model as a case beside its golden, and runs it. */
final class SourceCase {
  /** What came of it. */
  enum Result {
    MEETS,
    CONVERTS,
    DIAGNOSED,
    FAILS
  }

  /**
   * @param reason why it is not as good as it could be; empty if it is
   */
  record Verdict(Result result, String reason) {}

  private final Path source;
  private final String json;

  SourceCase(Path source) throws IOException {
    this.source = source;
    var settings = Sources.beside(source, ".json");
    this.json = Files.exists(settings) ? Files.readString(settings) : "{}";
  }

  Verdict verdict(Path folder) throws IOException {
    Conversion conversion;
    try {
      conversion = new Converter().convert(source, options());
    } catch (ConversionException refusal) {
      return new Verdict(
          refusal.diagnostics().isEmpty() ? Result.FAILS : Result.DIAGNOSED,
          String.valueOf(refusal.getMessage()));
    }
    var golden = Sources.beside(source, ".npz");
    if (!Files.exists(golden)) return new Verdict(Result.CONVERTS, "");
    var model = folder.resolve("case.tflite");
    TfliteFile.write(conversion.graph(), model);
    Files.write(folder.resolve("case.npz"), Files.readAllBytes(golden));
    Files.writeString(folder.resolve("case.json"), settings());
    var device = Devices.load().device("interp", DeviceOptions.DEFAULT);
    var outcome = new CaseRunner(device).run(model);
    return outcome.status() == Outcome.Status.PASSED
        ? new Verdict(Result.MEETS, "")
        : new Verdict(Result.FAILS, outcome.reason());
  }

  /** The tolerances alone: a case of a converted model has no other settings. */
  private String settings() {
    var members = new ArrayList<String>();
    for (var key : List.of("atol", "rtol"))
      number(key).ifPresent(value -> members.add("\"%s\": %s".formatted(key, value)));
    return members.stream().reduce((a, b) -> a + ", " + b).map(all -> "{" + all + "}").orElse("{}");
  }

  private Optional<String> number(String key) {
    var match = Pattern.compile("\"" + key + "\"\\s*:\\s*([-+.0-9eE]+)").matcher(json);
    return match.find() ? Optional.of(match.group(1)) : Optional.empty();
  }

  private ConversionOptions options() {
    var options = ConversionOptions.NONE;
    var signature = Pattern.compile("\"signature\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    boolean named = signature.find();
    if (named) options = options.withSignature(signature.group(1));
    var tags = texts("tags");
    if (!tags.isEmpty()) options = options.withTags(new HashSet<>(tags));
    if (!named && !texts("inputs").isEmpty())
      options = options.withEnds(texts("inputs"), texts("outputs"));
    return options;
  }

  private List<String> texts(String key) {
    var list = Pattern.compile("\"" + key + "\"\\s*:\\s*\\[([^\\]]*)\\]").matcher(json);
    if (!list.find()) return List.of();
    return Pattern.compile("\"([^\"]*)\"")
        .matcher(list.group(1))
        .results()
        .map(result -> result.group(1))
        .toList();
  }
}
