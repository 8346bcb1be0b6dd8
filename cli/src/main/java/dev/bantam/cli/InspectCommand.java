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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is in a model, where it runs, and what it needs there. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Show what is in a model, where it runs, and what it needs.")
final class InspectCommand extends BantamCommand {
  private static final String ALL = "all";

  @Parameters(paramLabel = "MODEL", description = "A .tflite file.")
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
    return Devices.load().device(device == null ? "cpu" : device, DeviceOptions.DEFAULT);
  }

  private static Program program(Graph graph) {
    return new Lowering(Operators.load(), new Interpreter()).lower(Entry.main(graph));
  }

  private List<Placement> placements(Graph graph) {
    if (device == null) return List.of();
    var devices = Devices.load();
    var placements = new ArrayList<Placement>();
    for (var name : device.equals(ALL) ? devices.names() : List.of(device)) {
      placements.add(placement(graph, devices.device(name, DeviceOptions.DEFAULT)));
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
