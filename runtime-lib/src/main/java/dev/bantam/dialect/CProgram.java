package dev.bantam.dialect;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Kernel;
import dev.bantam.kernel.Module;
import dev.bantam.kernel.Slot;
import dev.bantam.kernel.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A module as texts of C: the kernels, spread over as many texts as asked for, and in the first one
 * the function {@code bantam_run} that launches them.
 *
 * <p>{@code i32 bantam_run(char *const *memory, bantam_pool *pool, u64 *times)}: {@code memory} is
 * arena, constants, variables, inputs, outputs; {@code pool} may be null, for no other threads;
 * {@code times} has one count of nanoseconds per label, if the program is made for a profile. The
 * result is 0, or 1 if a loop took more steps than it may.
 */
public final class CProgram {
  /** Work for one thread below which waking another is not worth it, in picoseconds. */
  private static final long LEAST_SHARE = 5_000_000;

  /** Kernels in a text below which another compiler process does not pay. */
  private static final int LEAST_KERNELS = 6;

  private static final String DECLARATIONS =
      """

      typedef void bantam_kernel(void *context, i64 begin, i64 end);
      """;

  private final Module module;
  private final long mostSteps;
  private final boolean profile;
  private final Map<Kernel, String> kernels = new LinkedHashMap<>();
  private final CDialect dialect = new CDialect();
  private final StringBuilder run = new StringBuilder();
  private final Map<Slot, String> bases = new LinkedHashMap<>();
  private int depth = 1;

  private CProgram(Module module, long mostSteps, boolean profile) {
    this.module = module;
    this.mostSteps = mostSteps;
    this.profile = profile;
    for (int i = 0; i < module.inputs().size(); i++) {
      bases.put(module.inputs().get(i), "memory[%d]".formatted(3 + i));
    }
    for (int i = 0; i < module.outputs().size(); i++) {
      bases.put(module.outputs().get(i), "memory[%d]".formatted(3 + module.inputs().size() + i));
    }
  }

  /**
   * The texts of a module.
   *
   * @param pool the text that defines {@code bantam_pool_run}
   * @param mostSteps that one {@code while} may take
   * @param profile whether the time of each launch is added to its label
   */
  public static List<String> of(
      Module module, int texts, String pool, long mostSteps, boolean profile) {
    return new CProgram(module, mostSteps, profile).texts(Math.max(texts, 1), pool);
  }

  private List<String> texts(int count, String pool) {
    line("i32 bantam_run(char *const *memory, bantam_pool *pool, u64 *times) {");
    steps(module.steps());
    line("  return 0;");
    line("}");
    int wanted = Math.min(count, 1 + kernels.size() / LEAST_KERNELS);
    var parts = new ArrayList<StringBuilder>();
    for (int i = 0; i < wanted; i++) {
      var part = new StringBuilder(prelude()).append(DECLARATIONS);
      module.microKernels().forEach(text -> part.append('\n').append(text));
      parts.add(part);
    }
    kernels.forEach(
        (kernel, name) -> shortest(parts).append('\n').append(dialect.kernel(name, kernel)));
    var main = parts.getFirst();
    main.append('\n').append(pool);
    if (profile) main.append(CLOCK);
    kernels.values().forEach(name -> main.append("bantam_kernel %s;\n".formatted(name)));
    main.append('\n').append(run);
    return parts.stream().map(StringBuilder::toString).toList();
  }

  private static final String CLOCK =
      """

      int clock_gettime(int, i64 *);
      static u64 bantam_now(void) {
        i64 time[2];
        clock_gettime(1, time);
        return (u64)time[0] * 1000000000u + (u64)time[1];
      }
      """;

  private static StringBuilder shortest(List<StringBuilder> parts) {
    var shortest = parts.getFirst();
    for (var part : parts) if (part.length() < shortest.length()) shortest = part;
    return shortest;
  }

  /** The arithmetic that every text begins with. */
  public static String prelude() {
    return scalarPrelude() + Prelude.text("vectors.c");
  }

  /** The same for a processor without vectors. */
  static String scalarPrelude() {
    return Prelude.text("types.c", "prelude.c", "doubles.c");
  }

  private void steps(List<Step> steps) {
    depth++;
    steps.forEach(this::step);
    depth--;
  }

  private void step(Step step) {
    switch (step) {
      case Step.Launch launch -> launch(launch);
      case Step.Loop(var index, var body) -> {
        line("for (i64 %1$s = 0; %1$s < %2$d; %1$s++) {", index.name(), index.extent());
        steps(body);
        line("}");
      }
      case Step.While(var condition, var flag, var body) -> {
        line("for (i64 taken = 0;; taken++) {");
        steps(condition);
        line("  if (!*(const b1 *)(%s)) break;", address(flag));
        line("  if (taken == %dll) return 1;", mostSteps);
        steps(body);
        line("}");
      }
      case Step.Case(var index, var branches) -> {
        line("switch (*(const i32 *)(%s)) {", address(index));
        for (int i = 0; i < branches.size(); i++) {
          line(i == branches.size() - 1 ? "default: {" : "case %d: {".formatted(i));
          steps(branches.get(i));
          line("} break;");
        }
        line("}");
      }
    }
  }

  private void launch(Step.Launch launch) {
    var kernel = launch.kernel();
    if (kernel.extent() == 0) return;
    var name = kernels.computeIfAbsent(kernel, _ -> "kernel%d".formatted(kernels.size()));
    var addresses = launch.arguments().stream().map(this::address).toList();
    long grain = Math.max(1, LEAST_SHARE / kernel.cost());
    var call =
        "{ char *const a[] = {%s}; %s }"
            .formatted(
                String.join(", ", addresses),
                grain >= kernel.extent()
                    ? "%s((void *)a, 0, %d);".formatted(name, kernel.extent())
                    : "bantam_pool_run(pool, %s, (void *)a, %d, %d);"
                        .formatted(name, kernel.extent(), grain));
    if (!profile) {
      line("%s", call);
      return;
    }
    line("{ u64 start = bantam_now();");
    line("  %s", call);
    line("  times[%d] += bantam_now() - start; }", launch.label());
  }

  private String address(Step.Argument argument) {
    var slot = argument.slot();
    var base = bases.get(slot);
    if (base == null) {
      var place = module.places().get(slot);
      if (place == null) throw new IllegalStateException(slot + " has no place");
      int segment =
          switch (slot.segment()) {
            case ARENA -> 0;
            case CONSTANT -> 1;
            case VARIABLE -> 2;
            case INPUT, OUTPUT -> throw new IllegalStateException(slot + " is not of the module");
          };
      base = "memory[%d] + %d".formatted(segment, place);
    }
    if (argument.at() instanceof Expr.Constant(var _, var at) && at == 0) return base;
    return "%s + (%s) * %d".formatted(base, dialect.text(argument.at()), slot.dtype().bytes());
  }

  private void line(String format, Object... parts) {
    run.append("  ".repeat(depth - 1)).append(format.formatted(parts)).append('\n');
  }
}
