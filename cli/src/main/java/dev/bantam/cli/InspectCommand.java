package dev.bantam.cli;

import dev.bantam.device.Device;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.device.HostedExecutable;
import dev.bantam.error.BantamException;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphText;
import dev.bantam.interp.Interpreter;
import dev.bantam.model.TfliteFile;
import dev.bantam.op.Entry;
import dev.bantam.op.Lowering;
import dev.bantam.op.OperatorReference;
import dev.bantam.op.Operators;
import dev.bantam.op.Signature;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is in a model, where it runs, and what it needs there. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Show what is in a model, where it runs, and what it needs.")
final class InspectCommand extends BantamCommand {
  private static final String ALL = "all";

  @Parameters(
      paramLabel = "MODEL",
      description =
          "A .tflite file; with --digests also a folder of them; with --server, the id or the digest of a model there.")
  private Path file = Path.of("");

  @Option(
      names = "--stage",
      paramLabel = "S",
      description = "Show one form on the way to the device: ${COMPLETION-CANDIDATES}.")
  private @Nullable Stage stage;

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "Compile for this device, or for all.")
  private @Nullable String device;

  @Option(
      names = "--operators",
      description = "Show what each of its operators takes, gives and promises.")
  private boolean operators;

  @Option(
      names = "--digests",
      description =
          "Show a checksum of each kernel: those of before and after a change say what it changed.")
  private boolean digests;

  @Option(
      names = "--instructions",
      paramLabel = "L",
      description = "With --stage or --digests: the level of instructions, such as avx2.")
  private @Nullable String instructions;

  @Mixin private ServerFlags server = new ServerFlags();

  /** The forms that a model goes through. */
  enum Stage {
    graph,
    program,
    schedule,
    kernel,
    source
  }

  @Override
  public Integer call() throws Exception {
    if (digests) {
      Flags.require(
          spec(),
          server.platform().isEmpty(),
          "--digests: are of kernels made from files here, leave out --server");
      return showDigests();
    }
    try (var here = ModelHere.of(spec(), file, server.platform())) {
      return inspect(here.file());
    }
  }

  private int inspect(Path file) throws IOException {
    var graph = TfliteFile.read(file);
    if (stage != null) {
      var text = text(graph, stage);
      output().line(text.stripTrailing());
      output().result(Map.of("stage", stage, "text", text));
      return ExitCodes.DONE;
    }
    if (operators) {
      var lines = operators(graph);
      lines.forEach(output()::line);
      output().result(Map.of("operators", lines));
      return ExitCodes.DONE;
    }
    var contents = Contents.of(graph, Files.size(file));
    var placements = placements(graph);
    contents.lines().forEach(output()::line);
    placements.forEach(placement -> output().line(placement.line()));
    output().result(new Inspection(contents, placements));
    boolean good = placements.stream().allMatch(placement -> placement.refusal().isEmpty());
    return good ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  /** Model by model, so that two outputs can be compared line by line. */
  private Integer showDigests() throws IOException {
    var compiler = device();
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (var model : models()) {
      var name = model.equals(file) ? String.valueOf(file.getFileName()) : below(file, model);
      all.put(name, digests(model, compiler));
      for (var line : all.get(name)) output().line(line + " " + name);
    }
    output().result(Map.of("digests", all));
    return ExitCodes.DONE;
  }

  /** A model that the device does not take does not stand in the way of the others. */
  private static List<String> digests(Path model, Device compiler) throws IOException {
    try {
      var program = program(TfliteFile.read(model));
      return KernelDigests.of(compiler.text(program, Device.Stage.SOURCE));
    } catch (BantamException refusal) {
      return List.of("- refused");
    }
  }

  private List<Path> models() throws IOException {
    try (var files = Files.walk(file)) {
      return files.filter(each -> Files.isRegularFile(each) && isModel(each)).sorted().toList();
    }
  }

  private boolean isModel(Path path) {
    return path.equals(file) || path.toString().endsWith(".tflite");
  }

  private static String below(Path folder, Path model) {
    return folder.relativize(model).toString().replace('\\', '/');
  }

  /** One after the other, each once; those that nothing here can run are left out. */
  private static List<String> operators(Graph graph) {
    var known = Operators.load();
    return graph.subgraphs().stream()
        .flatMap(subgraph -> subgraph.nodes().stream())
        .flatMap(node -> known.find(node).stream())
        .map(operator -> operator.signature())
        .collect(
            Collectors.toMap(Signature::name, signature -> signature, (a, b) -> a, TreeMap::new))
        .values()
        .stream()
        .flatMap(signature -> OperatorReference.lines(signature).stream())
        .toList();
  }

  /** The result as programs read it. */
  record Inspection(Contents model, List<Placement> devices) {}

  /**
   * What a device makes of the model.
   *
   * @param bytes that it takes there, all together
   * @param refusal why it cannot run; empty if it can
   * @param standIn what runs it there in the device's stead; null if nothing does
   */
  record Placement(String device, long bytes, String refusal, @Nullable String standIn) {
    String line() {
      var name = standIn == null ? device : "%s (stand-in: %s)".formatted(device, standIn);
      return refusal.isEmpty()
          ? "device %s: runs, takes %d bytes".formatted(name, bytes)
          : "device %s: does not run: %s".formatted(name, refusal);
    }
  }

  private String text(Graph graph, Stage wanted) {
    return switch (wanted) {
      case graph -> GraphText.show(graph);
      case program -> ProgramText.abbreviate(program(graph));
      case schedule -> device().text(program(graph), Device.Stage.SCHEDULE);
      case kernel -> device().text(program(graph), Device.Stage.KERNEL);
      case source -> device().text(program(graph), Device.Stage.SOURCE);
    };
  }

  private Device device() {
    var options =
        instructions == null
            ? DeviceOptions.DEFAULT
            : DeviceOptions.DEFAULT.withInstructionSet(instructions);
    return device(device == null ? "cpu" : device, options);
  }

  private Device device(String name, DeviceOptions options) {
    return Flags.read(spec(), () -> Devices.load().device(name, options));
  }

  private static Program program(Graph graph) {
    return new Lowering(Operators.load(), new Interpreter()).lower(Entry.main(graph));
  }

  private List<Placement> placements(Graph graph) {
    if (device == null) return List.of();
    var devices = Devices.load();
    var placements = new ArrayList<Placement>();
    for (var name : device.equals(ALL) ? devices.names() : List.of(device)) {
      placements.add(placement(graph, device(name, DeviceOptions.DEFAULT)));
    }
    return placements;
  }

  private static Placement placement(Graph graph, Device device) {
    try (var executable = HostedExecutable.compile(device, program(graph))) {
      var footprint = executable.footprint();
      long bytes =
          footprint.constants() + footprint.arena() + footprint.variables() + footprint.code();
      return new Placement(device.name(), bytes, "", standIn(device));
    } catch (BantamException refusal) {
      var message = Optional.ofNullable(refusal.getMessage()).orElse("");
      return new Placement(device.name(), 0, message, standIn(device));
    }
  }

  private static @Nullable String standIn(Device device) {
    return device.isStandIn() ? device.processor().orElse("") : null;
  }
}
