package dev.bantam.evaluation;

import dev.bantam.device.Device;
import dev.bantam.device.Executable;
import dev.bantam.device.HostedExecutable;
import dev.bantam.device.Instance;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.interp.Interpreter;
import dev.bantam.op.Entry;
import dev.bantam.op.Lowering;
import dev.bantam.op.Operators;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.List;

/**
 * A graph made ready on a device for one sample at a time. State that a network keeps between runs
 * is reset before each sample: samples do not follow one another.
 */
public final class Network implements AutoCloseable {
  private final Graph graph;
  private final Executable executable;
  private final Instance instance;
  private final List<Integer> observed;

  private Network(Graph graph, Executable executable, List<Integer> observed) {
    this.graph = graph;
    this.executable = executable;
    this.observed = List.copyOf(observed);
    instance = executable.instance();
  }

  /** The main subgraph with a batch of one. */
  public static Network open(Graph graph, Device device) {
    return open(Entry.main(graph), device);
  }

  /** The same, and after each run every tensor that the graph computes can be looked at. */
  public static Network observing(Graph graph, Device device) {
    return open(Entry.main(graph).observingAll(), device);
  }

  private static Network open(Entry entry, Device device) {
    var graph = entry.graph();
    if (graph.main().inputs().size() != 1) {
      throw new BantamException(
          ErrorCode.UNSUPPORTED,
          "the model has %d inputs, a data set can be given to models with one"
              .formatted(graph.main().inputs().size()));
    }
    List<Shape> shapes =
        List.of(
            InputFit.batchOfOne(
                graph.main().tensor(graph.main().inputs().getFirst()).type().shape()));
    var single = entry.with(shapes);
    var program = new Lowering(Operators.load(), new Interpreter()).lower(single);
    return new Network(graph, HostedExecutable.compile(device, program), single.observed());
  }

  /** The input, with the extents of a batch of one. */
  public GraphTensor input() {
    var tensor = graph.main().tensor(graph.main().inputs().getFirst());
    return tensor.with(executable.inputs().getFirst());
  }

  /** The first output. */
  public GraphTensor output() {
    return graph.main().tensor(graph.main().outputs().getFirst());
  }

  /** Indices of the tensors whose values {@link #run} gives behind the outputs, in this order. */
  public List<Integer> observed() {
    return observed;
  }

  public GraphTensor tensor(int index) {
    return graph.main().tensor(index);
  }

  /** Outputs, then observed tensors. */
  public List<Literal> run(Literal input) {
    instance.reset();
    return instance.run(executable, List.of(input));
  }

  /** The values of the observed tensors only. */
  public List<Literal> observe(Literal input) {
    var all = run(input);
    return all.subList(all.size() - observed.size(), all.size());
  }

  @Override
  public void close() {
    instance.close();
    executable.close();
  }
}
