package dev.bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.npz.Npz;
import dev.bantam.npz.NpzLimits;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** What all commands have in common: exit codes, who speaks where, and how much. */
class CommandRulesTest {
  private static final Path EXAMPLE = Path.of("../examples/digits").toAbsolutePath();
  private static final String DATA = EXAMPLE.resolve("test.npz").toString();
  private static final String STORED = "mdl_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private static Path folder;
  private static String model = "";
  private static String token = "";

  record Said(int code, String out, String err) {}

  private static Said bantam(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Main.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(arguments);
    return new Said(code, out.toString(), err.toString());
  }

  private static Said bantam(List<String> arguments, String... more) {
    return bantam(Stream.concat(arguments.stream(), Arrays.stream(more)).toArray(String[]::new));
  }

  @BeforeAll
  static void prepare() throws IOException {
    model = file("digits.tflite");
    token = Files.writeString(folder.resolve("token"), "bt_x\n").toString();
    assertThat(bantam("convert", EXAMPLE.resolve("digits.onnx").toString(), "-o", model).code)
        .isZero();
    var cases = Files.createDirectories(folder.resolve("cases"));
    Files.copy(Path.of(model), cases.resolve("a.tflite"));
    var input = Literal.of(Shape.of(1, 8, 8, 1), new float[64]);
    Npz.write(folder.resolve("in.npz"), Map.of("0/i0", input));
    assertThat(bantam("run", model, "--input", file("in.npz"), "--output", file("first.npz")).err)
        .startsWith("1 invocation in ");
    Npz.write(
        cases.resolve("a.npz"),
        Map.of(
            "0/i0",
            input,
            "0/o0",
            Objects.requireNonNull(
                Npz.read(folder.resolve("first.npz"), NpzLimits.DEFAULT).get("0/o0"))));
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  /** Each command by name, those of a command too: {@code token create}. */
  static Stream<List<String>> commands() {
    return Commands.all().stream()
        .flatMap(
            command -> {
              var spec = new CommandLine(command).getCommandSpec();
              var own = Stream.of(List.of(spec.name()));
              return spec.subcommands().isEmpty()
                  ? own
                  : spec.subcommands().keySet().stream().map(it -> List.of(spec.name(), it));
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasTheCommonFlagsAndKnowsNoOthers(List<String> command) {
    assertThat(bantam(command, "--help").out).contains("--json", "--quiet", "--verbose");

    var said = bantam(command, "--nonsense");

    var name = "bantam " + String.join(" ", command);
    assertThat(said.code).isEqualTo(2);
    assertThat(said.out).isEmpty();
    assertThat(said.err)
        .startsWith(name + ": ")
        .endsWith(". See %s --help\n".formatted(name))
        .hasLineCount(1);
  }

  /** Arguments, and what is wrong with them. */
  record Wrong(String arguments, String problem) {}

  static Stream<Wrong> wrong() {
    return Stream.of(
        new Wrong("", "a command is missing, must be one of agent, benchmark, compile,"),
        new Wrong("agent", "--server: is missing, must name the farm's server"),
        new Wrong("agent --server x:1", "--server x:1: must be an address without a path,"),
        new Wrong("benchmark", "MODEL: is missing, must be a .tflite file, or a folder of them"),
        new Wrong("benchmark M --threads 0", "--threads 0: must be at least 1"),
        new Wrong("benchmark M --seconds 0", "--seconds 0: must be at least 1"),
        new Wrong("benchmark M --peer x", "--peer x: is not known, must be litert"),
        new Wrong("benchmark M --device x", "device \"x\" is not known, must be one of "),
        new Wrong("compile M -o DIR", "Missing required option: '--target=T'"),
        new Wrong("compile M -o DIR --target x", "device \"x\" is not known, must be one of "),
        new Wrong("compile M -o DIR --target cpu", "target \"cpu\" runs models without a package"),
        new Wrong("conformance", "Missing required parameter: 'DIR'"),
        new Wrong("conformance DIR --workers 0", "--workers 0: must be at least 1"),
        new Wrong("conformance DIR --timeout 0", "--timeout 0: must be at least 1"),
        new Wrong("conformance DIR --device x", "device \"x\" is not known, must be one of "),
        new Wrong("convert M", "Missing required option: '--output=FILE'"),
        new Wrong("convert M -o FILE --shape x=a", "--shape x: \"a\" is no extent,"),
        new Wrong("demo --port -1", "--port -1: must be in [0, 65535]"),
        new Wrong("evaluate M", "Missing required parameter: 'DATA'"),
        new Wrong("evaluate M DATA --device x", "device \"x\" is not known, must be one of "),
        new Wrong("evaluate M DATA --std 0", "preprocessing: deviation 0.0 must be finite"),
        new Wrong("inspect", "Missing required parameter: 'MODEL'"),
        new Wrong("inspect M --stage x", "Invalid value for option '--stage': expected one of"),
        new Wrong("inspect M --device x", "device \"x\" is not known, must be one of "),
        new Wrong("prune M -o FILE --sparsity 1", "sparsity is 1.0, must be at least 0 and below"),
        new Wrong("prune M -o FILE --sparsity 0 --scope x", "scope \"x\" "),
        new Wrong("prune M -o FILE --sparsity 0 --score x", "score \"x\" "),
        new Wrong("quantize M -o FILE --scheme x", "scheme \"x\" is not known, must be one of"),
        new Wrong("quantize M -o FILE --scheme int8", "--calibration: is missing, scheme int8"),
        new Wrong("quantize M -o FILE --scheme fp16 --method x", "calibration method \"x\" "),
        new Wrong("quantize M -o FILE --scheme fp16 --samples 0", "calibration samples are 0,"),
        new Wrong("run M --input IN", "Missing required option: '--output=OUT.npz'"),
        new Wrong("run M --input IN --output OUT --device x", "device \"x\" is not known,"),
        new Wrong("run M --input IN --output OUT --server http://x", "MODEL MODELFILE: run works"),
        new Wrong("inspect M --server http://x", "MODEL MODELFILE: inspect works on it in this"),
        new Wrong("serve --port 65536", "--port 65536: must be in [0, 65535]"),
        new Wrong("serve --only x", "--only x: is not known, must be one of gateway, benchmark,"),
        new Wrong("token", "a command is missing, must be create"),
        new Wrong("token create --role x", "Invalid value for option '--role': expected one of"),
        new Wrong("token create --role ci --days 0", "--days 0: must be at least 1"),
        new Wrong("verdict --release 1", "--server: is missing, must name the farm's server"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongUsageIsSaidInALineThatNamesIt(Wrong wrong) {
    var arguments =
        Stream.of(wrong.arguments.split(" "))
            .filter(it -> !it.isEmpty())
            .map(it -> it.equals("M") ? model : it)
            .flatMap(
                it -> it.startsWith("http:") ? Stream.of(it, "--token-file", token) : Stream.of(it))
            .toArray(String[]::new);

    var said = bantam(arguments);

    assertThat(said.code).as(said.err).isEqualTo(2);
    assertThat(said.out).isEmpty();
    assertThat(said.err)
        .startsWith("bantam")
        .contains(": " + wrong.problem.replace("MODELFILE", model))
        .endsWith(" --help\n")
        .hasLineCount(1);
  }

  static Stream<List<String>> failing() {
    var none = file("none");
    var noFolder = Path.of(model).resolve("data").toString();
    return Stream.of(
        List.of("agent", "--server", "http://x", "--token-file", none),
        List.of("benchmark", none),
        List.of("compile", none, "--target", "cortex-m4", "-o", file("package")),
        List.of("conformance", none),
        List.of("convert", none, "-o", file("made")),
        List.of("demo", "--data", noFolder, "--port", "0"),
        List.of("evaluate", none, DATA),
        List.of("inspect", none),
        List.of("inspect", STORED),
        List.of("prune", none, "--sparsity", "0.5", "-o", file("made")),
        List.of("quantize", none, "--scheme", "dynamic", "-o", file("made")),
        List.of("run", none, "--input", file("in.npz"), "--output", file("out.npz")),
        List.of("serve", "--data", noFolder, "--port", "0"),
        List.of("token", "create", "--role", "ci", "--server", "http://x", "--token-file", none),
        List.of("verdict", "--release", "1", "--server", "http://x", "--token-file", none));
  }

  @ParameterizedTest
  @MethodSource("failing")
  void workThatFailsIsALineAndOnlyIfAskedWhereItCameFrom(List<String> arguments) {
    for (var flags : List.of(List.<String>of(), List.of("--json"), List.of("--quiet"))) {
      var said = bantam(arguments, flags.toArray(String[]::new));
      assertThat(said.code).as(said.err).isEqualTo(1);
      assertThat(said.err.lines().filter(it -> it.startsWith("bantam: "))).as(said.err).hasSize(1);
      assertThat(said.err).doesNotContain("\tat ", "this is a bug");
      if (flags.contains("--json") && !said.out.isEmpty())
        assertThat(JSON.readTree(said.out)).isNotNull();
      if (!flags.contains("--json")) assertThat(said.out).isEmpty();
    }
    assertThat(bantam(arguments, "--verbose").err).contains("\n\tat ");
  }

  static Stream<List<String>> succeeding() {
    return Stream.of(
        List.of("benchmark", model, "--device", "interp"),
        List.of("compile", model, "--target", "cortex-m4", "-o", file("package")),
        List.of("conformance", file("cases"), "--device", "interp"),
        List.of("convert", EXAMPLE.resolve("digits.onnx").toString(), "-o", file("made.tflite")),
        List.of("evaluate", model, DATA),
        List.of("inspect", model, "--device", "interp"),
        List.of("inspect", model, "--stage", "program"),
        List.of("inspect", model, "--operators"),
        List.of("prune", model, "--sparsity", "0.5", "-o", file("made.tflite")),
        List.of("quantize", model, "--scheme", "dynamic", "-o", file("made.tflite")),
        List.of("run", model, "--input", file("in.npz"), "--output", file("out.npz")));
  }

  @ParameterizedTest
  @MethodSource("succeeding")
  void aResultIsAloneOnStandardOutputAsTextOrAsJson(List<String> arguments) {
    var json = bantam(arguments, "--json");
    assertThat(json.code).as(json.err).isZero();
    assertThat(json.err).isEmpty();
    // The reader refuses whatever comes behind the one value.
    assertThat(
            JSON.reader()
                .with(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(json.out)
                .isObject())
        .isTrue();

    var quiet = bantam(arguments, "--quiet");
    assertThat(quiet.code).isZero();
    assertThat(quiet.err).isEmpty();
    assertThat(quiet.out).doesNotStartWith("{");
    assertThat(quiet.out.isEmpty())
        .as("only run has no text for a result")
        .isEqualTo(arguments.getFirst().equals("run"));

    assertThat(bantam(arguments, "--verbose").code).isZero();
  }

  /** Those that ask a server; an agent waits for one that is not there. */
  static Stream<List<String>> asking() {
    return Stream.of(
        List.of("benchmark", model),
        List.of("compile", STORED, "--target", "cortex-m4", "-o", file("package")),
        List.of("convert", EXAMPLE.resolve("digits.onnx").toString(), "-o", file("made")),
        List.of("evaluate", model, DATA),
        List.of("inspect", STORED),
        List.of("prune", STORED, "--sparsity", "0.5", "-o", file("made")),
        List.of("quantize", model, "--scheme", "dynamic", "-o", file("made")),
        List.of("run", STORED, "--input", file("in.npz"), "--output", file("out.npz")),
        List.of("token", "create", "--role", "ci"),
        List.of("verdict", "--release", "1"));
  }

  @ParameterizedTest
  @MethodSource("asking")
  void aServerThatIsNotThereIsOutOfReach(List<String> arguments) throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var server = "http://127.0.0.1:" + port;

    var said = bantam(arguments, "--json", "--server", server, "--token-file", token);

    assertThat(said.code).as(said.err).isEqualTo(3);
    assertThat(said.out).isEmpty();
    assertThat(said.err)
        .startsWith("bantam: " + server)
        .endsWith(": cannot be reached, nothing listens there\n")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @MethodSource("asking")
  void whoInterruptsIsToldSo(List<String> arguments) throws Exception {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var server = "http://127.0.0.1:" + silent.getLocalPort();
      var said = new CompletableFuture<Said>();
      var command =
          new Thread(
              () -> said.complete(bantam(arguments, "--server", server, "--token-file", token)));
      command.start();
      try (var asked = silent.accept()) {
        assertThat(asked.getInputStream().read()).isPositive();
        command.interrupt();
        assertThat(said.get(30, TimeUnit.SECONDS).code).isEqualTo(130);
      }
    }
  }

  @Test
  void aPlatformThatIsInterruptedEnds() throws Exception {
    var said = new CompletableFuture<Said>();
    var command =
        new Thread(() -> said.complete(bantam("serve", "--only", "gateway", "--port", "0")));
    command.start();
    while (command.getState() != Thread.State.WAITING) Thread.sleep(20);
    command.interrupt();
    assertThat(said.get(30, TimeUnit.SECONDS))
        .isEqualTo(new Said(130, "", "bantam: interrupted\n"));
  }
}
