package dev.bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Metadata;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.model.TfliteFile;
import dev.bantam.type.Bytes;
import dev.bantam.type.DType;
import dev.bantam.type.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code inspect} shows of a model, against what else says it. */
class InspectTest {
  private static final String CUSTOM = " (custom)";

  private final StringWriter out = new StringWriter();
  @TempDir Path folder;

  private List<String> inspect(Graph graph, String... more) throws IOException {
    var model = folder.resolve("m.tflite");
    TfliteFile.write(graph, model);
    var arguments = new ArrayList<>(List.of("inspect", model.toString()));
    arguments.addAll(List.of(more));
    var commands = Main.commandLine(new PrintWriter(out), new PrintWriter(new StringWriter()));
    assertThat(commands.execute(arguments.toArray(String[]::new))).isZero();
    return out.toString().lines().toList();
  }

  /** One node for each operator, all of the same input. */
  private static Graph graph(List<String> operators) {
    var tensors = new ArrayList<>(List.of(GraphTensor.of("x", TensorType.of(DType.F32, 1))));
    var nodes = new ArrayList<Node>();
    for (var operator : operators) {
      nodes.add(node(operator, tensors.size()));
      tensors.add(GraphTensor.of("y" + tensors.size(), TensorType.of(DType.F32, 1)));
    }
    var main = new Subgraph("main", tensors, List.of(0), List.of(1), nodes);
    return new Graph(List.of(main), List.of(), List.of(), "");
  }

  /** The rows of the reference of operators, each as its cells. */
  private static List<List<String>> reference() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "ops.md")).stream()
        .dropWhile(line -> !line.startsWith("| operator |"))
        .skip(2)
        .map(line -> List.of(line.substring(2, line.length() - 1).split(" \\| ?", -1)))
        .toList();
  }

  private static Node node(String name, int output) {
    boolean custom = name.endsWith(CUSTOM);
    var operator = custom ? name.substring(0, name.length() - CUSTOM.length()) : name;
    return new Node(operator, custom, 1, List.of(0), List.of(output), List.of(), Attributes.NONE);
  }

  private static List<String> lines(List<String> row) {
    var lines = new ArrayList<>(List.of(row.get(0)));
    add(lines, "  takes ", row.get(1), "<br>");
    add(lines, "  gives ", row.get(2), "\n");
    add(lines, "  promises ", row.get(3), "<br>");
    return lines;
  }

  private static void add(List<String> lines, String verb, String cell, String between) {
    if (cell.isBlank()) return;
    for (var part : cell.strip().split(between, -1)) lines.add(verb + part);
  }

  @Test
  void showsOfEachOperatorWhatTheReferenceSays() throws IOException {
    var rows = reference();
    var operators = rows.stream().map(row -> row.get(0)).toList();
    var expected = rows.stream().flatMap(row -> lines(row).stream()).toList();
    assertThat(expected).anyMatch(line -> line.startsWith("  promises "));
    assertThat(inspect(graph(operators), "--operators")).isEqualTo(expected);
  }

  @Test
  void namesMetadataAndAssociatedFiles() throws IOException {
    var zip = new ByteArrayOutputStream();
    try (var files = new ZipOutputStream(zip)) {
      for (var name : List.of("labels.txt", "vocabulary.txt")) {
        files.putNextEntry(new ZipEntry(name));
        files.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    var graph =
        graph(List.of("ABS"))
            .withMetadata(List.of(new Metadata("TFLITE_METADATA", Bytes.of(new byte[] {1}))))
            .withAssociatedFiles(Bytes.of(zip.toByteArray()));
    assertThat(inspect(graph))
        .contains("metadata: TFLITE_METADATA", "associated files: labels.txt, vocabulary.txt");
  }
}
