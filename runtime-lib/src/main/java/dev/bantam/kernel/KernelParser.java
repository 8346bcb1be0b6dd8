package dev.bantam.kernel;

import dev.bantam.kernel.Slot.Segment;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Reads {@link KernelText}. */
final class KernelParser {
  private final Words words;
  private final List<Slot> inputs = new ArrayList<>();
  private final List<Slot> outputs = new ArrayList<>();
  private final Map<String, Slot> slots = new HashMap<>();
  private final Map<Slot, Long> places = new LinkedHashMap<>();
  private final List<String> labels = new ArrayList<>();
  private final List<String> microKernels = new ArrayList<>();
  private final Map<String, Kernel> kernels = new HashMap<>();
  private final Map<String, Buffer> buffers = new HashMap<>();
  private final Map<String, Expr> values = new HashMap<>();
  private final long[] bytes = new long[3];

  KernelParser(String text) {
    words = new Words(text);
  }

  Module module() {
    var steps = new ArrayList<Step>();
    while (!words.isAtEnd()) {
      var word = words.peek();
      switch (word) {
        case "input" -> inputs.add(outer(Segment.INPUT));
        case "output" -> outputs.add(outer(Segment.OUTPUT));
        case "arena", "constant", "variable" -> placed();
        case "memory" -> memory();
        case "label" -> {
          words.next();
          labels.add(words.quoted());
        }
        case "micro" -> {
          words.next();
          microKernels.add(words.raw());
        }
        case "kernel" -> kernel();
        default -> steps.add(step());
      }
    }
    return new Module(
        inputs, outputs, places, bytes[0], bytes[1], bytes[2], microKernels, labels, steps);
  }

  // Memory

  private Slot outer(Segment segment) {
    words.next();
    return slot(segment);
  }

  private Slot slot(Segment segment) {
    var buffer = buffer();
    var slot = new Slot(buffer.name(), segment, buffer.dtype(), buffer.elements());
    slots.put(slot.name(), slot);
    return slot;
  }

  private void placed() {
    var segment = Segment.valueOf(words.next().toUpperCase(Locale.ROOT));
    var slot = slot(segment);
    words.expect("at");
    places.put(slot, words.number());
  }

  private void memory() {
    words.next();
    int i = 0;
    for (var segment : List.of("arena", "constants", "variables")) {
      words.expect(segment);
      bytes[i++] = words.number();
    }
  }

  private Buffer buffer() {
    var name = words.next();
    words.expect(":");
    var dtype = DType.parse(words.next());
    words.expect("[");
    long elements = words.number();
    words.expect("]");
    return new Buffer(name, dtype, elements);
  }

  // Steps

  private List<Step> steps() {
    return block(this::step);
  }

  private Step step() {
    return switch (words.next()) {
      case "launch" -> launch();
      case "loop" -> {
        var index = index();
        yield new Step.Loop(index, steps());
      }
      case "while" -> {
        var flag = argument();
        var condition = steps();
        words.expect("do");
        yield new Step.While(condition, flag, steps());
      }
      case "case" -> {
        var index = argument();
        yield new Step.Case(
            index,
            block(
                () -> {
                  words.expect("branch");
                  return steps();
                }));
      }
      default -> throw words.refused("a step");
    };
  }

  private Step launch() {
    var name = words.next();
    var kernel = kernels.get(name);
    if (kernel == null) throw words.refused("a kernel");
    words.expect("(");
    var arguments = new ArrayList<Step.Argument>();
    while (!words.accept(")")) {
      arguments.add(argument());
      words.accept(",");
    }
    words.expect("label");
    return new Step.Launch(kernel, arguments, Math.toIntExact(words.number()));
  }

  private Step.Argument argument() {
    var slot = slots.get(words.next());
    if (slot == null) throw words.refused("a slot");
    if (!words.accept("[")) return new Step.Argument(slot, Indices.constant(0));
    var at = expression();
    words.expect("]");
    return new Step.Argument(slot, at);
  }

  // Kernels

  private void kernel() {
    words.next();
    var name = words.next();
    words.expect("(");
    var parameters = new ArrayList<Buffer>();
    while (!words.accept(")")) {
      var parameter = buffer();
      buffers.put(parameter.name(), parameter);
      parameters.add(parameter);
      words.accept(",");
    }
    var index = index();
    words.expect("cost");
    long cost = words.number();
    kernels.put(name, new Kernel(parameters, index, cost, statements()));
  }

  private Expr.Index index() {
    var name = words.next();
    words.expect("<");
    var index = new Expr.Index(name, words.number());
    values.put(name, index);
    return index;
  }

  private List<Stmt> statements() {
    return block(this::statement);
  }

  private <T> List<T> block(Supplier<T> element) {
    words.expect("{");
    var elements = new ArrayList<T>();
    while (!words.accept("}")) elements.add(element.get());
    return elements;
  }

  private Stmt statement() {
    return switch (words.peek()) {
      case "let", "var" -> declaration();
      case "set" -> {
        words.next();
        var local = local();
        words.expect("=");
        yield new Stmt.Assign(local, expression());
      }
      case "fold" -> {
        words.next();
        var local = local();
        var fn = Expr.Fn2.valueOf(words.next().toUpperCase(Locale.ROOT));
        yield new Stmt.Accumulate(local, fn, expression());
      }
      case "array" -> {
        words.next();
        var buffer = buffer();
        buffers.put(buffer.name(), buffer);
        yield new Stmt.Array(buffer);
      }
      case "shared" -> {
        words.next();
        var buffer = buffer();
        buffers.put(buffer.name(), buffer);
        yield new Stmt.Shared(buffer);
      }
      case "barrier" -> {
        words.next();
        yield new Stmt.Barrier();
      }
      case "if" -> {
        words.next();
        var test = expression();
        var then = statements();
        yield new Stmt.If(test, then, words.accept("else") ? statements() : List.of());
      }
      case "call" -> call();
      case "for", "unrolled" -> loop();
      default -> {
        var address = address();
        words.expect("=");
        yield new Stmt.Store(address.buffer(), address.at(), expression());
      }
    };
  }

  private Stmt declaration() {
    boolean fixed = words.next().equals("let");
    var name = words.next();
    words.expect(":");
    var local = new Expr.Local(name, DType.parse(words.next()));
    words.expect("=");
    var value = expression();
    values.put(name, local);
    return fixed ? new Stmt.Let(local, value) : new Stmt.Var(local, value);
  }

  private Stmt loop() {
    var loop = words.accept("unrolled") ? Stmt.Loop.UNROLLED : Stmt.Loop.SERIAL;
    words.expect("for");
    var index = index();
    var extent = words.accept("to") ? expression() : Indices.constant(index.extent());
    return new Stmt.For(index, extent, loop, statements());
  }

  private Stmt call() {
    words.next();
    var name = words.next();
    words.expect("(");
    var addresses = new ArrayList<Stmt.Address>();
    while (!words.accept(";")) {
      addresses.add(address());
      words.accept(",");
    }
    var integers = new ArrayList<Expr>();
    while (!words.accept(")")) {
      integers.add(expression());
      words.accept(",");
    }
    return new Stmt.Call(name, addresses, integers);
  }

  private Stmt.Address address() {
    var buffer = buffers.get(words.next());
    if (buffer == null) throw words.refused("a buffer");
    words.expect("[");
    var at = expression();
    words.expect("]");
    return new Stmt.Address(buffer, at);
  }

  private Expr.Local local() {
    if (values.get(words.next()) instanceof Expr.Local local) return local;
    throw words.refused("a local");
  }

  // Expressions

  private Expr expression() {
    var word = words.next();
    char first = word.charAt(0);
    if (Character.isDigit(first) || first == '-' || first == '#') return constant(word);
    if (words.accept("(")) return function(word);
    if (words.accept("[")) {
      var buffer = buffers.get(word);
      if (buffer == null) throw words.refused("a buffer");
      var at = expression();
      words.expect("]");
      return new Expr.Load(buffer, at);
    }
    var value = values.get(word);
    if (value == null) throw words.refused("a value");
    return value;
  }

  private Expr constant(String word) {
    if (!words.accept(":")) return Indices.constant(Long.parseLong(word));
    var dtype = DType.parse(words.next());
    long bits;
    if (word.startsWith("#")) bits = Long.parseUnsignedLong(word.substring(1), 16);
    else if (dtype == DType.F32)
      bits = Integer.toUnsignedLong(Float.floatToRawIntBits(Float.parseFloat(word)));
    else if (dtype == DType.F64) bits = Double.doubleToRawLongBits(Double.parseDouble(word));
    else bits = Long.parseLong(word);
    return new Expr.Constant(dtype, bits);
  }

  private Expr function(String name) {
    var first = expression();
    if (words.accept(")")) {
      return new Expr.Unary(Expr.Fn1.valueOf(name.toUpperCase(Locale.ROOT)), first);
    }
    words.expect(",");
    if (name.equals("convert") || name.equals("bitcast")) {
      var dtype = DType.parse(words.next());
      words.expect(")");
      return name.equals("convert")
          ? new Expr.Convert(first, dtype)
          : new Expr.Bitcast(first, dtype);
    }
    var second = expression();
    if (name.equals("select")) {
      words.expect(",");
      var third = expression();
      words.expect(")");
      return new Expr.Select(first, second, third);
    }
    words.expect(")");
    return new Expr.Binary(Expr.Fn2.valueOf(name.toUpperCase(Locale.ROOT)), first, second);
  }
}
