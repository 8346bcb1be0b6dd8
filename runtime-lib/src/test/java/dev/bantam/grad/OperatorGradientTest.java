package dev.bantam.grad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.conformance.Cases;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Subgraph;
import dev.bantam.interp.Interpreter;
import dev.bantam.model.TfliteFile;
import dev.bantam.npz.Npz;
import dev.bantam.npz.NpzLimits;
import dev.bantam.op.Entry;
import dev.bantam.op.Lowering;
import dev.bantam.op.OperatorException;
import dev.bantam.op.Operators;
import dev.bantam.op.UnknownValueException;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.testing.Fixtures;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The derivative of what operators are lowered to, by their operands and by their weights, against
 * differences in random directions: each conformance case of floats, but for {@code FAKE_QUANT},
 * whose steps have none. {@code -Dbantam.gradient.case=CONV_2D} asks the cases of one folder,
 * {@code -Dbantam.gradient.seed=N} takes other points.
 */
class OperatorGradientTest {
  private static final long SEED = Long.getLong("bantam.gradient.seed", 1);
  private static final String ONLY = System.getProperty("bantam.gradient.case", "");

  private static final int ATTEMPTS = 15;

  /** From coarse to fine: what one loses to the curve, the other loses to rounding. */
  private static final double[] STEPS = {0x1p-4, 0x1p-5, 0x1p-6, 0x1p-7, 0x1p-8, 0x1p-9, 0x1p-10};

  /** Three steps that agree so well are taken for the derivative; there is no kink between them. */
  private static final double SETTLED = 2e-3;

  private static final double LARGE = 20;
  private static final double TOLERANCE = 1e-2;
  private static final int MOST_ELEMENTS = 20_000;

  private final Lowering lowering = new Lowering(Operators.standard(), new Interpreter());
  private final Random random = new Random(SEED);

  /** A case with numbers in place of what it is asked the derivative by. */
  private record Sample(Entry entry, List<Literal> values) {}

  /** Outputs of floats, and behind them the gradients by {@code varied}. */
  private record Derivative(Program program, int outputs, List<Integer> varied) {}

  @Test
  void agreesWithDifferences() throws IOException {
    var wrong = new TreeMap<String, String>();
    var asked = new TreeSet<String>();
    var open = new TreeSet<String>();
    var refused = new TreeMap<String, String>();
    var cases = Fixtures.file("tflite-ops");
    for (var file : Cases.below(cases)) {
      var name = Cases.name(cases, file);
      var operator = name.substring(0, name.indexOf('/'));
      if (!name.contains("float32") || operator.equals("FAKE_QUANT")) continue;
      if (!ONLY.isEmpty() && !operator.equals(ONLY)) continue;
      Optional<Differentiable> derivative;
      try {
        derivative = derivative(file);
      } catch (GradientException refusal) {
        refused.put(operator, String.valueOf(refusal.getMessage()));
        continue;
      }
      if (derivative.isEmpty()) continue;
      open.add(operator);
      var verdict = compare(derivative.get().sample(), derivative.get().derivative());
      if (verdict.points() > 0) asked.add(operator);
      verdict.problem().ifPresent(problem -> wrong.put(name, problem));
    }
    assertThat(wrong).isEmpty();
    open.removeAll(asked);
    assertThat(open).as("operators whose derivative was nowhere asked").isEmpty();
    assertThat(refused.values())
        .allMatch(
            reason ->
                reason.equals(
                    "while: how often it runs is known only when it has run, must be a scan"));
    if (ONLY.isEmpty()) assertThat(asked).hasSizeGreaterThan(80);
  }

  private record Differentiable(Sample sample, Derivative derivative) {}

  private Optional<Differentiable> derivative(Path file) throws IOException {
    var sample = sample(file);
    if (sample.isEmpty()) return Optional.empty();
    var program = lowering.lower(sample.get().entry());
    return gradient(program).map(gradient -> new Differentiable(sample.get(), gradient));
  }

  // The program of a case, its weights among its parameters

  private Optional<Sample> sample(Path file) throws IOException {
    var graph = TfliteFile.read(file);
    var beside = Path.of(file.toString().replaceFirst("tflite$", "npz"));
    var arrays = Npz.read(beside, NpzLimits.DEFAULT);
    var inputs = new ArrayList<Literal>();
    for (int i = 0; i < graph.main().inputs().size(); i++) {
      var array = arrays.get("0/i" + i);
      var dtype = graph.main().tensor(graph.main().inputs().get(i)).type().dtype();
      if (array == null || dtype == DType.STR || array.type().dtype() != dtype)
        return Optional.empty();
      inputs.add(array);
    }
    var opened = lowered(opened(graph), graph, inputs);
    return opened.isPresent() ? opened : lowered(graph, graph, inputs);
  }

  /** Constants of floats become inputs: what training changes. */
  private static Graph opened(Graph graph) {
    var main = graph.main();
    var tensors = new ArrayList<>(main.tensors());
    var inputs = new ArrayList<>(main.inputs());
    for (int i = 0; i < tensors.size(); i++) {
      var tensor = tensors.get(i);
      if (tensor.constant().isEmpty() || tensor.type().dtype() != DType.F32) continue;
      if (tensor.variable() || main.outputs().contains(i)) continue;
      tensors.set(i, GraphTensor.of(tensor.name(), tensor.type()));
      inputs.add(i);
    }
    var subgraphs = new ArrayList<>(graph.subgraphs());
    subgraphs.set(0, new Subgraph(main.name(), tensors, inputs, main.outputs(), main.nodes()));
    return new Graph(subgraphs, graph.signatures(), graph.metadata(), graph.description());
  }

  /** The entry that lowers with these values and those of the constants that became inputs. */
  private Optional<Sample> lowered(Graph graph, Graph original, List<Literal> given) {
    var values = new ArrayList<>(given);
    var inputs = graph.main().inputs();
    for (int input : inputs.subList(given.size(), inputs.size()))
      values.add(original.main().tensor(input).constant().orElseThrow());
    if (values.stream().mapToLong(Literal::elements).sum() > MOST_ELEMENTS) return Optional.empty();
    var shapes = values.stream().map(value -> value.type().shape()).toList();
    var entry = Entry.main(graph).with(shapes);
    for (int attempt = 0; attempt <= inputs.size(); attempt++) {
      try {
        lowering.lower(entry);
        return Optional.of(new Sample(entry, values));
      } catch (UnknownValueException unknown) {
        int input = inputs.indexOf(unknown.tensor());
        if (input < 0) return Optional.empty();
        entry = entry.knowing(unknown.tensor(), values.get(input));
      } catch (OperatorException refusal) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean isReal(TensorType type) {
    return type.dtype() == DType.F32 && type.elements() > 0;
  }

  private Optional<Derivative> gradient(Program forward) {
    var b = new ProgramBuilder("main", new Interpreter());
    var parameters = forward.main().parameters().stream().map(x -> b.parameter(x.type())).toList();
    var results = b.inline(forward.main(), parameters);
    var outputs = results.stream().filter(y -> isReal(y.type())).toList();
    var varied =
        IntStream.range(0, parameters.size())
            .filter(i -> isReal(parameters.get(i).type()))
            .boxed()
            .toList();
    if (outputs.isEmpty() || varied.isEmpty()) return Optional.empty();
    var cotangents = outputs.stream().map(y -> b.constant(weights(y.type()))).toList();
    var by = varied.stream().map(parameters::get).toList();
    var returned = new ArrayList<>(outputs);
    returned.addAll(Gradients.backward(b, outputs, cotangents, by));
    var program = new Program(b.build(returned), forward.variables());
    return Optional.of(new Derivative(program, outputs.size(), varied));
  }

  // Against differences

  /**
   * @param points at which differences settled
   * @param problem what is wrong at one of them
   */
  private record Verdict(int points, Optional<String> problem) {}

  /** One operand after the other: a small gradient is not lost beside a large one. */
  private Verdict compare(Sample sample, Derivative derivative) {
    int points = 0;
    for (int varied = 0; varied < derivative.varied().size(); varied++) {
      var verdict = compare(sample, derivative, varied);
      points += verdict.points();
      if (verdict.problem().isPresent()) return verdict;
    }
    return new Verdict(points, Optional.empty());
  }

  /** A kink closer than any step looks like a slope between both sides': two points decide. */
  private Verdict compare(Sample sample, Derivative derivative, int varied) {
    int wrong = 0;
    var problem = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var at = sample.values().stream().map(this::around).toList();
      var results = run(derivative.program(), at);
      var direction = jitter(at.get(derivative.varied().get(varied)));
      var difference = difference(derivative, at, varied, direction);
      if (difference.isEmpty()) continue;
      double slope = dot(results.get(derivative.outputs() + varied), direction);
      double allowed = TOLERANCE * (1 + Math.abs(difference.get()));
      if (Math.abs(slope - difference.get()) <= allowed) return new Verdict(1, Optional.empty());
      problem =
          "by operand %d the slope is %s, must be %s (seed %d, attempt %d)"
              .formatted(varied, slope, difference.get(), SEED, attempt);
      if (++wrong == 2) return new Verdict(1, Optional.of(problem));
    }
    return new Verdict(0, Optional.empty());
  }

  /** The slope that three steps agree on; none at a kink, or where values are no numbers. */
  private Optional<Double> difference(
      Derivative derivative, List<Literal> at, int varied, Literal direction) {
    int settled = 0;
    double coarser = Double.NaN;
    for (double step : STEPS) {
      double change = change(derivative, at, derivative.varied().get(varied), direction, step);
      double slope = change / (2 * step);
      boolean agrees = Math.abs(slope - coarser) <= SETTLED * (1 + Math.abs(slope));
      settled = agrees ? settled + 1 : 0;
      if (settled == 2) return Optional.of(slope);
      coarser = slope;
    }
    return Optional.empty();
  }

  /** Of the weighted outputs, between a step back and a step on. */
  private double change(
      Derivative derivative, List<Literal> at, int which, Literal direction, double step) {
    var above = run(derivative.program(), moved(at, which, direction, step));
    var below = run(derivative.program(), moved(at, which, direction, -step));
    double change = 0;
    for (int i = 0; i < derivative.outputs(); i++) {
      var weights = weights(above.get(i).type());
      for (long k = 0; k < weights.elements(); k++)
        change += weights.real(k) * (above.get(i).real(k) - below.get(i).real(k));
    }
    return change;
  }

  private List<Literal> run(Program program, List<Literal> at) {
    return new Interpreter().instance(program).run(at);
  }

  /** Each element of an output counts otherwise, so that they cannot stand for each other. */
  private static Literal weights(TensorType type) {
    return literal(type, i -> Math.sqrt(1 + i % 7));
  }

  /** A small step in a random direction, for what has one. */
  private Literal jitter(Literal value) {
    if (value.type().dtype() != DType.F32) return value;
    return literal(value.type(), i -> 0.3 * random.nextGaussian());
  }

  /** Numbers beside those of the case; large ones would not feel a step. */
  private Literal around(Literal value) {
    if (value.type().dtype() != DType.F32) return value;
    var jitter = jitter(value);
    return literal(
        value.type(), i -> Math.clamp(finite(value.real(i)), -LARGE, LARGE) + jitter.real(i));
  }

  private static double finite(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  private static List<Literal> moved(List<Literal> at, int which, Literal direction, double step) {
    var moved = new ArrayList<>(at);
    moved.set(which, moved(at.get(which), direction, step));
    return moved;
  }

  private static Literal moved(Literal x, Literal direction, double step) {
    if (x.type().dtype() != DType.F32) return x;
    return literal(x.type(), i -> x.real(i) + step * direction.real(i));
  }

  private static Literal literal(TensorType type, LongToDoubleFunction element) {
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (long i = 0; i < type.elements(); i++)
      Literal.write(bytes, type.dtype(), i, element.applyAsDouble(i), 0);
    return new Literal(type, bytes);
  }

  private static double dot(Literal a, Literal b) {
    double sum = 0;
    for (long i = 0; i < a.elements(); i++) sum += a.real(i) * b.real(i);
    return sum;
  }
}
