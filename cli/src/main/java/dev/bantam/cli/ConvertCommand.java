package dev.bantam.cli;

import dev.bantam.cli.remote.JobEndedException;
import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionOptions;
import dev.bantam.converter.Converter;
import dev.bantam.converter.Diagnostic;
import dev.bantam.converter.NodeReport;
import dev.bantam.error.BantamException;
import dev.bantam.graph.Graph;
import dev.bantam.model.TfliteFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Converts a model of another framework to {@code .tflite}. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = "Convert a SavedModel, an ONNX file or a frozen graph to .tflite.")
final class ConvertCommand extends BantamCommand {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "SOURCE",
      description =
          "A file, the folder of a SavedModel, or its zip; with --server, the id or the digest of one there.")
  private Path source = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The .tflite file to write.")
  private Path target = Path.of("");

  @Option(names = "--signature", paramLabel = "KEY", description = "Convert this entry point.")
  private @Nullable String signature;

  @Option(
      names = "--tags",
      paramLabel = "TAG",
      split = ",",
      description = "The tags of the graph in a SavedModel; serve if none are given.")
  private List<String> tags = List.of();

  @Option(
      names = "--shape",
      paramLabel = "NAME=1,224,224,3",
      description = "The extents of an input; -1 leaves one open. May be repeated.")
  private Map<String, String> shapes = new LinkedHashMap<>();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where what became of each node of the source goes, as JSON.")
  private @Nullable Path reportFile;

  @Mixin private ServerFlags server = new ServerFlags();

  /** What a conversion comes to, as programs read it. */
  record Summary(
      String format,
      long bytes,
      List<String> inputs,
      List<String> outputs,
      Map<String, Integer> operators,
      List<String> notes) {}

  /** What became of each node of the source. */
  record Report(String format, List<String> notes, List<NodeReport> nodes) {}

  /** Why there is none. */
  record Refusal(String error, List<Diagnostic> diagnostics) {}

  @Override
  public Integer call() throws Exception {
    try {
      var platform = server.platform();
      report(platform.isEmpty() ? here() : there(platform.get()));
      return ExitCodes.DONE;
    } catch (ConversionException refusal) {
      return refused(refusal, refusal.diagnostics());
    } catch (JobEndedException refusal) {
      return refused(refusal, refusal.diagnostics(Diagnostic.class));
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }

  private int refused(BantamException refusal, List<Diagnostic> diagnostics) {
    output().result(new Refusal(String.valueOf(refusal.getMessage()), diagnostics));
    if (diagnostics.isEmpty()) throw refusal;
    explain(diagnostics);
    return ExitCodes.FAILED;
  }

  private Summary here() throws IOException {
    var conversion = new Converter().convert(source, options());
    TfliteFile.write(conversion.graph(), target);
    write(new Report(conversion.format().toString(), conversion.notes(), conversion.nodes()));
    return new Summary(
        conversion.format().toString(),
        Files.size(target),
        conversion.inputs(),
        conversion.outputs(),
        operators(conversion.graph()),
        conversion.notes());
  }

  private Summary there(RemotePlatform platform) throws IOException, InterruptedException {
    try (var work = new RemoteWork(platform, output())) {
      var recipe = new LinkedHashMap<String, Object>();
      if (signature != null) recipe.put("signature", signature);
      if (!tags.isEmpty()) recipe.put("tags", tags);
      recipe.put("shapes", extents());
      var request =
          Map.of("model", work.model(source), "name", RemoteWork.stem(target), "recipe", recipe);
      var result = work.result(work.begin("conversions", request), "convert");
      work.fetch(result.path("model").asString(), target);
      var format = result.path("format").asString();
      var notes = texts(result.path("notes"));
      write(new Report(format, notes, nodes(result.path("report"))));
      return new Summary(
          format,
          Files.size(target),
          texts(result.path("inputs")),
          texts(result.path("outputs")),
          operators(TfliteFile.read(target)),
          notes);
    }
  }

  private void write(Report report) throws IOException {
    if (reportFile != null) Files.writeString(reportFile, Output.toJson(report));
  }

  /** The lines about nodes; the others are about the whole. */
  private static List<NodeReport> nodes(JsonNode report) {
    return report
        .valueStream()
        .filter(line -> line.path("node").isString())
        .map(
            line ->
                new NodeReport(
                    line.path("node").asString(),
                    line.path("source").asString(""),
                    line.path("from").asString(),
                    line.path("to").isString() ? line.path("to").asString() : null,
                    line.path("notes").asString()))
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private ConversionOptions options() {
    var options = ConversionOptions.NONE.withShapes(extents());
    if (signature != null) options = options.withSignature(signature);
    return tags.isEmpty() ? options : options.withTags(Set.copyOf(tags));
  }

  private Map<String, List<Long>> extents() {
    var extents = new TreeMap<String, List<Long>>();
    shapes.forEach(
        (name, text) ->
            extents.put(
                name, List.of(text.split(",")).stream().map(part -> extent(name, part)).toList()));
    return extents;
  }

  private long extent(String name, String text) {
    try {
      long extent = Long.parseLong(text.strip());
      if (extent >= -1 && extent <= Integer.MAX_VALUE) return extent;
    } catch (NumberFormatException notANumber) {
      // Falls through to the refusal.
    }
    throw new ParameterException(
        command.commandLine(),
        "--shape %s: \"%s\" is no extent, must be a number such as 224, or -1 for an open one"
            .formatted(name, text));
  }

  private void report(Summary summary) {
    output().result(summary);
    summary.notes().forEach(output()::note);
    var operators = summary.operators();
    output()
        .line(
            "%s to %s: %,d bytes, %d operators (%s)"
                .formatted(
                    summary.format(),
                    target,
                    summary.bytes(),
                    operators.values().stream().mapToInt(Integer::intValue).sum(),
                    operators.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "))));
  }

  private static Map<String, Integer> operators(Graph graph) {
    var counts = new TreeMap<String, Integer>();
    for (var subgraph : graph.subgraphs())
      for (var node : subgraph.nodes()) counts.merge(node.operator(), 1, Integer::sum);
    return counts;
  }

  /** One line for each node, and nothing before it but where it is. */
  private void explain(List<Diagnostic> diagnostics) {
    var err = command.commandLine().getErr();
    err.println(
        "bantam: %s: %s cannot be converted"
            .formatted(source, Output.count(diagnostics.size(), "node")));
    for (var diagnostic : diagnostics) err.println("  " + diagnostic);
    err.flush();
  }
}
