package dev.bantam.kernel;

import dev.bantam.type.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes {@link KernelText}. */
final class KernelPrinter {
  private final StringBuilder text = new StringBuilder();
  private final Map<Kernel, String> kernels = new LinkedHashMap<>();
  private int depth;

  String module(Module module) {
    for (var slot : module.inputs()) line("input " + slot(slot));
    for (var slot : module.outputs()) line("output " + slot(slot));
    line(
        "memory arena %d constants %d variables %d"
            .formatted(module.arenaBytes(), module.constantBytes(), module.variableBytes()));
    module.places().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(java.util.Comparator.comparing(Slot::name)))
        .forEach(
            place ->
                line(
                    "%s %s at %d"
                        .formatted(
                            lower(place.getKey().segment()),
                            slot(place.getKey()),
                            place.getValue())));
    for (var label : module.labels()) line("label \"" + label + "\"");
    for (var micro : module.microKernels()) {
      line("micro {{");
      text.append(micro);
      line("}}");
    }
    collect(module.steps());
    kernels.forEach((kernel, name) -> kernel(name, kernel));
    module.steps().forEach(this::step);
    return text.toString();
  }

  private static String slot(Slot slot) {
    return "%s: %s[%d]".formatted(slot.name(), slot.dtype(), slot.elements());
  }

  private void collect(List<Step> steps) {
    for (var step : steps) {
      switch (step) {
        case Step.Launch launch ->
            kernels.computeIfAbsent(launch.kernel(), _ -> "k" + kernels.size());
        case Step.Loop loop -> collect(loop.body());
        case Step.While loop -> {
          collect(loop.condition());
          collect(loop.body());
        }
        case Step.Case choice -> choice.branches().forEach(this::collect);
      }
    }
  }

  private void kernel(String name, Kernel kernel) {
    var parameters =
        kernel.parameters().stream().map(Buffer::toString).collect(Collectors.joining(", "));
    block(
        "kernel %s(%s) %s < %d cost %d {"
            .formatted(name, parameters, kernel.index().name(), kernel.extent(), kernel.cost()),
        () -> kernel.body().forEach(this::statement));
    line("}");
  }

  // Steps

  private void step(Step step) {
    switch (step) {
      case Step.Launch launch ->
          line(
              "launch %s(%s) label %d"
                  .formatted(
                      kernels.get(launch.kernel()),
                      launch.arguments().stream()
                          .map(this::argument)
                          .collect(Collectors.joining(", ")),
                      launch.label()));
      case Step.Loop(var index, var body) -> {
        block("loop %s < %d {".formatted(index.name(), index.extent()), () -> steps(body));
        line("}");
      }
      case Step.While(var condition, var flag, var body) -> {
        block("while %s {".formatted(argument(flag)), () -> steps(condition));
        block("} do {", () -> steps(body));
        line("}");
      }
      case Step.Case(var index, var branches) -> {
        block(
            "case %s {".formatted(argument(index)),
            () -> {
              for (var branch : branches) {
                block("branch {", () -> steps(branch));
                line("}");
              }
            });
        line("}");
      }
    }
  }

  private void steps(List<Step> steps) {
    steps.forEach(this::step);
  }

  private String argument(Step.Argument argument) {
    var at = text(argument.at());
    return at.equals("0") ? argument.slot().name() : argument.slot().name() + "[" + at + "]";
  }

  // Statements

  private void statement(Stmt statement) {
    switch (statement) {
      case Stmt.For loop -> {
        boolean whole = loop.extent().equals(Indices.constant(loop.index().extent()));
        block(
            "%sfor %s < %d%s {"
                .formatted(
                    loop.loop() == Stmt.Loop.UNROLLED ? "unrolled " : "",
                    loop.index().name(),
                    loop.index().extent(),
                    whole ? "" : " to " + text(loop.extent())),
            () -> loop.body().forEach(this::statement));
        line("}");
      }
      case Stmt.Let(var local, var value) ->
          line("let %s: %s = %s".formatted(local.name(), local.dtype(), text(value)));
      case Stmt.Var(var local, var initial) ->
          line("var %s: %s = %s".formatted(local.name(), local.dtype(), text(initial)));
      case Stmt.Assign(var local, var value) ->
          line("set %s = %s".formatted(local.name(), text(value)));
      case Stmt.Accumulate(var local, var fn, var term) ->
          line("fold %s %s %s".formatted(local.name(), lower(fn), text(term)));
      case Stmt.Store(var buffer, var at, var value) ->
          line("%s[%s] = %s".formatted(buffer.name(), text(at), text(value)));
      case Stmt.If choice -> {
        block(
            "if %s {".formatted(text(choice.test())), () -> choice.then().forEach(this::statement));
        if (!choice.otherwise().isEmpty()) {
          block("} else {", () -> choice.otherwise().forEach(this::statement));
        }
        line("}");
      }
      case Stmt.Array(var buffer) -> line("array " + buffer);
      case Stmt.Shared(var buffer) -> line("shared " + buffer);
      case Stmt.Barrier _ -> line("barrier");
      case Stmt.Call call ->
          line(
              "call %s(%s; %s)"
                  .formatted(
                      call.name(),
                      call.addresses().stream()
                          .map(a -> "%s[%s]".formatted(a.buffer().name(), text(a.at())))
                          .collect(Collectors.joining(", ")),
                      call.integers().stream()
                          .map(KernelPrinter::text)
                          .collect(Collectors.joining(", "))));
    }
  }

  // Expressions

  static String text(Expr x) {
    return switch (x) {
      case Expr.Constant constant -> constant(constant);
      case Expr.Index(var name, var _) -> name;
      case Expr.Local(var name, var _) -> name;
      case Expr.Load(var buffer, var at) -> "%s[%s]".formatted(buffer.name(), text(at));
      case Expr.Unary(var fn, var operand) -> "%s(%s)".formatted(lower(fn), text(operand));
      case Expr.Binary(var fn, var a, var b) -> "%s(%s, %s)".formatted(lower(fn), text(a), text(b));
      case Expr.Select(var test, var yes, var no) ->
          "select(%s, %s, %s)".formatted(text(test), text(yes), text(no));
      case Expr.Convert(var from, var to) -> "convert(%s, %s)".formatted(text(from), to);
      case Expr.Bitcast(var from, var to) -> "bitcast(%s, %s)".formatted(text(from), to);
    };
  }

  /** An index is a bare number; others name their type; floats without a short form, their bits. */
  private static String constant(Expr.Constant constant) {
    long bits = constant.bits();
    if (constant.dtype() == DType.I64) return Long.toString(bits);
    boolean single =
        constant.dtype() == DType.F32 && Float.isFinite(Float.intBitsToFloat((int) bits));
    boolean twice = constant.dtype() == DType.F64 && Double.isFinite(Double.longBitsToDouble(bits));
    if (single) return Float.intBitsToFloat((int) bits) + ":f32";
    if (twice) return Double.longBitsToDouble(bits) + ":f64";
    boolean isFloat = constant.dtype().isFloat();
    return (isFloat ? "#" + Long.toHexString(bits) : Long.toString(bits)) + ":" + constant.dtype();
  }

  static String lower(Enum<?> fn) {
    return fn.name().toLowerCase(Locale.ROOT);
  }

  // Lines

  private void block(String head, Runnable body) {
    if (head.startsWith("}")) text.append("  ".repeat(depth)).append(head).append('\n');
    else line(head);
    depth++;
    body.run();
    depth--;
  }

  private void line(String words) {
    text.append("  ".repeat(depth)).append(words).append('\n');
  }
}
