package dev.bantam.cli;

import dev.bantam.device.Device;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.npz.Npz;
import dev.bantam.npz.NpzLimits;
import dev.bantam.run.Model;
import dev.bantam.run.Session;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a model on the inputs of an {@code .npz} file, in the layout of a conformance case. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Run a model: one invocation for each group k/i0, k/i1, ... of the inputs.")
final class RunCommand extends BantamCommand {
  private static final Pattern INPUT = Pattern.compile("(\\d{1,9})/i(\\d{1,9})");

  @Parameters(
      paramLabel = "MODEL",
      description = "A .tflite file; with --server, the id or the digest of a model there.")
  private Path file = Path.of("");

  @Option(names = "--input", required = true, paramLabel = "IN.npz", description = "k/i0, ...")
  private Path input = Path.of("");

  @Option(names = "--output", required = true, paramLabel = "OUT.npz", description = "k/o0, ...")
  private Path target = Path.of("");

  @Option(names = "--signature", paramLabel = "KEY", description = "Call this entry point.")
  private @Nullable String signature;

  @Mixin private DeviceFlags device = new DeviceFlags();
  @Mixin private ServerFlags server = new ServerFlags();

  /** What a run comes to, as programs read it. */
  record Summary(int invocations, long nanoseconds, Map<String, String> outputs) {}

  @Override
  public Integer call() throws Exception {
    var machine = device.device();
    try (var here = ModelHere.of(spec(), file, server.platform())) {
      return run(here.file(), machine);
    }
  }

  private int run(Path file, Device machine) throws IOException {
    var arrays = Npz.read(input, NpzLimits.DEFAULT);
    var invocations = new TreeSet<Integer>();
    for (var name : arrays.keySet()) {
      var match = INPUT.matcher(name);
      if (match.matches()) invocations.add(Integer.parseInt(match.group(1)));
    }
    var results = new LinkedHashMap<String, Literal>();
    long time = 0;
    try (var model = Model.open(file);
        var session =
            signature == null ? model.session(machine) : model.session(machine, signature)) {
      // A model without inputs is run once.
      if (session.inputs().isEmpty() && invocations.isEmpty()) invocations.add(0);
      if (invocations.isEmpty()) throw missing("0/i0");
      for (int k : invocations) time += invocation(session, k, arrays, results);
    }
    Npz.write(target, results);
    report(invocations.size(), time, results);
    return ExitCodes.DONE;
  }

  private long invocation(
      Session session, int k, Map<String, Literal> arrays, Map<String, Literal> results) {
    for (int i = 0; i < session.inputs().size(); i++) {
      var array = arrays.get(k + "/i" + i);
      if (array == null) throw missing(k + "/i" + i);
      var tensor = session.input(i);
      boolean bits = tensor.type().dtype() == DType.BF16 && array.type().dtype() == DType.U16;
      tensor.set(bits ? as(array, DType.BF16) : array);
    }
    session.prepare();
    long start = System.nanoTime();
    session.run();
    long time = System.nanoTime() - start;
    for (int i = 0; i < session.outputs().size(); i++) {
      var value = session.output(i).value();
      boolean bits = value.type().dtype() == DType.BF16;
      results.put(k + "/o" + i, bits ? as(value, DType.U16) : value);
    }
    return time;
  }

  /** NumPy has no bfloat16: its bits stand for it. */
  private static Literal as(Literal value, DType dtype) {
    return new Literal(value.type().with(dtype), value.bytes());
  }

  private BantamException missing(String name) {
    return new BantamException(
        ErrorCode.INVALID_DATASET, "%s: array %s is missing, must be there".formatted(input, name));
  }

  private void report(int invocations, long time, Map<String, Literal> results) {
    var outputs = new LinkedHashMap<String, String>();
    results.forEach((name, value) -> outputs.put(name, value.type().toString()));
    output().result(new Summary(invocations, time, outputs));
    output()
        .note(
            "%s in %.3f ms, %s in %s"
                .formatted(
                    Output.count(invocations, "invocation"),
                    time / 1e6,
                    Output.count(outputs.size(), "output"),
                    target));
  }
}
