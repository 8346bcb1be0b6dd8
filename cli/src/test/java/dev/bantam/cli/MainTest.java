package dev.bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.cli.conformance.CaseFilter;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.model.TfliteFile;
import dev.bantam.npz.Npz;
import dev.bantam.npz.NpzLimits;
import dev.bantam.testing.Fixtures;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;

  private int bantam(String... arguments) {
    return Main.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(arguments);
  }

  /** {@code y = transpose(x)} for so many columns. */
  private static Graph transposition(int columns) {
    var x = GraphTensor.of("x", TensorType.of(dev.bantam.type.DType.F32, 1, columns));
    var order = GraphTensor.constant("order", Literal.of(Shape.of(2), 1, 0));
    var y = GraphTensor.of("y", TensorType.of(dev.bantam.type.DType.F32, columns, 1));
    var node = Node.builtin("TRANSPOSE", List.of(0, 1), List.of(2), Attributes.NONE);
    var main = new Subgraph("main", List.of(x, order, y), List.of(0), List.of(2), List.of(node));
    return new Graph(List.of(main), List.of(), List.of(), "");
  }

  private Path givenCase(String name, int columns, float error) throws IOException {
    var model = folder.resolve(name + ".tflite");
    Files.createDirectories(model.getParent());
    TfliteFile.write(transposition(columns), model);
    var values = new float[columns];
    for (int i = 0; i < columns; i++) values[i] = i + 1;
    var input = Literal.of(Shape.of(1, columns), values);
    values[0] += error;
    var output = Literal.of(Shape.of(columns, 1), values);
    Npz.write(folder.resolve(name + ".npz"), Map.of("0/i0", input, "0/o0", output));
    return model;
  }

  @Test
  void saysWhatIsThereIfTheCommandIsMissing() {
    assertThat(bantam()).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("bantam: a command is missing, must be one of ")
        .contains("conformance", "inspect", "run")
        .hasLineCount(1);
  }

  @Test
  void takesAnUnknownOptionForWrongUsage() {
    assertThat(bantam("run", "--nonsense")).isEqualTo(2);
    assertThat(err.toString()).startsWith("bantam run: ").hasLineCount(1);
  }

  @Test
  void saysInOneLineWhatFailed() {
    assertThat(bantam("inspect", folder.resolve("none.tflite").toString())).isEqualTo(1);
    assertThat(err)
        .hasToString(
            "bantam: %s: there is no such file%n".formatted(folder.resolve("none.tflite")));
  }

  @Test
  void saysWhereAFailureCameFromIfAsked() {
    bantam("inspect", "--verbose", folder.resolve("none.tflite").toString());
    assertThat(err.toString()).contains("NoSuchFileException").contains("InspectCommand");
  }

  @Test
  void runsAModelOnEachGroupOfInputs() throws IOException {
    var model = folder.resolve("t.tflite");
    TfliteFile.write(transposition(2), model);
    var input = folder.resolve("in.npz");
    var row = Literal.of(Shape.of(1, 2), 1f, 2f);
    var rows = Literal.of(Shape.of(2, 2), 1f, 2f, 3f, 4f);
    Npz.write(input, Map.of("0/i0", row, "1/i0", rows));
    var output = folder.resolve("out.npz");
    var code =
        bantam(
            "run",
            model.toString(),
            "--input",
            input.toString(),
            "--output",
            output.toString(),
            "--device",
            "interp");
    assertThat(code).as(err.toString()).isZero();
    assertThat(Npz.read(output, NpzLimits.DEFAULT))
        .containsEntry("0/o0", Literal.of(Shape.of(2, 1), 1f, 2f))
        .containsEntry("1/o0", Literal.of(Shape.of(2, 2), 1f, 3f, 2f, 4f));
  }

  @Test
  void countsCasesAndNamesThoseThatFail() throws IOException {
    givenCase("good", 3, 0);
    givenCase("deep/bad", 4, 0.5f);
    var report = folder.resolve("report.json");
    var code =
        bantam(
            "conformance", folder.toString(), "--device", "interp", "--report", report.toString());
    assertThat(code).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            "FAIL deep/bad: output 0: 1 of 4 elements differ, worst 0.500000 at [0,0]"
                + " (expected 1.50000, got 1, allowed 0.000160000)",
            "1 passed, 1 failed, 0 skipped");
    assertThat(Files.readString(report))
        .contains("\"case\" : \"deep/bad\"", "\"status\" : \"failed\"", "\"worst\" : 0.5");
  }

  @Test
  void failsACaseWhoseIntegersAreNotThoseOfAnotherDevice() throws IOException {
    var report = folder.resolve("report.json");
    assertThat(argMax("--report", report)).isZero();
    assertThat(argMax("--same-as", report)).isZero();
    assertThat(out.toString()).containsPattern("[1-9][0-9]* integers in [1-9][0-9]* cases equal");

    var other = folder.resolve("other.json");
    var digest = "\"integersDigest\" : \"[0-9a-f]+\"";
    Files.writeString(
        other, Files.readString(report).replaceFirst(digest, "\"integersDigest\" : \"00\""));
    assertThat(argMax("--same-as", other)).isEqualTo(1);
    assertThat(out.toString()).contains(": its integers are not those in " + other);
  }

  private int argMax(String flag, Path file) {
    var cases = Fixtures.file("tflite-ops/ARG_MAX");
    return bantam("conformance", cases.toString(), "--device", "interp", flag, file.toString());
  }

  @Test
  void runsOnlyTheCasesThatFit() throws IOException {
    givenCase("good", 3, 0);
    givenCase("deep/bad", 4, 0.5f);
    assertThat(bantam("conformance", folder.toString(), "--device", "interp", "--filter", "g*"))
        .isZero();
    assertThat(out.toString().lines()).containsExactly("1 passed, 0 failed, 0 skipped");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "*; CONV_2D/int8; true",
        "CONV_2D/*; CONV_2D/int8; true",
        "CONV_2D/*; DEPTHWISE_CONV_2D/int8; false",
        "*int?; CONV_2D/int8; true",
        "*/int1[0-6]; ADD/int16; true",
        "*/int1[0-6]; ADD/int18; false",
        "{ADD,SUB}/int-8; SUB/int-8; true",
        "a.b; axb; false"
      })
  void filtersCasesByGlob(String glob, String name, boolean accepted) {
    assertThat(new CaseFilter(glob).accepts(name)).isEqualTo(accepted);
  }

  @Test
  void isNotContentWithNoCaseAtAll() {
    assertThat(bantam("conformance", folder.toString(), "--device", "interp")).isEqualTo(1);
    assertThat(out.toString().lines()).containsExactly("0 passed, 0 failed, 0 skipped");
  }

  @Test
  void losesOneCaseToACrash() throws IOException {
    givenCase("a", 3, 0);
    givenCase("b", 2, 0);
    givenCase("c", 3, 0);
    assertThat(bantam("conformance", folder.toString(), "--device", "crashing")).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            "FAIL b: the process died with exit code 134: something broke",
            "2 passed, 1 failed, 0 skipped");
  }

  @Test
  void losesOneCaseToATimeout() throws IOException {
    givenCase("a", 2, 0);
    givenCase("b", 3, 0);
    var code = bantam("conformance", folder.toString(), "--device", "hanging", "--timeout", "8");
    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("FAIL a: it took more than 8 seconds, and was ended")
        .endsWith("1 passed, 1 failed, 0 skipped\n");
  }

  @Test
  void skipsWhatADeviceHasNoMemoryFor() throws IOException {
    givenCase("a", 2, 0);
    givenCase("b", 3, 0);
    assertThat(bantam("conformance", folder.toString(), "--device", "small")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "SKIP a: device small: the program takes 2 bytes of memory, must take at most 1",
            "1 passed, 0 failed, 1 skipped");
  }

  @Test
  void refusesADeviceThatIsNotThere() {
    assertThat(bantam("conformance", folder.toString(), "--device", "abacus")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("bantam conformance: device \"abacus\" is not known, must be one of ");
  }

  @Test
  void showsWhatIsInAModel() throws IOException {
    var model = folder.resolve("t.tflite");
    TfliteFile.write(transposition(2), model);
    assertThat(bantam("inspect", model.toString(), "--device", "interp")).isZero();
    assertThat(out.toString())
        .contains("input x: f32[1,2]", "output y: f32[2,1]", "1 TRANSPOSE", "device interp: runs");
  }

  @Test
  void printsJsonAndNothingElse() throws IOException {
    var model = folder.resolve("t.tflite");
    TfliteFile.write(transposition(2), model);
    assertThat(bantam("inspect", model.toString(), "--json")).isZero();
    assertThat(out.toString()).startsWith("{").contains("\"TRANSPOSE\" : 1").endsWith("}\n");
  }

  @Test
  void showsAChecksumOfEachKernel() throws IOException {
    TfliteFile.write(transposition(2), folder.resolve("a.tflite"));
    TfliteFile.write(transposition(3), folder.resolve("b.tflite"));
    TfliteFile.write(transposition(2), folder.resolve("c.tflite"));
    assertThat(bantam("inspect", folder.toString(), "--digests", "--device", "cpu")).isZero();
    var digests = new TreeMap<String, String>();
    for (var line : out.toString().lines().toList()) {
      digests.put(line.substring(line.indexOf(' ') + 1), line.substring(0, line.indexOf(' ')));
    }
    // The kernels copy elements one by one, however many there are: that is said where they run.
    assertThat(digests).containsKey("kernel0 a.tflite");
    assertThat(digests.get("kernel0 b.tflite")).isEqualTo(digests.get("kernel0 a.tflite"));
    assertThat(digests.get("bantam_run c.tflite"))
        .isEqualTo(digests.get("bantam_run a.tflite"))
        .isNotEqualTo(digests.get("bantam_run b.tflite"));
    assertThat(digests.get("rest b.tflite")).isEqualTo(digests.get("rest a.tflite"));
  }

  @Test
  void showsTheFormsOnTheWay() throws IOException {
    var model = folder.resolve("t.tflite");
    TfliteFile.write(transposition(2), model);
    assertThat(bantam("inspect", model.toString(), "--stage", "graph")).isZero();
    assertThat(out.toString()).startsWith("graph \"\"\nsubgraph \"main\" (0) -> (2)\n");
    out.getBuffer().setLength(0);
    assertThat(bantam("inspect", model.toString(), "--stage", "program")).isZero();
    assertThat(out.toString()).startsWith("func @main(");
  }
}
