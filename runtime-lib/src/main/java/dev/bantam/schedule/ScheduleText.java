package dev.bantam.schedule;

import dev.bantam.kernel.Module;
import dev.bantam.kernel.Slot;
import dev.bantam.kernel.Step;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A schedule for the eye: where memory lies, and what runs after what on it. */
public final class ScheduleText {
  private final Module module;
  private final StringBuilder text = new StringBuilder();
  private final Map<Object, Integer> kernels = new IdentityHashMap<>();

  private ScheduleText(Module module) {
    this.module = module;
  }

  public static String print(Schedule schedule) {
    var printer = new ScheduleText(schedule.module());
    printer.memory();
    printer.steps(schedule.module().steps(), "");
    return printer.text.toString();
  }

  private void line(String indent, String line, Object... details) {
    text.append(indent).append(line.formatted(details)).append('\n');
  }

  private void memory() {
    line(
        "",
        "arena %d bytes, constants %d bytes, variables %d bytes",
        module.arenaBytes(),
        module.constantBytes(),
        module.variableBytes());
    for (var slot : module.inputs()) line("", "input %s: %s", slot.name(), extent(slot));
    for (var slot : module.outputs()) line("", "output %s: %s", slot.name(), extent(slot));
    module.places().entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Slot, Long> entry) -> entry.getKey().segment())
                .thenComparing(Map.Entry::getValue)
                .thenComparing(entry -> entry.getKey().name()))
        .forEach(
            entry ->
                line(
                    "",
                    "%s %s at %d: %s",
                    entry.getKey().segment().name().toLowerCase(Locale.ROOT),
                    entry.getKey().name(),
                    entry.getValue(),
                    extent(entry.getKey())));
  }

  private static String extent(Slot slot) {
    return "%d of %s".formatted(slot.elements(), slot.dtype());
  }

  private void steps(List<Step> steps, String indent) {
    for (var step : steps) step(step, indent);
  }

  private void step(Step step, String indent) {
    var inner = indent + "  ";
    switch (step) {
      case Step.Launch(var kernel, var arguments, var label) ->
          line(
              indent,
              "kernel %d, %d times, on (%s) for %s",
              kernels.computeIfAbsent(kernel, added -> kernels.size()),
              kernel.extent(),
              arguments.stream().map(a -> a.slot().name()).collect(Collectors.joining(", ")),
              module.labels().get(label));
      case Step.Loop(var index, var body) -> {
        line(indent, "%d times", index.extent());
        steps(body, inner);
      }
      case Step.While(var condition, var flag, var body) -> {
        line(indent, "while %s after", flag.slot().name());
        steps(condition, inner);
        line(indent, "do");
        steps(body, inner);
      }
      case Step.Case(var index, var branches) -> {
        for (int i = 0; i < branches.size(); i++) {
          line(indent, "case %s is %d", index.slot().name(), i);
          steps(branches.get(i), inner);
        }
      }
    }
  }
}
