package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.error.BantamException;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.interp.Interpreter;
import dev.bantam.model.OptionFields;
import dev.bantam.model.TfliteFile;
import dev.bantam.prim.Instruction;
import dev.bantam.prim.Program;
import dev.bantam.prim.Reachable;
import dev.bantam.testing.Fixtures;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Numbers of a file that have no meaning, in every place of every operator: they are refused with a
 * message, or give some result. Nothing else is thrown, whatever they are.
 */
class OperatorRefusalsTest {
  private static final long[] NUMBERS = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 2};
  private static final int[] EXTENTS = {0, 1, 5, Integer.MAX_VALUE};

  /** More is not run: a device of its own says what it has no memory for. */
  private static final long MOST_ELEMENTS = 100_000;

  private static final int MOST_STEPS = 100;
  private static final Pattern OTHER_TYPE = Pattern.compile("output (\\d+) \".* must be (\\w+)$");

  private final Interpreter interpreter = new Interpreter(MOST_STEPS);
  private final Lowering lowering = new Lowering(Operators.standard(), interpreter);
  private final Random random = new Random(1);
  private final Set<String> wrong = new LinkedHashSet<>();
  private int refused;
  private int ran;

  private void check(String what, Entry entry) {
    try {
      var program = lowering.lower(entry);
      if (elements(program) <= MOST_ELEMENTS) {
        var arguments = program.main().parameters().stream().map(x -> value(x.type(), 6)).toList();
        interpreter.instance(program).run(arguments);
      }
      ran++;
    } catch (BantamException refusal) {
      refused++;
      if (refusal.getMessage() == null || refusal.getMessage().contains("null"))
        wrong.add(what + ": says nothing: " + refusal.getMessage());
    } catch (RuntimeException | Error other) {
      var at =
          Stream.of(other.getStackTrace())
              .map(StackTraceElement::toString)
              .filter(frame -> frame.startsWith("dev.bantam"))
              .limit(3)
              .toList();
      wrong.add(what + ": " + other + " at " + at);
    }
  }

  /** Of all values together. */
  private static long elements(Program program) {
    double elements = 0;
    for (var parameter : program.main().parameters()) elements += elements(parameter.type());
    for (var function : Reachable.from(program.main())) {
      for (Instruction instruction : function.body()) {
        for (var result : instruction.results()) elements += elements(result.type());
      }
    }
    return (long) elements;
  }

  private static double elements(TensorType type) {
    double elements = 1;
    for (int extent : type.shape().extents()) elements *= extent;
    return elements;
  }

  /** Indices up to twice as far as anything goes, on both sides. */
  private Literal value(TensorType type, int extent) {
    if (type.dtype() == DType.STR) return Literal.zeros(type);
    var segment = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    if (!type.dtype().isArithmetic()) return new Literal(type, segment);
    for (long i = 0; i < type.elements(); i++) {
      long integer = random.nextInt(4 * extent + 1) - 2L * extent;
      Literal.write(segment, type.dtype(), i, integer / 4.0, integer);
    }
    return new Literal(type, segment);
  }

  // Cases that have a meaning, with one number changed

  @Test
  void everyNumberOfEveryCaseIsTakenOrRefused() throws IOException {
    for (var folder : folders()) {
      for (var file : cases(folder)) mutate(file.toString(), TfliteFile.read(file));
    }
    report();
  }

  private static List<Path> folders() throws IOException {
    try (var folders = Files.list(Fixtures.file("tflite-ops"))) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  /** The smallest two of a folder. */
  private static List<Path> cases(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".tflite"))
          .sorted(
              java.util.Comparator.<Path>comparingLong(file -> file.toFile().length())
                  .thenComparing(file -> file))
          .limit(2)
          .toList();
    }
  }

  private void mutate(String name, Graph graph) {
    var main = graph.main();
    for (int n = 0; n < main.nodes().size(); n++) {
      var node = main.nodes().get(n);
      for (var key : node.attributes().values().keySet()) {
        for (long number : NUMBERS) {
          var other = withNumber(node.attributes(), key, number);
          if (other.isEmpty()) continue;
          var changed = with(graph, n, withOptions(node, other.get()));
          check(name + " " + key + "=" + number, Entry.main(changed));
        }
      }
      for (int i = 0; i < node.inputs().size(); i++) {
        for (int index : List.of(-2, -1, main.tensors().size(), Integer.MAX_VALUE)) {
          var inputs = new ArrayList<>(node.inputs());
          inputs.set(i, index);
          var changed = node.with(inputs, node.outputs());
          check(name + " input " + i + "=" + index, Entry.main(with(graph, n, changed)));
        }
      }
    }
    var entry = Entry.main(graph);
    for (int i = 0; i < entry.shapes().size(); i++) {
      for (int axis = 0; axis < entry.shapes().get(i).rank(); axis++) {
        for (int extent : EXTENTS) {
          var shapes = new ArrayList<>(entry.shapes());
          shapes.set(i, shapes.get(i).with(axis, extent));
          check(name + " input " + i + " extent " + axis + "=" + extent, entry.with(shapes));
        }
      }
    }
    for (int t = 0; t < main.tensors().size(); t++) {
      var constant = main.tensor(t).constant();
      if (constant.isEmpty() || constant.get().elements() > 64) continue;
      if (!Types.INDEX.contains(constant.get().type().dtype())) continue;
      for (int round = 0; round < 3; round++) {
        var tensor = main.tensor(t).with(value(constant.get().type(), 4));
        check(name + " constant " + t, Entry.main(with(graph, t, tensor)));
      }
      for (long number : NUMBERS) {
        var tensor = main.tensor(t).with(filled(constant.get().type(), number));
        check(name + " constant " + t + "=" + number, Entry.main(with(graph, t, tensor)));
      }
    }
  }

  private static Literal filled(TensorType type, long number) {
    var segment = MemorySegment.ofArray(new byte[(int) type.bytes()]);
    for (long i = 0; i < type.elements(); i++) Literal.write(segment, type.dtype(), i, 0, number);
    return new Literal(type, segment);
  }

  private static Optional<Attributes> withNumber(Attributes attributes, String key, long number) {
    var values = new TreeMap<>(attributes.values());
    if (values.get(key) instanceof Long) {
      values.put(key, number);
    } else if (values.get(key) instanceof List<?> list
        && list.stream().allMatch(Long.class::isInstance)) {
      var changed = new ArrayList<Object>(list);
      if (changed.isEmpty()) changed.add(number);
      else changed.set(changed.size() - 1, number);
      values.put(key, changed);
    } else {
      return Optional.empty();
    }
    return Optional.of(new Attributes(attributes.table(), values, attributes.custom()));
  }

  private static Node withOptions(Node node, Attributes attributes) {
    return new Node(
        node.operator(),
        node.custom(),
        node.version(),
        node.inputs(),
        node.outputs(),
        node.intermediates(),
        attributes);
  }

  private static Graph with(Graph graph, int index, Node node) {
    var nodes = new ArrayList<>(graph.main().nodes());
    nodes.set(index, node);
    return with(graph, graph.main().tensors(), nodes);
  }

  private static Graph with(Graph graph, int index, GraphTensor tensor) {
    var tensors = new ArrayList<>(graph.main().tensors());
    tensors.set(index, tensor);
    return with(graph, tensors, graph.main().nodes());
  }

  private static Graph with(Graph graph, List<GraphTensor> tensors, List<Node> nodes) {
    var main = graph.main();
    var subgraphs = new ArrayList<>(graph.subgraphs());
    subgraphs.set(0, new Subgraph(main.name(), tensors, main.inputs(), main.outputs(), nodes));
    return new Graph(subgraphs, graph.signatures(), graph.metadata(), graph.description());
  }

  // Operators as the catalogue has them, on operands that they may have

  @Test
  void everyNumberOfEveryOperatorIsTakenOrRefused() {
    var shapes =
        List.of(Shape.SCALAR, Shape.of(3), Shape.of(2, 3), Shape.of(0, 3), Shape.of(1, 4, 4, 2));
    for (var operator : Operators.standard().byName().values()) {
      for (var shape : shapes) {
        for (int choice = 0; choice < 3; choice++) vary(operator.signature(), shape, choice);
      }
    }
    report();
  }

  private void vary(Signature signature, Shape shape, int choice) {
    var name = signature.name();
    var plain = new TreeMap<String, Object>();
    for (var field : OptionFields.integers(name)) plain.put(field, 1L);
    for (var field : OptionFields.lists(name)) plain.put(field, List.of(1L, 0L));
    attempt(signature, shape, choice, plain, "");
    for (var field : OptionFields.integers(name)) {
      for (long number : NUMBERS) {
        var values = new TreeMap<>(plain);
        values.put(field, number);
        attempt(signature, shape, choice, values, field + "=" + number);
      }
    }
    for (var field : OptionFields.lists(name)) {
      for (long number : NUMBERS) {
        var values = new TreeMap<>(plain);
        values.put(field, List.of(number, 1L));
        attempt(signature, shape, choice, values, field + "=" + number);
      }
    }
  }

  private void attempt(
      Signature signature, Shape shape, int choice, TreeMap<String, Object> values, String change) {
    var tensors = new ArrayList<GraphTensor>();
    var inputs = new ArrayList<Integer>();
    var operands = new ArrayList<Integer>();
    for (var operand : signature.operands()) {
      if (operand.optional() && choice == 1) {
        operands.add(Node.ABSENT);
        continue;
      }
      var types = List.copyOf(operand.types());
      var dtype = types.get(choice * (types.size() - 1) / 2);
      boolean index = operand.types().contains(DType.I32) && !operand.types().contains(DType.F32);
      operands.add(tensors.size());
      var type = Lowering.unpacked(new TensorType(dtype, shape));
      var tensor =
          index && dtype != DType.STR && dtype != DType.BOOL
              ? GraphTensor.constant(operand.name(), value(type, 3))
              : GraphTensor.of(operand.name(), type);
      if (type.dtype().isInteger() && !index && choice != 1)
        tensor = tensor.with(Quantization.perTensor(0.5f, 0));
      if (tensor.constant().isEmpty()) inputs.add(tensors.size());
      tensors.add(tensor);
    }
    var outputs = new ArrayList<Integer>();
    for (int i = 0; i < Math.max(signature.results().size(), 1); i++) {
      outputs.add(tensors.size());
      var type = TensorType.of(DType.F32);
      tensors.add(GraphTensor.of("y" + i, type).with(Quantization.perTensor(0.5f, 0)));
    }
    var node =
        new Node(
            signature.name(),
            signature.custom(),
            1,
            operands,
            signature.results().isEmpty() ? List.of() : outputs,
            List.of(),
            new Attributes("", values, dev.bantam.type.Bytes.EMPTY));
    var what = signature.name() + " on " + shape + ", choice " + choice + " " + change;
    attempt(what, tensors, inputs, outputs, node, 3);
  }

  /** Results whose element type is another than was guessed get that one, and it is tried again. */
  private void attempt(
      String what,
      List<GraphTensor> tensors,
      List<Integer> inputs,
      List<Integer> outputs,
      Node node,
      int times) {
    var main = new Subgraph("main", tensors, inputs, outputs, List.of(node));
    var graph = new Graph(List.of(main, second()), List.of(), List.of(), "");
    var entry = Entry.main(graph);
    try {
      lowering.lower(entry);
    } catch (BantamException refusal) {
      var other = OTHER_TYPE.matcher(String.valueOf(refusal.getMessage()));
      if (times > 0 && other.find()) {
        var changed = new ArrayList<>(tensors);
        int output = outputs.get(Integer.parseInt(other.group(1)));
        var type = changed.get(output).type().with(DType.parse(other.group(2)));
        changed.set(output, changed.get(output).with(type));
        attempt(what, changed, inputs, outputs, node, times - 1);
        return;
      }
    } catch (RuntimeException | Error again) {
      // The check reports it.
    }
    check(what, entry);
  }

  /** A subgraph for operators that name one: the first of two scalars. */
  private static Subgraph second() {
    var scalar = GraphTensor.of("a", TensorType.of(DType.F32));
    return new Subgraph(
        "second", List.of(scalar, scalar.named("b")), List.of(0, 1), List.of(0), List.of());
  }

  private void report() {
    assertThat(wrong).as("%d ran, %d refused", ran, refused).isEmpty();
    // Where hardly anything runs, nothing is tested but the first check.
    assertThat(ran).isGreaterThan(500);
    assertThat(refused).isGreaterThan(500);
  }
}
