package dev.bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.kit.token.Role;
import dev.bantam.model.TfliteFile;
import dev.bantam.npz.Npz;
import dev.bantam.platform.Platform;
import dev.bantam.platform.PlatformOptions;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a command does by a server is what it does in process: files, output, exit codes. */
class RemoteCommandsTest {
  private static final Path EXAMPLE = Path.of("../examples/digits").toAbsolutePath();
  private static final String TEST_DATA = EXAMPLE.resolve("test.npz").toString();

  @TempDir private static Path folder;
  private static Platform platform;
  private static BackgroundAgent agent;
  private static Path token;
  private static Path viewer;
  private static Path model;

  @BeforeAll
  static void start() throws IOException {
    platform =
        Platform.start(
            new PlatformOptions(folder.resolve("data"), "127.0.0.1", 0), Map.of(), part -> {});
    token = secret("ci", Role.CI);
    viewer = secret("viewer", Role.VIEWER);
    var own = platform.keptToken(Role.AGENT, "test-agent").text();
    var address = platform.address();
    agent = new BackgroundAgent(() -> AgentCommand.agent(address, own, "here", line -> {}).run());
    model = folder.resolve("digits.tflite");
    assertThat(
            bantam("convert", EXAMPLE.resolve("digits_saved_model").toString(), "-o", model).code)
        .isZero();
  }

  private static Path secret(String name, Role role) throws IOException {
    var file = folder.resolve(name);
    Files.writeString(file, platform.keptToken(role, "test-" + name).text() + "\n");
    return file;
  }

  @AfterAll
  static void stop() {
    agent.close();
    platform.close();
  }

  record Said(int code, String out, String err) {}

  private static Said bantam(Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.commandLine(new PrintWriter(out), new PrintWriter(err))
            .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }

  private static Said byServer(Path with, Object... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--server", platform.address(), "--token-file", with));
    return bantam(all.toArray());
  }

  static Stream<List<String>> works() {
    return Stream.of(
        List.of("convert", EXAMPLE.resolve("digits_saved_model").toString(), "-o"),
        List.of("convert", EXAMPLE.resolve("digits.onnx").toString(), "--json", "-o"),
        List.of("quantize", "MODEL", "--scheme", "dynamic", "--eval", TEST_DATA, "-o"),
        List.of(
            "quantize",
            "MODEL",
            "--scheme",
            "int8",
            "--calibration",
            TEST_DATA,
            "--method",
            "percentile",
            "--samples",
            "20",
            "--float-io",
            "--json",
            "-o"),
        List.of("prune", "MODEL", "--sparsity", "0.4", "--eval", TEST_DATA, "-o"),
        List.of("prune", "MODEL", "--sparsity", "0.4", "--scope", "layer", "--json", "-o"));
  }

  @ParameterizedTest
  @MethodSource("works")
  void aModelThatIsMadeIsTheSame(List<String> work) throws IOException {
    var arguments = new ArrayList<Object>(work);
    arguments.replaceAll(it -> it.equals("MODEL") ? model : it);
    var target = folder.resolve("made.tflite");
    arguments.add(target);

    var here = bantam(arguments.toArray());
    var bytesHere = Files.readAllBytes(target);
    Files.delete(target);
    var there = byServer(token, arguments.toArray());

    assertThat(here.code).as(here.err).isZero();
    assertThat(there).isEqualTo(here);
    assertThat(Files.readAllBytes(target)).isEqualTo(bytesHere);
  }

  @ParameterizedTest
  @MethodSource("evaluations")
  void anAccuracyIsTheSame(List<String> flags) {
    var arguments = new ArrayList<Object>(List.of("evaluate", model, TEST_DATA));
    arguments.addAll(flags);

    var here = bantam(arguments.toArray());
    assertThat(here.code).as(here.err).isZero();
    assertThat(byServer(token, arguments.toArray())).isEqualTo(here);
  }

  static Stream<List<String>> evaluations() {
    return Stream.of(List.of(), List.of("--json", "--mean", "0.1", "--std", "2"));
  }

  /** The server's model and data, by id and by digest. */
  private static Stream<String> names(String collection, Path file) throws IOException {
    var ci = new RemotePlatform(platform.address(), Files.readString(token).strip());
    var known = ci.upload(collection, "digits", file);
    return Stream.of(known.path("id").asString(), known.path("digest").asString());
  }

  static Stream<String> storedModels() throws IOException {
    return names("models", model);
  }

  @ParameterizedTest
  @MethodSource("storedModels")
  void aModelOfTheServerIsWorkedOnAsAFileIs(String stored) throws IOException {
    for (var data : names("datasets", Path.of(TEST_DATA)).toList()) {
      assertThat(byServer(token, "evaluate", stored, data))
          .isEqualTo(bantam("evaluate", model, TEST_DATA));
    }
    var target = folder.resolve("made.tflite");
    Object[] work = {"prune", stored, "--sparsity", "0.4", "--json", "-o", target};
    var there = byServer(token, work);
    work[1] = model;
    assertThat(there).isEqualTo(bantam(work));
  }

  @ParameterizedTest
  @MethodSource("storedModels")
  void aModelOfTheServerIsFetchedForWorkInThisProcess(String stored) throws IOException {
    var input = folder.resolve("in.npz");
    Npz.write(input, Map.of("0/i0", Literal.of(Shape.of(1, 8, 8, 1), new float[64])));
    var here = folder.resolve("here");
    var there = folder.resolve("there");
    Files.createDirectories(here);
    Files.createDirectories(there);
    for (var work :
        List.of(
            List.<Object>of("inspect", "MODEL", "--device", "interp"),
            List.<Object>of("inspect", "MODEL", "--stage", "graph", "--json"),
            List.<Object>of("run", "MODEL", "--quiet", "--input", input, "--output", "OUT/o.npz"),
            // Named here: a server calls a content by what it was first stored as.
            List.<Object>of(
                "compile",
                "MODEL",
                "--target",
                "cortex-m4",
                "--name",
                "digits",
                "--quiet",
                "-o",
                "OUT"))) {
      var left = bantam(filled(work, model, here));
      var right = byServer(viewer, filled(work, stored, there));
      assertThat(left.code).as(left.err).isZero();
      assertThat(right.out.replace(there.toString(), here.toString())).isEqualTo(left.out);
      assertThat(right.code + right.err).isEqualTo(left.code + left.err);
    }
    try (var files = Files.list(here)) {
      for (var file : files.toList()) {
        assertThat(there.resolve(String.valueOf(file.getFileName()))).hasSameBinaryContentAs(file);
      }
    }
  }

  private static Object[] filled(List<Object> work, Object named, Path out) {
    return work.stream()
        .map(it -> it.equals("MODEL") ? named : it.toString().replace("OUT", out.toString()))
        .toArray();
  }

  @Test
  void aModelThatIsNoTfliteIsNotFetchedForWorkInThisProcess() throws IOException {
    var source = names("models", EXAMPLE.resolve("digits.onnx")).findFirst().orElseThrow();
    var said = byServer(viewer, "inspect", source);
    assertThat(said.code).isEqualTo(1);
    assertThat(said.err)
        .isEqualTo(
            "bantam: model %s: is of format onnx, must be tflite; convert it first\n"
                .formatted(source));
  }

  @Test
  void aBenchmarkIsMeasuredByTheFarm() {
    var there = byServer(token, "benchmark", model, "--threads", "1,2", "--json");
    assertThat(there.code).as(there.err).isZero();
    assertThat(there.out)
        .startsWith("{")
        .contains("\"threads\" : 1", "\"threads\" : 2", "\"check\" : \"", "\"medianNanos\" : ");
  }

  @Test
  void aVerdictIsGivenOnceAllIsMeasured() throws IOException {
    var admin = new RemotePlatform(platform.address(), platform.keptToken(Role.ADMIN, "a").text());
    var id = admin.upload("models", "digits", model).path("id").asString();
    var suite = Map.of("name", "s", "models", List.of(id), "devices", List.of("cpu"));
    admin.post("suites", suite, "");
    admin.post("releases", Map.of("name", "1.0", "suite", "s"), "");

    var junit = folder.resolve("verdict.xml");
    var first = byServer(viewer, "verdict", "--release", "1.0", "--junit", junit);

    assertThat(first.code).as(first.err).isZero();
    assertThat(first.out)
        .startsWith("new      " + id + " on cpu, 1 thread: was not measured before (benchmark bmk_")
        .endsWith("release 1.0 is the first of its suite: there is nothing to compare it with\n");
    assertThat(junit)
        .content()
        .contains("<testsuite name=\"release 1.0\" tests=\"1\"", "<skipped message=");
    var unknown = byServer(viewer, "verdict", "--release", "2.0");
    assertThat(unknown.code).isEqualTo(1);
    assertThat(unknown.err).isEqualTo("bantam: release 2.0: does not exist\n");
    var nowhere = bantam("verdict", "--release", "1.0");
    assertThat(nowhere.code).isEqualTo(2);
  }

  /** A graph with an operator that nobody has. */
  private static Path strange() throws IOException {
    var x = GraphTensor.of("x", TensorType.of(DType.F32, 1, 2));
    var y = GraphTensor.of("y", TensorType.of(DType.F32, 1, 2));
    var node = new Node("Strange", true, 1, List.of(0), List.of(1), List.of(), Attributes.NONE);
    var main = new Subgraph("main", List.of(x, y), List.of(0), List.of(1), List.of(node));
    var file = folder.resolve("strange.tflite");
    TfliteFile.write(new Graph(List.of(main), List.of(), List.of(), ""), file);
    return file;
  }

  @Test
  void workThatFailsFailsTheSame() throws IOException {
    var arguments =
        new Object[] {
          "prune", strange(), "--sparsity", "0.5", "--eval", TEST_DATA, "-o", folder.resolve("no")
        };
    var here = bantam(arguments);
    assertThat(here.code).isEqualTo(1);
    assertThat(byServer(token, arguments)).isEqualTo(here);
  }

  @Test
  void aTokenThatMayNotIsRefused() {
    var there = byServer(viewer, "evaluate", model, TEST_DATA);
    assertThat(there.code).isEqualTo(1);
    assertThat(there.err).contains("admin or ci").hasLineCount(1);
  }

  @Test
  void aServerThatIsNotThereIsOutOfReach() throws IOException {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    var there =
        bantam(
            "evaluate",
            model,
            TEST_DATA,
            "--server",
            "http://127.0.0.1:" + free,
            "--token-file",
            token);
    assertThat(there.code).isEqualTo(3);
    assertThat(there.err)
        .startsWith("bantam: http://127.0.0.1:" + free)
        .endsWith(": cannot be reached, nothing listens there\n")
        .hasLineCount(1);
  }

  static Stream<List<String>> wrong() {
    return Stream.of(
        List.of("--token-file TOKEN", "--token-file: is for a server, which --server must name"),
        List.of(
            "--server localhost:1 --token-file TOKEN",
            "--server localhost:1: must be an address without a path, such as http://localhost:8080"),
        List.of(
            "--server http://x/api --token-file TOKEN",
            "--server http://x/api: must be an address without a path, such as http://localhost:8080"),
        List.of(
            "--server http://x --token-file TOKEN --device interp",
            "--device interp: the server http://x decides where models run, leave it out"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongUsageIsSaidBeforeAnythingIsSent(List<String> flagsAndMessage) {
    var arguments = new ArrayList<Object>(List.of("evaluate", model, TEST_DATA));
    arguments.addAll(
        List.of(flagsAndMessage.getFirst().replace("TOKEN", token.toString()).split(" ")));
    var said = bantam(arguments.toArray());
    assertThat(said.code).isEqualTo(2);
    assertThat(said.err)
        .isEqualTo(
            "bantam evaluate: %s. See bantam evaluate --help\n"
                .formatted(flagsAndMessage.getLast()));
  }
}
