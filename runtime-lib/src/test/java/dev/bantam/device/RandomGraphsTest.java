package dev.bantam.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.graph.Graph;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.model.TfliteFile;
import dev.bantam.run.Model;
import dev.bantam.testing.Drivers;
import dev.bantam.testing.RandomGraphs;
import dev.bantam.testing.StockTflite;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random graphs of operators: the same integers on the interpreter and on each device, floats
 * within their tolerance, and each operator within one step of stock TensorFlow Lite's kernels
 * wherever those were given the same operands. {@code -Dbantam.graphs=N} takes another number of
 * them, {@code -Dbantam.first=N} begins at another seed, {@code -Dbantam.seed=N} runs one again.
 */
class RandomGraphsTest {
  private static final long GRAPHS = Long.getLong("bantam.graphs", 60);
  private static final long FIRST = Long.getLong("bantam.first", 0);

  /** Of the largest element, for sums that were taken in another order. */
  private static final double TOLERANCE = 1e-4;

  @TempDir Path folder;

  @Test
  void agreeOnEveryDeviceAndWithStock() throws IOException {
    var devices = Devices.load();
    var cpu = devices.device("cpu", DeviceOptions.DEFAULT);
    var interpreter = devices.device("interp", DeviceOptions.DEFAULT);
    var only = Long.getLong("bantam.seed");
    long begin = only == null ? FIRST : only;
    long end = only == null ? FIRST + GRAPHS : only + 1;
    var failures = new ArrayList<String>();
    for (long seed = begin; seed < end; seed++) {
      var graph = RandomGraphs.graph(seed);
      var inputs = inputs(graph, seed);
      var wanted = run(graph, interpreter, inputs);
      var place = "seed " + seed;
      between(graph, wanted, run(graph, cpu, inputs), 0)
          .ifPresent(difference -> failures.add(place + " on cpu: " + difference));
      stock(graph, inputs, wanted)
          .ifPresent(difference -> failures.add(place + " and stock: " + difference));
    }
    assertThat(failures).isEmpty();
  }

  /** Fewer of them: a driver takes its time to compile. */
  @Test
  void agreeOnOpenCl() {
    var openCl = Drivers.openCl(DeviceOptions.DEFAULT);
    var interpreter = Devices.load().device("interp", DeviceOptions.DEFAULT);
    var only = Long.getLong("bantam.seed");
    long begin = only == null ? FIRST : only;
    long end = only == null ? FIRST + GRAPHS / 10 : only + 1;
    var failures = new ArrayList<String>();
    for (long seed = begin; seed < end; seed++) {
      var graph = RandomGraphs.graph(seed);
      var inputs = inputs(graph, seed);
      var place = "seed " + seed;
      between(graph, run(graph, interpreter, inputs), run(graph, openCl, inputs), 0)
          .ifPresent(difference -> failures.add(place + ": " + difference));
    }
    assertThat(failures).isEmpty();
  }

  private static List<Literal> inputs(Graph graph, long seed) {
    var random = new SplittableRandom(~seed);
    var inputs = new ArrayList<Literal>();
    for (int index : graph.main().inputs()) {
      inputs.add(input(graph.main().tensor(index).type(), random));
    }
    return inputs;
  }

  private static Literal input(TensorType type, SplittableRandom random) {
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (long i = 0; i < type.elements(); i++) {
      Literal.write(bytes, type.dtype(), i, random.nextDouble(-2, 2), random.nextInt(-128, 128));
    }
    return new Literal(type, bytes);
  }

  private static List<Literal> run(Graph graph, Device device, List<Literal> inputs) {
    try (var model = Model.of(graph);
        var session = model.session(device)) {
      for (int i = 0; i < inputs.size(); i++) session.input(i).set(inputs.get(i));
      session.run();
      return session.outputs().stream().map(output -> copy(output.value())).toList();
    }
  }

  /** The session's memory is gone when it is closed. */
  private static Literal copy(Literal value) {
    var bytes = value.bytes().toArray(ValueLayout.JAVA_BYTE);
    return new Literal(value.type(), MemorySegment.ofArray(bytes));
  }

  private static Optional<String> between(
      Graph graph, List<Literal> wanted, List<Literal> actual, long steps) {
    for (int i = 0; i < wanted.size(); i++) {
      var difference = difference(wanted.get(i), actual.get(i), steps);
      if (difference.isPresent()) return Optional.of(name(graph, i) + difference.get());
    }
    return Optional.empty();
  }

  private static String name(Graph graph, int output) {
    int tensor = graph.main().outputs().get(output);
    return producer(graph.main(), tensor).operator() + " %" + tensor + ": ";
  }

  private static Node producer(Subgraph main, int tensor) {
    return main.nodes().stream()
        .filter(node -> node.outputs().contains(tensor))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<String> difference(Literal wanted, Literal actual, long steps) {
    if (!wanted.type().equals(actual.type())) {
      return Optional.of("%s, must be %s".formatted(actual.type(), wanted.type()));
    }
    boolean real = wanted.type().dtype() == DType.F32;
    double largest = 0;
    for (long i = 0; real && i < wanted.elements(); i++) {
      largest = Math.max(largest, Math.abs(wanted.real(i)));
    }
    double allowed = real ? TOLERANCE * (1 + largest) : steps;
    for (long i = 0; i < wanted.elements(); i++) {
      double expected = real ? wanted.real(i) : wanted.integer(i);
      double got = real ? actual.real(i) : actual.integer(i);
      if (Double.compare(expected, got) == 0 || Math.abs(expected - got) <= allowed) continue;
      return Optional.of("element %d is %s, must be %s".formatted(i, got, expected));
    }
    return Optional.empty();
  }

  private Optional<String> stock(Graph graph, List<Literal> inputs, List<Literal> ours)
      throws IOException {
    var file = folder.resolve("graph.tflite");
    TfliteFile.write(graph, file);
    var bytes = inputs.stream().map(RandomGraphsTest::bytes).toList();
    var answers = StockTflite.run(file, bytes);
    var outputs = graph.main().outputs();
    Map<Integer, Boolean> same = new HashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      int tensor = outputs.get(i);
      var node = producer(graph.main(), tensor);
      var stocks = new Literal(ours.get(i).type(), MemorySegment.ofArray(answers.get(i)));
      boolean sameOperands = node.inputs().stream().allMatch(x -> same.getOrDefault(x, true));
      var difference = difference(stocks, ours.get(i), 1);
      if (sameOperands && difference.isPresent()) return difference.map(name(graph, i)::concat);
      same.put(tensor, difference(stocks, ours.get(i), 0).isEmpty());
    }
    return Optional.empty();
  }

  private static byte[] bytes(Literal value) {
    return value.bytes().toArray(ValueLayout.JAVA_BYTE);
  }
}
