package dev.bantam.run;

import dev.bantam.device.Device;
import dev.bantam.device.HostedExecutable;
import dev.bantam.op.Entry;
import dev.bantam.op.Lowering;
import dev.bantam.op.TensorPath;
import dev.bantam.op.UnknownValueException;
import dev.bantam.prim.Program;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Lowers and compiles a model for the shapes and known values that its sessions meet, and keeps
 * what was made last. Shared by threads.
 */
final class Specializer implements AutoCloseable {
  /** Programs that one model keeps. Real ones meet a handful of shapes. */
  private static final int MOST_KEPT = 16;

  private final Lowering lowering;
  private final LinkedHashMap<Key, Outcome> kept = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  Specializer(Lowering lowering) {
    this.lowering = lowering;
  }

  /** What an entry is told apart by; the graph is the same for all of one model. */
  private record Key(
      Device device,
      int subgraph,
      List<Integer> inputs,
      List<Integer> outputs,
      List<Shape> shapes,
      SortedMap<Integer, Literal> known,
      boolean whole,
      Map<TensorPath, Literal> inner,
      Optional<TensorPath> until) {
    static Key of(Device device, Entry entry) {
      return new Key(
          device,
          entry.subgraph(),
          entry.inputs(),
          entry.outputs(),
          entry.shapes(),
          entry.known(),
          entry.whole(),
          entry.inner(),
          entry.until());
    }
  }

  /** What lowering an entry comes to. */
  sealed interface Outcome {}

  /** The entry was counted in: whoever takes it leaves it once. */
  record Ready(Compiled compiled) implements Outcome {}

  /** The value of a tensor is needed first. */
  record Needs(int tensor) implements Outcome {}

  /** The value of a tensor of an inner subgraph is needed first. */
  record NeedsInner(TensorPath path) implements Outcome {}

  synchronized void requireOpen() {
    if (closed) throw new IllegalStateException("the model is closed");
  }

  synchronized Outcome outcome(Device device, Entry entry) {
    var key = Key.of(device, entry);
    var outcome = kept.get(key);
    if (outcome == null) {
      outcome = make(device, entry);
      if (!closed) keep(key, outcome);
    }
    if (outcome instanceof Ready(var compiled)) compiled.enter();
    return outcome;
  }

  private void keep(Key key, Outcome outcome) {
    if (outcome instanceof Ready(var compiled)) compiled.enter();
    kept.put(key, outcome);
    while (kept.size() > MOST_KEPT) {
      var eldest = kept.pollFirstEntry();
      if (eldest.getValue() instanceof Ready(var compiled)) compiled.leave();
    }
  }

  synchronized void leave(Compiled compiled) {
    compiled.leave();
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (var outcome : kept.values()) {
      if (outcome instanceof Ready(var compiled)) compiled.leave();
    }
    kept.clear();
  }

  private Outcome make(Device device, Entry entry) {
    Program program;
    try {
      program = lowering.lower(entry);
    } catch (UnknownValueException unknown) {
      var inner = unknown.inner();
      if (inner.isPresent() && !entry.inner().containsKey(inner.get()))
        return new NeedsInner(inner.get());
      if (unknown.tensor() < 0 || entry.known().containsKey(unknown.tensor())) throw unknown;
      return new Needs(unknown.tensor());
    }
    var executable = HostedExecutable.compile(device, program);
    return new Ready(new Compiled(executable, program.variables()));
  }
}
