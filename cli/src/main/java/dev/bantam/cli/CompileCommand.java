package dev.bantam.cli;

import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.device.Packager;
import dev.bantam.device.Packager.Border;
import dev.bantam.device.Packager.Sizes;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.graph.GraphTensor;
import dev.bantam.interp.Interpreter;
import dev.bantam.model.TfliteFile;
import dev.bantam.op.Entry;
import dev.bantam.op.Lowering;
import dev.bantam.op.Operators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a package of a model, to be built into a product. */
@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    description = "Make a package of a model, to be built into a product.")
final class CompileCommand extends BantamCommand {
  @Parameters(
      paramLabel = "MODEL",
      description = "A .tflite file; with --server, the id or the digest of a model there.")
  private Path file = Path.of("");

  @Option(
      names = "--target",
      required = true,
      paramLabel = "T",
      description = "What it is made for, such as cortex-m4.")
  private String target = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Where the files go.")
  private Path folder = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What all names in it begin with (default: the model's file name).")
  private @Nullable String name;

  @Option(names = "--signature", paramLabel = "KEY", description = "Take this entry point.")
  private @Nullable String signature;

  @Mixin private ServerFlags server = new ServerFlags();

  /** What was made, as programs read it. */
  record Summary(String name, String target, Sizes sizes, List<String> files) {}

  @Override
  public Integer call() throws Exception {
    var packager = Flags.read(spec(), this::packager);
    try (var here = ModelHere.of(spec(), file, server.platform())) {
      return compile(packager, here.file());
    }
  }

  private int compile(Packager packager, Path file) throws IOException {
    var graph = TfliteFile.read(file);
    var entry = signature == null ? Entry.main(graph) : Entry.signature(graph, signature);
    var program = new Lowering(Operators.load(), new Interpreter()).lower(entry);
    var subgraph = graph.subgraphs().get(entry.subgraph());
    var inputs = new ArrayList<Border>();
    for (int tensor : entry.inputs()) inputs.add(border(subgraph.tensor(tensor)));
    var outputs = new ArrayList<Border>();
    for (int tensor : entry.outputs()) outputs.add(border(subgraph.tensor(tensor)));
    var chosen = name == null ? nameOf(file) : name;
    var made = packager.pack(program, chosen, inputs, outputs);
    Files.createDirectories(folder);
    for (var text : made.files().entrySet()) {
      Files.writeString(folder.resolve(text.getKey()), text.getValue());
    }
    show(chosen, made.sizes(), List.copyOf(made.files().keySet()));
    return ExitCodes.DONE;
  }

  private Packager packager() {
    var devices = Devices.load();
    if (devices.device(target, DeviceOptions.DEFAULT) instanceof Packager packager) return packager;
    var able =
        devices.names().stream()
            .filter(each -> devices.device(each, DeviceOptions.DEFAULT) instanceof Packager)
            .toList();
    throw new BantamException(
        ErrorCode.INVALID_REQUEST,
        "target \"%s\" runs models without a package, must be one of %s".formatted(target, able));
  }

  private static Border border(GraphTensor tensor) {
    var meaning = new StringBuilder("shape ").append(tensor.type().shape());
    tensor
        .quantization()
        .filter(scheme -> !scheme.isPerAxis())
        .ifPresent(
            scheme ->
                meaning.append(
                    ", real = %s * (element - %d)".formatted(scheme.scale(), scheme.zeroPoint())));
    return new Border(tensor.name(), meaning.toString());
  }

  /** The file's name, as C allows it. */
  private static String nameOf(Path file) {
    var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    var plain = name.replaceAll("\\.tflite$", "").replaceAll("[^a-z0-9]+", "_");
    return plain.matches("[a-z].*") ? plain : "model_" + plain;
  }

  private void show(String chosen, Sizes sizes, List<String> files) {
    output()
        .line(
            "%s for %s: RAM %d bytes (arena %d, state %d, stack %d), flash %d bytes (constants %d, code %d)"
                .formatted(
                    chosen,
                    target,
                    sizes.ram(),
                    sizes.arena(),
                    sizes.state(),
                    sizes.stack(),
                    sizes.flash(),
                    sizes.constants(),
                    sizes.code()));
    output().line("%s: %s".formatted(folder, String.join(", ", files)));
    output().result(new Summary(chosen, target, sizes, files));
  }
}
