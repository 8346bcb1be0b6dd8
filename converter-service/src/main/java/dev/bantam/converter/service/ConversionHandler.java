package dev.bantam.converter.service;

import dev.bantam.converter.Conversion;
import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionOptions;
import dev.bantam.converter.Converter;
import dev.bantam.converter.NodeReport;
import dev.bantam.file.WorkFolders;
import dev.bantam.file.WorkFolders.WorkFolder;
import dev.bantam.kit.artifact.ArtifactStore;
import dev.bantam.kit.job.JobHandler;
import dev.bantam.kit.job.JobKind;
import dev.bantam.kit.job.JobResource;
import dev.bantam.kit.problem.DiagnosedException;
import dev.bantam.kit.problem.Diagnostic;
import dev.bantam.model.TfliteFile;
import dev.bantam.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Safe to run twice, in part or in whole: it only adds content, and equal content is kept once. */
@Component
class ConversionHandler implements JobHandler<ConversionRequest, ConversionHandler.Converted> {
  static final JobKind<ConversionRequest, ConversionHandler.Converted> CONVERSION =
      new JobKind<>(
          "conversion",
          "cnv",
          "conversions",
          List.of("read", "convert", "store"),
          ConversionRequest.class,
          Converted.class);

  private final Models models;
  private final Converter converter;
  private final ArtifactStore content;
  private final WorkFolders folders;
  private final JsonMapper json;

  ConversionHandler(
      Models models,
      Converter converter,
      @Qualifier("modelContent") ArtifactStore content,
      WorkFolders folders,
      JsonMapper json) {
    this.folders = folders;
    this.models = models;
    this.converter = converter;
    this.content = content;
    this.json = json;
  }

  /**
   * What came of it.
   *
   * @param model that was made
   * @param format that the source was recognised as
   * @param inputs names of the source's inputs
   * @param outputs names of the source's outputs
   * @param notes what the reader should know of how it was made
   * @param report the same, from what to what, then a line for each node of the source
   */
  record Converted(
      String model,
      String format,
      List<String> inputs,
      List<String> outputs,
      List<String> notes,
      List<ReportLine> report,
      List<Diagnostic> diagnostics) {}

  /** From what to what; the node is null where the line is about the whole. */
  record ReportLine(
      @Nullable String node,
      @Nullable String source,
      String from,
      @Nullable String to,
      String notes) {
    static ReportLine of(NodeReport it) {
      return new ReportLine(it.node(), it.source(), it.from(), it.to(), it.notes());
    }
  }

  @Override
  public JobKind<ConversionRequest, ConversionHandler.Converted> kind() {
    return CONVERSION;
  }

  @Override
  public Converted run(ConversionRequest request, Progress progress) throws IOException {
    var source = models.get(Objects.requireNonNull(request.model()));
    try (var folder = folders.open()) {
      progress.stage("read").report(0, 1, source.name);
      // Alone in a folder: a source may name files beside it, and those are other people's models.
      var file = Files.copy(models.file(source), folder.resolve("source"));
      var stage = progress.stage("convert");
      stage.report(0, 1, source.format);
      var conversion = converted(file, options(request));
      stage.report(1, 1, source.format);
      conversion.notes().forEach(stage::log);
      stage.log(
          "%s to %d operators"
              .formatted(
                  conversion.format(),
                  conversion.graph().subgraphs().stream().mapToInt(it -> it.nodes().size()).sum()));
      progress.stage("store").report(0, 1, "");
      return store(request, source, conversion, folder);
    }
  }

  private Conversion converted(Path file, ConversionOptions options) {
    try {
      return converter.convert(file, options);
    } catch (ConversionException refusal) {
      throw new DiagnosedException(
          refusal,
          refusal.diagnostics().stream()
              .map(
                  it ->
                      new Diagnostic(it.operator(), it.node(), it.source(), it.problem(), it.fix()))
              .toList());
    }
  }

  private static ConversionOptions options(ConversionRequest request) {
    var recipe = request.recipe();
    var options = ConversionOptions.NONE;
    if (recipe == null) return options;
    if (recipe.signature() != null) options = options.withSignature(recipe.signature());
    var tags = recipe.tags();
    if (tags != null && !tags.isEmpty()) options = options.withTags(tags);
    if (recipe.shapes() != null) options = options.withShapes(recipe.shapes());
    return options;
  }

  private Converted store(
      ConversionRequest request, ModelEntity source, Conversion conversion, WorkFolder folder)
      throws IOException {
    var file = folder.resolve("result.tflite");
    TfliteFile.write(conversion.graph(), file);
    var name = Objects.requireNonNullElse(request.name(), source.name);
    try (var in = Files.newInputStream(file)) {
      var artifact = content.store(in, "result", Long.MAX_VALUE, Optional.empty());
      var described = models.describe(artifact, name);
      var recipe = json.writeValueAsString(JobResource.recipe("conversion", request, json));
      var origin =
          described.digest.equals(source.digest)
              ? Models.Origin.UPLOAD
              : new Models.Origin(source.id, recipe);
      var stored = models.add(described, origin);
      return new Converted(
          stored.model().id,
          conversion.format().toString(),
          conversion.inputs(),
          conversion.outputs(),
          conversion.notes(),
          report(conversion),
          List.of());
    }
  }

  private static List<ReportLine> report(Conversion conversion) {
    var lines = new ArrayList<ReportLine>();
    var from = conversion.format().toString();
    long operators =
        conversion.graph().subgraphs().stream().mapToLong(it -> it.nodes().size()).sum();
    lines.add(new ReportLine(null, null, from, "tflite", "%d operators".formatted(operators)));
    for (var note : conversion.notes()) lines.add(new ReportLine(null, null, from, "tflite", note));
    for (var node : conversion.nodes()) lines.add(ReportLine.of(node));
    return lines;
  }
}
