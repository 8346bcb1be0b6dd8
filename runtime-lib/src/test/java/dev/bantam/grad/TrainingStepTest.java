package dev.bantam.grad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Subgraph;
import dev.bantam.interp.Interpreter;
import dev.bantam.model.Limits;
import dev.bantam.model.TfliteFile;
import dev.bantam.npz.Npz;
import dev.bantam.npz.NpzLimits;
import dev.bantam.op.Entry;
import dev.bantam.op.Lowering;
import dev.bantam.op.Operators;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.Literal;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three steps of gradient descent on a convolutional network, as TensorFlow takes them: {@code
 * training_step.py} beside the expected values made them.
 */
class TrainingStepTest {
  private static final double RATE = 0.25;
  private static final Offset<Float> CLOSE = Offset.offset(2e-5f);

  @TempDir Path folder;

  private Graph graph;
  private Map<String, Literal> expected;

  @BeforeEach
  void read() throws IOException {
    graph =
        TfliteFile.read(MemorySegment.ofArray(resource("training_step.tflite")), Limits.DEFAULT);
    var file = Files.write(folder.resolve("expected.npz"), resource("training_step.npz"));
    expected = Npz.read(file, NpzLimits.DEFAULT);
  }

  private static byte[] resource(String name) throws IOException {
    try (var stream = TrainingStepTest.class.getResourceAsStream(name)) {
      if (stream == null) throw new IOException("no resource " + name);
      return stream.readAllBytes();
    }
  }

  /** Which expected weights a tensor of the file is, or -1. */
  private int weights(GraphTensor tensor) {
    if (tensor.constant().isEmpty()) return -1;
    for (int i = 0; expected.get("before/" + i) instanceof Literal before; i++) {
      if (before.equals(tensor.constant().get())) return i;
    }
    return -1;
  }

  /** The loss of a batch; the weights are variables, and better after each run. */
  private Program step() {
    var main = graph.main();
    var trained = new ArrayList<Integer>();
    for (int i = 0; i < main.tensors().size(); i++) {
      if (weights(main.tensor(i)) >= 0) trained.add(i);
    }
    assertThat(trained).hasSize(8);
    var forward = forward(trained);
    var evaluator = new Interpreter();
    var b = new ProgramBuilder("step", evaluator);
    var x = b.parameter(forward.main().parameters().getFirst().type());
    var labels = b.parameter(forward.main().resultTypes().getFirst());
    var variables = new ArrayList<Variable>();
    for (int tensor : trained) {
      variables.add(new Variable("w" + tensor, main.tensor(tensor).constant().orElseThrow()));
    }
    var reads = variables.stream().map(b::read).toList();
    var arguments = new ArrayList<>(List.of(x));
    arguments.addAll(reads);
    var loss = crossEntropy(b, b.inline(forward.main(), arguments).getFirst(), labels);
    var gradients = Gradients.of(b, loss, reads);
    for (int i = 0; i < reads.size(); i++) {
      b.write(variables.get(i), b.sub(reads.get(i), b.mul(gradients.get(i), RATE)));
    }
    var results = new ArrayList<>(List.of(loss));
    results.addAll(reads);
    return new Program(b.build(results), variables);
  }

  /** The network as a function of its input and of its weights. */
  private Program forward(List<Integer> trained) {
    var main = graph.main();
    var tensors = new ArrayList<>(main.tensors());
    for (int i : trained) {
      var tensor = main.tensor(i);
      tensors.set(i, GraphTensor.of(tensor.name(), tensor.type()));
    }
    var inputs = new ArrayList<>(main.inputs());
    inputs.addAll(trained);
    var open = new Subgraph(main.name(), tensors, inputs, main.outputs(), main.nodes());
    var entry = Entry.main(new Graph(List.of(open), List.of(), List.of(), ""));
    return new Lowering(Operators.standard(), new Interpreter()).lower(entry);
  }

  private static Value crossEntropy(ProgramBuilder b, Value logits, Value labels) {
    var shifted = b.sub(logits, b.reduceKeeping(Fold.MAX, logits, List.of(1)));
    var sum = b.reduceKeeping(Fold.ADD, b.unary(Fn1.EXP, shifted), List.of(1));
    var likelihoods = b.sub(shifted, b.unary(Fn1.LOG, sum));
    var total = b.reduce(Fold.ADD, b.mul(likelihoods, labels), List.of(0, 1));
    return b.mul(total, -1.0 / logits.type().extent(0));
  }

  /** Loss and weights at the begin of each step, and of one more. */
  private void check(List<List<Literal>> steps) {
    float[] losses = expected("loss").toFloats();
    for (int i = 0; i < losses.length; i++) {
      assertThat(steps.get(i).getFirst().toFloats()[0]).as("step " + i).isCloseTo(losses[i], CLOSE);
    }
    assertThat(losses[losses.length - 1]).isLessThan(losses[0]);
    var first = steps.getFirst();
    var last = steps.get(losses.length);
    for (int i = 1; i < last.size(); i++) {
      var before = first.get(i);
      int which = weights(GraphTensor.constant("", before));
      assertThat(last.get(i).toFloats())
          .as("weights " + which)
          .usingComparatorWithPrecision(2e-5f)
          .containsExactly(expected("after/" + which).toFloats());
    }
  }

  private Literal expected(String name) {
    return Objects.requireNonNull(expected.get(name), name);
  }

  private List<Literal> batch() {
    return List.of(expected("x"), expected("labels"));
  }

  @Test
  void isTensorFlowsOnTheInterpreter() {
    var instance = new Interpreter().instance(step());
    var steps = new ArrayList<List<Literal>>();
    for (int i = 0; i < 4; i++) steps.add(instance.run(batch()));
    check(steps);
  }

  @Test
  void isTensorFlowsOnTheProcessor() {
    try (var executable = Devices.load().device("cpu", DeviceOptions.DEFAULT).compile(step());
        var instance = executable.instance()) {
      var steps = new ArrayList<List<Literal>>();
      for (int i = 0; i < 4; i++) steps.add(instance.run(executable, batch()));
      check(steps);
    }
  }
}
