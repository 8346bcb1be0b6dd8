package dev.bantam.conformance;

import dev.bantam.device.Device;
import dev.bantam.device.DeviceMemoryException;
import dev.bantam.error.BantamException;
import dev.bantam.model.Limits;
import dev.bantam.npz.Npz;
import dev.bantam.npz.NpzLimits;
import dev.bantam.run.Model;
import dev.bantam.run.Session;
import dev.bantam.type.Literal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Runs cases on a device, one after the other. */
public final class CaseRunner {
  private static final long NANOS = 1_000_000;

  private final Device device;

  public CaseRunner(Device device) {
    this.device = device;
  }

  /** Never throws what a model or device may bring about: it fails the case. */
  public Outcome run(Path model) {
    long start = System.nanoTime();
    try {
      var settings = settings(model);
      var comparison = new Comparison(settings);
      var integers = new IntegerResults.Collector();
      var wrong = invocations(model, settings, comparison, integers);
      long millis = (System.nanoTime() - start) / NANOS;
      var status = wrong.isEmpty() ? Outcome.Status.PASSED : Outcome.Status.FAILED;
      return new Outcome(status, millis, comparison.worst(), integers.results(), wrong.orElse(""));
    } catch (DeviceMemoryException e) {
      return ended(start, Outcome.Status.SKIPPED, message(e));
    } catch (BantamException e) {
      return ended(start, Outcome.Status.FAILED, message(e));
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      var origin = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
      return ended(start, Outcome.Status.FAILED, e + origin);
    }
  }

  private static String message(BantamException e) {
    return String.valueOf(e.getMessage());
  }

  private static Outcome ended(long start, Outcome.Status status, String reason) {
    return Outcome.ended(status, (System.nanoTime() - start) / NANOS, reason);
  }

  private static CaseSettings settings(Path model) throws IOException {
    var file = Cases.beside(model, ".json");
    return Files.exists(file) ? CaseSettings.parse(Files.readString(file)) : CaseSettings.DEFAULT;
  }

  private Optional<String> invocations(
      Path file, CaseSettings settings, Comparison comparison, IntegerResults.Collector integers)
      throws IOException {
    var arrays = Npz.read(Cases.beside(file, ".npz"), NpzLimits.DEFAULT);
    try (var model = Model.open(file, Limits.DEFAULT);
        var session = session(model, settings)) {
      boolean several = arrays.containsKey("1/o0");
      int invocation = 0;
      for (; arrays.containsKey(invocation + "/o0"); invocation++) {
        var wrong = invocation(session, arrays, invocation, settings, comparison);
        // A set's order is the device's own affair.
        session.outputs().stream()
            .skip(settings.unordered() ? 1 : 0)
            .forEach(output -> integers.add(output.value()));
        if (wrong.isPresent()) {
          return several ? Optional.of("invocation " + invocation + ", " + wrong.get()) : wrong;
        }
      }
      return invocation == 0 ? Optional.of("the .npz has no output 0/o0") : Optional.empty();
    }
  }

  private Session session(Model model, CaseSettings settings) {
    return settings.signature().isPresent()
        ? model.session(device, settings.signature().get())
        : model.session(device);
  }

  private static Optional<String> invocation(
      Session session,
      Map<String, Literal> arrays,
      int index,
      CaseSettings settings,
      Comparison comparison) {
    for (int i = 0; i < session.inputs().size(); i++) {
      var array = arrays.get(index + "/i" + i);
      if (array == null) return Optional.of("the .npz has no input %d/i%d".formatted(index, i));
      var input = session.input(i);
      input.set(Comparison.adapted(array, input.type().dtype()));
    }
    session.run();
    for (int i = 0; ; i++) {
      var array = arrays.get(index + "/o" + i);
      if (array == null) return Optional.empty();
      if (i == session.outputs().size()) {
        return Optional.of("the model has %d outputs, must have more".formatted(i));
      }
      var output = session.output(i);
      var actual = new Literal(output.type(), output.bytes());
      var expected = Comparison.adapted(array, actual.type().dtype());
      boolean scaled = output.quantization().isPresent();
      var wrong = comparison.mismatch(expected, actual, scaled, settings.unordered() && i == 0);
      if (wrong.isPresent()) return Optional.of("output %d: %s".formatted(i, wrong.get()));
    }
  }
}
