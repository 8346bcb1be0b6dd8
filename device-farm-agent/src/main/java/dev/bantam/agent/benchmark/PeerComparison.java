package dev.bantam.agent.benchmark;

import dev.bantam.agent.measure.Plan;
import dev.bantam.agent.measure.Sampler;
import dev.bantam.agent.peer.Peer;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.measurement.Measurement.OutputCheck;
import dev.bantam.run.Model;
import dev.bantam.run.Session;
import dev.bantam.statistics.Ratio;
import dev.bantam.statistics.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures a model here and in another runtime, in alternation in this process, on equal inputs.
 */
public final class PeerComparison {
  private static final long SEED = 20190601;

  private final Devices devices;
  private final Plan plan;

  public PeerComparison(Devices devices, Plan plan) {
    this.devices = devices;
    this.plan = plan;
  }

  /** Makes a model ready in the other runtime. */
  public interface PeerFactory {
    Peer open(Path model, int threads);
  }

  /**
   * What came of it.
   *
   * @param ours nanoseconds of a run
   * @param theirs nanoseconds of a run of the peer, each taken next to one of ours
   * @param ratio above 1 if we are faster
   * @param check our answers against the interpreter's
   */
  public record Result(
      Samples ours,
      Samples theirs,
      Ratio ratio,
      String peer,
      long compileNanos,
      OutputCheck check) {}

  /** Compiles, checks the answers, and measures. */
  public Result run(Path file, BenchmarkSettings settings, PeerFactory peers) throws IOException {
    var device = devices.device(settings.device(), settings.options());
    if (!device.hasTime()) {
      throw new BantamException(
          ErrorCode.INVALID_REQUEST,
          "device %s is emulated, whose time cannot be compared with a peer's"
              .formatted(settings.device()));
    }
    try (var model = Model.open(file);
        var session = model.session(device)) {
      long begin = System.nanoTime();
      session.prepare();
      long compiled = System.nanoTime() - begin;
      fill(session);
      var check = check(model, session);
      try (var peer = peers.open(file, settings.threads())) {
        fill(session, peer, file);
        var results = new Sampler(plan, System::nanoTime).of(List.of(session::run, peer::run));
        var ours = results.get(0).samples();
        var theirs = results.get(1).samples();
        return new Result(
            ours, theirs, Ratio.of(ours, theirs), peer.description(), compiled, check);
      }
    }
  }

  private OutputCheck check(Model model, Session session) {
    try (var reference = model.session(devices.device("interp", DeviceOptions.DEFAULT))) {
      fill(reference);
      reference.run();
      session.run();
      var check = AnswerCheck.compare(session, reference);
      if (!check.passed()) {
        throw new BantamException(
            ErrorCode.INTERNAL,
            "%d of %d output elements differ from the interpreter's: the device computes this model wrong"
                .formatted(check.differing(), check.elements()));
      }
      session.reset();
      return check;
    }
  }

  private static void fill(Session session) {
    for (int i = 0; i < session.inputs().size(); i++) {
      var input = session.input(i);
      RandomInput.fill(input.type(), input.bytes(), SEED + i);
    }
  }

  private static void fill(Session session, Peer peer, Path file) {
    var inputs = peer.inputs();
    boolean fits = inputs.size() == session.inputs().size();
    for (int i = 0; fits && i < inputs.size(); i++) {
      fits = inputs.get(i).byteSize() >= session.input(i).bytes().byteSize();
    }
    if (!fits) {
      throw new BantamException(
          ErrorCode.UNSUPPORTED,
          "%s: the peer takes other inputs, must be the same".formatted(file));
    }
    for (int i = 0; i < inputs.size(); i++) inputs.get(i).copyFrom(session.input(i).bytes());
  }
}
