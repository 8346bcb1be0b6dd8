package dev.bantam.dialect;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Kernel;
import dev.bantam.kernel.Module;
import dev.bantam.kernel.Slot;
import dev.bantam.kernel.Step;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A module as plain C for a device without an operating system: kernels, the function that runs
 * them one after the other, and all memory as arrays. Nothing is allocated, and no library is
 * called but what the compiler itself asks for.
 *
 * <p>Constants are arrays of the program, which a linker puts into flash; they are spelled as
 * strings, because compilers read those ten times as fast as lists of numbers.
 *
 * @param prefix that all its names begin with
 * @param module inputs and outputs lie in the arena
 * @param constants what each constant slot holds
 * @param initial what each variable slot holds at first
 * @param vectors whether the processor has vectors of 128 bits
 * @param mostSteps that one {@code while} may take
 */
public record StaticCProgram(
    String prefix,
    Module module,
    Map<Slot, Literal> constants,
    Map<Slot, Literal> initial,
    boolean vectors,
    long mostSteps) {
  private static final int BYTES_A_LINE = 32;

  private static final String KERNEL =
      """
      #if defined(__GNUC__)
      #define KERNEL __attribute__((noinline))
      #else
      #define KERNEL
      #endif
      """;

  /** The declarations that a user includes; without the comments on inputs and outputs. */
  public String declarations() {
    var text = new StringBuilder();
    text.append("void %s_init(void);\nint %1$s_run(void);\n".formatted(prefix));
    for (int i = 0; i < module.inputs().size(); i++) {
      text.append("%s;\n".formatted(accessor(module.inputs().get(i), "input", i)));
    }
    for (int i = 0; i < module.outputs().size(); i++) {
      text.append("%s;\n".formatted(accessor(module.outputs().get(i), "output", i)));
    }
    return text.append("void *%s_state(void);\n".formatted(prefix)).toString();
  }

  /** The head of the function that gives input or output {@code i}. */
  public String accessor(Slot slot, String kind, int i) {
    var constant = kind.equals("output") ? "const " : "";
    return "%s%s *%s_%s_%d(void)".formatted(constant, standard(slot.dtype()), prefix, kind, i);
  }

  /** The element type as a user of the package knows it. */
  private static String standard(DType dtype) {
    return switch (dtype) {
      case F32 -> "float";
      case F64 -> "double";
      case I8 -> "int8_t";
      case I16 -> "int16_t";
      case I32 -> "int32_t";
      case I64 -> "int64_t";
      case U16, F16, BF16 -> "uint16_t";
      case U32 -> "uint32_t";
      case U64 -> "uint64_t";
      case C64 -> "float";
      case C128 -> "double";
      case U8, BOOL, I4, I2, U4, F8E4M3FN, F8E5M2 -> "uint8_t";
      case STR, RESOURCE, VARIANT -> throw new IllegalStateException(dtype + " is of the host");
    };
  }

  /** The arithmetic that the text begins with, for a file of its own. */
  public String arithmetic() {
    return "#include <stdint.h>\n" + (vectors ? CProgram.prelude() : CProgram.scalarPrelude());
  }

  /**
   * The text, which includes the arithmetic.
   *
   * @param includes lines that bring the arithmetic and the declarations
   */
  public String text(String includes) {
    var steps = new Steps();
    module.steps().forEach(steps::add);
    var text = new StringBuilder(includes).append('\n').append(KERNEL);
    module.microKernels().forEach(kernel -> text.append('\n').append(kernel));
    var dialect = new SmallCDialect(vectors);
    steps.kernels.forEach((kernel, name) -> text.append('\n').append(dialect.kernel(name, kernel)));
    memory(text);
    text.append("\nint %s_run(void) {\n%s  return 0;\n}\n".formatted(prefix, steps.text));
    init(text);
    accessors(text);
    return text.toString();
  }

  private void memory(StringBuilder text) {
    constants.forEach(
        (slot, literal) ->
            text.append(
                "\nstatic _Alignas(16) const u8 %s[%d] =%s;\n"
                    .formatted(constant(slot), Math.max(1, slot.bytes()), string(literal))));
    text.append(
        "\nstatic _Alignas(16) u8 arena[%d];\n".formatted(Math.max(1, module.arenaBytes())));
    text.append(
        "static _Alignas(16) u8 variables[%d];\n".formatted(Math.max(1, module.variableBytes())));
  }

  private static String constant(Slot slot) {
    return "constant_" + slot.name();
  }

  /**
   * The bytes as octal escapes: short, and a digit behind them cannot be taken for one of theirs.
   */
  private static String string(Literal literal) {
    var bytes = literal.bytes();
    if (bytes.byteSize() == 0) return " {0}";
    var text = new StringBuilder();
    for (long i = 0; i < bytes.byteSize(); i++) {
      if (i % BYTES_A_LINE == 0) text.append(i == 0 ? "\n  \"" : "\"\n  \"");
      text.append('\\').append(Integer.toOctalString(bytes.get(ValueLayout.JAVA_BYTE, i) & 0xFF));
    }
    return text.append('"').toString();
  }

  private void init(StringBuilder text) {
    var copies = new ArrayList<String>();
    initial.forEach(
        (slot, literal) -> {
          if (isZero(literal)) return;
          text.append(
              "\nstatic _Alignas(16) const u8 %s_initial[%d] =%s;\n"
                  .formatted(constant(slot), slot.bytes(), string(literal)));
          copies.add(
              "  for (i32 i = 0; i < %d; i++) variables[%d + i] = %s_initial[i];\n"
                  .formatted(slot.bytes(), place(slot), constant(slot)));
        });
    text.append("\nvoid %s_init(void) {\n".formatted(prefix));
    if (module.variableBytes() > 0) {
      text.append(
          "  for (i32 i = 0; i < %d; i++) variables[i] = 0;\n".formatted(module.variableBytes()));
    }
    copies.forEach(text::append);
    text.append("}\n");
  }

  private static boolean isZero(Literal literal) {
    var bytes = literal.bytes();
    for (long i = 0; i < bytes.byteSize(); i++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, i) != 0) return false;
    }
    return true;
  }

  private void accessors(StringBuilder text) {
    for (int i = 0; i < module.inputs().size(); i++) {
      accessor(text, module.inputs().get(i), "input", i);
    }
    for (int i = 0; i < module.outputs().size(); i++) {
      accessor(text, module.outputs().get(i), "output", i);
    }
    text.append("void *%s_state(void) { return variables; }\n".formatted(prefix));
  }

  private void accessor(StringBuilder text, Slot slot, String kind, int i) {
    text.append(
        "%s { return (%s *)(arena + %d); }\n"
            .formatted(accessor(slot, kind, i), standard(slot.dtype()), place(slot)));
  }

  private long place(Slot slot) {
    var place = module.places().get(slot);
    if (place == null) throw new IllegalStateException(slot + " has no place");
    return place;
  }

  /** The body of the function that runs the kernels, and their names in the order of their use. */
  private final class Steps {
    private final Map<Kernel, String> kernels = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private final SmallCDialect dialect = new SmallCDialect(vectors);
    private int depth = 1;

    void add(Step step) {
      switch (step) {
        case Step.Launch launch -> launch(launch);
        case Step.Loop(var index, var body) -> {
          line("for (i32 %1$s = 0; %1$s < %2$d; %1$s++) {", index.name(), index.extent());
          inside(body);
          line("}");
        }
        case Step.While(var condition, var flag, var body) -> {
          line("for (i64 taken = 0;; taken++) {");
          inside(condition);
          line("  if (!*(const b1 *)(%s)) break;", address(flag));
          line("  if (taken == %d) return 1;", mostSteps);
          inside(body);
          line("}");
        }
        case Step.Case(var index, var branches) -> {
          line("switch (*(const i32 *)(%s)) {", address(index));
          for (int i = 0; i < branches.size(); i++) {
            line(i == branches.size() - 1 ? "default: {" : "case %d: {".formatted(i));
            inside(branches.get(i));
            line("} break;");
          }
          line("}");
        }
      }
    }

    private void inside(List<Step> steps) {
      depth++;
      steps.forEach(this::add);
      depth--;
    }

    private void launch(Step.Launch launch) {
      var kernel = launch.kernel();
      if (kernel.extent() == 0) return;
      var name = kernels.computeIfAbsent(kernel, _ -> "kernel%d".formatted(kernels.size()));
      var addresses =
          launch.arguments().stream()
              .map(argument -> "(void *)(%s)".formatted(address(argument)))
              .collect(Collectors.joining(", "));
      line("%s(%s);", name, addresses);
    }

    private String address(Step.Argument argument) {
      var slot = argument.slot();
      var base =
          switch (slot.segment()) {
            case CONSTANT -> constant(slot);
            case ARENA, INPUT, OUTPUT -> "arena + %d".formatted(place(slot));
            case VARIABLE -> "variables + %d".formatted(place(slot));
          };
      if (argument.at() instanceof Expr.Constant(var _, var at) && at == 0) return base;
      return "%s + %s * %d".formatted(base, dialect.index(argument.at()), slot.dtype().bytes());
    }

    private void line(String format, Object... parts) {
      text.append("  ".repeat(depth)).append(format.formatted(parts)).append('\n');
    }
  }
}
