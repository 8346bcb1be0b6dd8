package dev.bantam.run;

import dev.bantam.device.Device;
import dev.bantam.graph.Graph;
import dev.bantam.graph.Signature;
import dev.bantam.interp.Interpreter;
import dev.bantam.model.Limits;
import dev.bantam.model.TfliteFile;
import dev.bantam.op.Entry;
import dev.bantam.op.Lowering;
import dev.bantam.op.Operators;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model that was read and found valid. Shared: any number of threads may ask it for sessions.
 *
 * <p>Closing it lets go of what was compiled and not in use; sessions that are open stay usable.
 */
public final class Model implements AutoCloseable {
  private final Graph graph;
  private final Specializer specializer;

  private Model(Graph graph) {
    this.graph = graph;
    specializer = new Specializer(new Lowering(Operators.load(), new Interpreter()));
  }

  /** Reads a {@code .tflite} file. */
  public static Model open(Path file) throws IOException {
    return open(file, Limits.DEFAULT);
  }

  public static Model open(Path file, Limits limits) throws IOException {
    return new Model(TfliteFile.read(file, limits));
  }

  /** A model that never was a file. */
  public static Model of(Graph graph) {
    return new Model(graph);
  }

  public Graph graph() {
    return graph;
  }

  /** The keys of the model's named entry points. */
  public List<String> signatures() {
    return graph.signatures().stream().map(Signature::key).toList();
  }

  /** A session on the main subgraph. */
  public Session session(Device device) {
    specializer.requireOpen();
    return new Session(Entry.main(graph), List.of(), List.of(), specializer, device);
  }

  /**
   * A session on a named entry point; inputs and outputs are in the order of their sorted names.
   */
  public Session session(Device device, String signature) {
    specializer.requireOpen();
    var entry = Entry.signature(graph, signature);
    for (var candidate : graph.signatures()) {
      if (!candidate.key().equals(signature)) continue;
      var inputs = List.copyOf(candidate.inputs().keySet());
      var outputs = List.copyOf(candidate.outputs().keySet());
      return new Session(entry, inputs, outputs, specializer, device);
    }
    throw new IllegalStateException("an entry without its signature");
  }

  @Override
  public void close() {
    specializer.close();
  }
}
