package dev.bantam.dialect;

import dev.bantam.kernel.Buffer;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Kernel;
import dev.bantam.kernel.Stmt;
import dev.bantam.type.DType;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** C, as clang reads it, for one kernel; the arithmetic is that of {@code prelude.c}. */
class CDialect {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  /** The function {@code name} that runs some of the outermost iterations of a kernel. */
  final String kernel(String name, Kernel kernel) {
    text.setLength(0);
    var stored = new HashSet<Buffer>();
    kernel.body().forEach(statement -> collectStored(statement, stored));
    function(name, kernel, stored);
    return text.toString();
  }

  /**
   * Prints the function.
   *
   * @param stored buffers that the kernel writes to
   */
  void function(String name, Kernel kernel, Set<Buffer> stored) {
    // a function of its own: only of its parameters does clang believe that they do not overlap
    line(
        "static __attribute__((noinline)) void %s_range(i64 begin, i64 end%s) {",
        name, parameters(kernel, stored));
    indented(
        () -> {
          loop(kernel.index(), "begin", "end", kernel.body(), Stmt.Loop.SERIAL);
        });
    line("}");
    line("void %s(void *context, i64 begin, i64 end) {", name);
    indented(
        () -> {
          line("char *const *memory = context;");
          line("%s_range(begin, end%s);", name, arguments(kernel));
        });
    line("}");
  }

  static String parameters(Kernel kernel, Set<Buffer> stored) {
    return kernel.parameters().stream()
        .map(
            buffer ->
                ", %s%s *restrict %s"
                    .formatted(
                        stored.contains(buffer) ? "" : "const ",
                        element(buffer.dtype()),
                        buffer.name()))
        .collect(Collectors.joining());
  }

  private static String arguments(Kernel kernel) {
    return IntStream.range(0, kernel.parameters().size())
        .mapToObj(", (void *)memory[%d]"::formatted)
        .collect(Collectors.joining());
  }

  private static void collectStored(Stmt statement, Set<Buffer> stored) {
    switch (statement) {
      case Stmt.Store store -> stored.add(store.buffer());
      case Stmt.For loop -> loop.body().forEach(inner -> collectStored(inner, stored));
      case Stmt.If choice -> {
        choice.then().forEach(inner -> collectStored(inner, stored));
        choice.otherwise().forEach(inner -> collectStored(inner, stored));
      }
      case Stmt.Call call -> call.addresses().forEach(address -> stored.add(address.buffer()));
      case Stmt.Let _,
          Stmt.Var _,
          Stmt.Assign _,
          Stmt.Accumulate _,
          Stmt.Array _,
          Stmt.Shared _,
          Stmt.Barrier _ -> {}
    }
  }

  // Statements

  final void print(Stmt statement) {
    switch (statement) {
      case Stmt.For loop -> {
        loop(loop.index(), "0", index(loop.extent()), loop.body(), loop.loop());
      }
      case Stmt.Let(var local, var value) ->
          line("const %s %s = %s;", name(local.dtype()), local.name(), text(value));
      case Stmt.Var(var local, var initial) ->
          line("%s %s = %s;", name(local.dtype()), local.name(), text(initial));
      case Stmt.Assign(var local, var value) -> line("%s = %s;", local.name(), text(value));
      case Stmt.Accumulate accumulate -> line(accumulate(accumulate));
      case Stmt.Store(var buffer, var at, var value) ->
          line("%s[%s] = %s;", buffer.name(), index(at), text(value));
      case Stmt.If choice -> {
        line("if (%s) {", text(choice.test()));
        indented(() -> choice.then().forEach(this::print));
        if (!choice.otherwise().isEmpty()) {
          line("} else {");
          indented(() -> choice.otherwise().forEach(this::print));
        }
        line("}");
      }
      case Stmt.Array(var buffer) ->
          line("%s %s[%d];", element(buffer.dtype()), buffer.name(), buffer.elements());
      case Stmt.Shared(var buffer) -> line(shared(buffer));
      case Stmt.Barrier _ -> line(barrier());
      case Stmt.Call call -> line(call(call));
    }
  }

  /** The declaration of an array of a work group, in a language that has these. */
  String shared(Buffer buffer) {
    throw new IllegalStateException("C has no work groups that would share " + buffer);
  }

  /** Where the items of a work group wait for each other, in a language that has these. */
  String barrier() {
    throw new IllegalStateException("C has no work groups that would wait");
  }

  /** Whole vectors first where the body can be one, then the rest one by one. */
  final void loop(Expr.Index index, String begin, String end, List<Stmt> body, Stmt.Loop kind) {
    var vectors =
        kind == Stmt.Loop.SERIAL && index.extent() >= VectorLoop.LEAST_EXTENT
            ? vectors(index, body)
            : Optional.<List<String>>empty();
    if (vectors.isEmpty()) {
      if (kind == Stmt.Loop.UNROLLED) line("%s", unrolled());
      line(loopHead(index, begin, end));
      indented(() -> body.forEach(this::print));
      line("}");
      return;
    }
    line("{");
    indented(
        () -> {
          line("%s %s = %s;", indexType(), index.name(), begin);
          line("for (; %1$s + LANES <= %2$s; %1$s += LANES) {", index.name(), end);
          indented(() -> vectors.get().forEach(statement -> line("%s", statement)));
          line("}");
          line("#pragma clang loop vectorize(disable) unroll(disable)");
          line("for (; %1$s < %2$s; %1$s++) {", index.name(), end);
          indented(() -> body.forEach(this::print));
          line("}");
        });
    line("}");
  }

  /** The statements of one vector of iterations; nothing in a language that has no vectors. */
  Optional<List<String>> vectors(Expr.Index index, List<Stmt> body) {
    return VectorLoop.lines(this, index, body);
  }

  /** What stands before a loop that is to be written out. */
  String unrolled() {
    return "#pragma clang loop unroll(full)";
  }

  String loopHead(Expr.Index index, String begin, String end) {
    return "for (%4$s %1$s = %2$s; %1$s < %3$s; %1$s++) {"
        .formatted(index.name(), begin, end, indexType());
  }

  /** What counts elements and iterations. */
  String indexType() {
    return "i64";
  }

  /** An address, an extent or a count, of the type of an index. */
  String index(Expr x) {
    return text(x);
  }

  /** Only here may a float sum be reordered, and a product be fused into it. */
  private String accumulate(Stmt.Accumulate statement) {
    var local = statement.local();
    boolean free =
        (local.dtype() == DType.F32 || local.dtype() == DType.F64)
            && (statement.fn() == Fn2.ADD || statement.fn() == Fn2.MUL);
    if (!free) {
      var sum = new Expr.Binary(statement.fn(), local, statement.term());
      return "%s = %s;".formatted(local.name(), text(sum));
    }
    var term =
        statement.term() instanceof Expr.Binary(var fn, var a, var b) && fn == Fn2.MUL
            ? "(%s * %s)".formatted(text(a), text(b))
            : text(statement.term());
    return freely(
        "%s %s= %s;".formatted(local.name(), statement.fn() == Fn2.ADD ? "+" : "*", term));
  }

  String freely(String statement) {
    return "{ _Pragma(\"clang fp reassociate(on) contract(fast)\") " + statement + " }";
  }

  private String call(Stmt.Call call) {
    var arguments =
        call.addresses().stream()
            .map(address -> "%s + (%s)".formatted(address.buffer().name(), index(address.at())))
            .collect(Collectors.toList());
    for (var integer : call.integers()) arguments.add(index(integer));
    return "%s(%s);".formatted(call.name(), String.join(", ", arguments));
  }

  // Expressions

  String text(Expr x) {
    return switch (x) {
      case Expr.Constant constant -> constant(constant);
      case Expr.Index(var name, var _) -> name;
      case Expr.Local(var name, var _) -> name;
      case Expr.Load(var buffer, var at) ->
          buffer.dtype().kind() == DType.Kind.PACKED
              ? "load_%s(%s, %s)".formatted(buffer.dtype(), buffer.name(), index(at))
              : "%s[%s]".formatted(buffer.name(), index(at));
      case Expr.Unary(var fn, var operand) ->
          "%s_%s(%s)".formatted(lower(fn), name(operand.dtype()), text(operand));
      case Expr.Binary(var fn, var a, var b) -> binary(fn, a, b);
      case Expr.Select(var test, var yes, var no) ->
          "%s ? %s : %s".formatted(factor(test), factor(yes), factor(no));
      case Expr.Convert(var from, var to) ->
          from.dtype() == to
              ? text(from)
              : "cvt_%s_%s(%s)".formatted(name(from.dtype()), name(to), text(from));
      case Expr.Bitcast(var from, var to) -> bitcast(from, to);
    };
  }

  private String binary(Fn2 fn, Expr a, Expr b) {
    var type = a.dtype();
    return switch (fn) {
      case ADD -> isPlain(type) ? infix(a, "+", b) : function(fn, a, b);
      case MUL -> isPlain(type) ? infix(a, "*", b) : function(fn, a, b);
      case LT -> isNumber(type) ? infix(a, "<", b) : function(fn, a, b);
      case EQ -> isNumber(type) ? infix(a, "==", b) : function(fn, a, b);
      case QUOTIENT -> infix(a, "/", b);
      case REMAINDER -> infix(a, "%", b);
      case DIV -> type == DType.F32 || type == DType.F64 ? infix(a, "/", b) : function(fn, a, b);
      case ROUNDED_HIGH,
          ROUNDED_SHIFT,
          MULHI,
          REM,
          POW,
          MAX,
          MIN,
          AND,
          OR,
          XOR,
          SHL,
          SHR,
          GREATER,
          LESSER ->
          function(fn, a, b);
    };
  }

  /** Where one operand is known not to be NaN, one comparison lets the other one through. */
  private String bound(Fn2 fn, Fn2 plain, Expr a, Expr b) {
    if (isNumber(b)) return function(plain, a, b);
    return isNumber(a) ? function(plain, b, a) : function(fn, a, b);
  }

  private static boolean isNumber(Expr x) {
    if (!(x instanceof Expr.Constant(var dtype, var bits))) return false;
    return switch (dtype) {
      case F32 -> !Float.isNaN(Float.intBitsToFloat((int) bits));
      case F64 -> !Double.isNaN(Double.longBitsToDouble(bits));
      default -> false;
    };
  }

  /** Types whose sum and product are those of the language; it is told that integers wrap. */
  boolean isPlain(DType type) {
    return switch (type) {
      case I32, I64, U32, U64, F32, F64 -> true;
      default -> false;
    };
  }

  private static boolean isNumber(DType type) {
    return type.isInteger() || type == DType.F32 || type == DType.F64;
  }

  private String infix(Expr a, String operator, Expr b) {
    return "%s %s %s".formatted(factor(a), operator, factor(b));
  }

  private String function(Fn2 fn, Expr a, Expr b) {
    return "%s_%s(%s, %s)".formatted(lower(fn), name(a.dtype()), text(a), text(b));
  }

  /** In parentheses where an operator may stand beside it. */
  private String factor(Expr x) {
    boolean plain =
        switch (x) {
          case Expr.Binary binary ->
              binary(binary.fn(), binary.a(), binary.b()).startsWith(lower(binary.fn()) + "_");
          case Expr.Select _ -> false;
          case Expr _ -> true;
        };
    return plain ? text(x) : "(" + text(x) + ")";
  }

  private String bitcast(Expr from, DType to) {
    var source = from.dtype();
    if (source == to) return text(from);
    var bits = source.isFloat() ? "bits_%s(%s)".formatted(source, text(from)) : text(from);
    if (to.isFloat()) {
      return "%1$s_bits((u%2$d)(%3$s))".formatted(to, to.bits(), bits);
    }
    return "(%s)(%s)".formatted(name(to), bits);
  }

  private static String constant(Expr.Constant constant) {
    long bits = constant.bits();
    return switch (constant.dtype()) {
      case BOOL, U8, U16, I8, I16 -> "(%s)%d".formatted(name(constant.dtype()), bits);
      case I32 -> bits == Integer.MIN_VALUE ? "(-2147483647 - 1)" : parenthesized(bits);
      case I64 -> bits == Long.MIN_VALUE ? "(-9223372036854775807 - 1)" : parenthesized(bits);
      case U32 -> Long.toString(bits & 0xFFFFFFFFL) + "u";
      case U64 -> "(u64)" + Long.toUnsignedString(bits) + "u";
      case F16, BF16 -> "(%s){%d}".formatted(constant.dtype(), bits & 0xFFFF);
      case F32 -> real(Float.intBitsToFloat((int) bits));
      case F64 -> real(Double.longBitsToDouble(bits));
      case C64 -> "(c64)" + Long.toUnsignedString(bits) + "u";
      case C128 -> "c128_of(" + Long.toUnsignedString(bits) + "u)";
      case F8E4M3FN, F8E5M2 -> "(u8)%d".formatted(bits);
      case I4, I2, U4, STR, RESOURCE, VARIANT ->
          throw new IllegalStateException("no constant of " + constant.dtype());
    };
  }

  private static String parenthesized(long value) {
    return value < 0 ? "(" + value + ")" : Long.toString(value);
  }

  private static String real(float value) {
    if (Float.isNaN(value)) return "__builtin_nanf(\"\")";
    if (Float.isInfinite(value)) return value > 0 ? "__builtin_inff()" : "(-__builtin_inff())";
    return signed(Float.toHexString(value) + "f");
  }

  private static String real(double value) {
    if (Double.isNaN(value)) return "__builtin_nan(\"\")";
    if (Double.isInfinite(value)) return value > 0 ? "__builtin_inf()" : "(-__builtin_inf())";
    return signed(Double.toHexString(value));
  }

  private static String signed(String number) {
    return number.startsWith("-") ? "(" + number + ")" : number;
  }

  // Names

  static String name(DType type) {
    if (type.kind() == DType.Kind.MINIFLOAT) return "u8";
    return type == DType.BOOL ? "b1" : type.toString();
  }

  /** The type of an array's elements; packed ones are bytes. */
  static String element(DType type) {
    return type.kind() == DType.Kind.PACKED ? "u8" : name(type);
  }

  private static String lower(Enum<?> fn) {
    return fn.name().toLowerCase(Locale.ROOT);
  }

  // Lines

  final void line(String format, Object... parts) {
    text.append("  ".repeat(depth));
    text.append(parts.length == 0 ? format : format.formatted(parts)).append('\n');
  }

  final void indented(Runnable lines) {
    depth++;
    lines.run();
    depth--;
  }
}
