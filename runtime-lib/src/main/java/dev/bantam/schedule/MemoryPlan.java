package dev.bantam.schedule;

import dev.bantam.kernel.Slot;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Offsets of arena slots: the largest first, each at the lowest place where nothing that lives at
 * the same time lies.
 *
 * <p>A slot lives from the first step that names it to the last. If it is named outside of a loop
 * and inside, it lives as long as the whole loop: the next iteration may need it. Where inputs and
 * outputs are planned too, inputs live from the beginning, and outputs to the end.
 */
final class MemoryPlan {
  private final Map<Slot, Life> lives = new LinkedHashMap<>();
  private final Map<Slot, Long> places = new HashMap<>();
  private final Target.Memory memory;
  private int time;

  /** Both ends belong to it. */
  private record Life(int first, int last) {
    Life with(int time) {
      return new Life(Math.min(first, time), Math.max(last, time));
    }

    boolean meets(Life other) {
      return first <= other.last && other.first <= last;
    }

    /** Longer by a loop that it enters from outside, or leaves. */
    Life around(Life loop) {
      boolean inside = first >= loop.first && last <= loop.last;
      return inside || !meets(loop)
          ? this
          : new Life(Math.min(first, loop.first), Math.max(last, loop.last));
    }
  }

  /** Where each slot lies, and how much memory that takes together. */
  record Result(Map<Slot, Long> places, long bytes) {}

  private MemoryPlan(Target.Memory memory) {
    this.memory = memory;
  }

  static Result of(List<Step> steps, Target.Memory memory, List<Slot> inputs, List<Slot> outputs) {
    var plan = new MemoryPlan(memory);
    inputs.forEach(plan::touch);
    plan.visit(steps);
    plan.time++;
    outputs.forEach(plan::touch);
    return new Result(plan.places, plan.place());
  }

  private void visit(List<Step> steps) {
    for (var step : steps) visit(step);
  }

  private void visit(Step step) {
    time++;
    switch (step) {
      case Step.Launch launch -> launch.arguments().forEach(argument -> touch(argument.slot()));
      case Step.Loop loop -> loop(() -> visit(loop.body()));
      case Step.While loop ->
          loop(
              () -> {
                visit(loop.condition());
                time++;
                touch(loop.flag().slot());
                visit(loop.body());
              });
      case Step.Case choice -> {
        touch(choice.index().slot());
        choice.branches().forEach(this::visit);
      }
    }
  }

  private void touch(Slot slot) {
    boolean placed =
        switch (slot.segment()) {
          case ARENA -> true;
          case INPUT, OUTPUT -> memory.planned();
          case CONSTANT, VARIABLE -> false;
        };
    if (!placed) return;
    lives.merge(slot, new Life(time, time), (before, _) -> before.with(time));
  }

  private final List<Life> spans = new ArrayList<>();

  private void loop(Runnable body) {
    int first = time;
    body.run();
    time++;
    spans.add(new Life(first, time));
  }

  private long place() {
    for (var span : spans) lives.replaceAll((_, life) -> life.around(span));
    var order = new ArrayList<>(lives.keySet());
    order.sort(Comparator.comparingLong(Slot::bytes).reversed());
    var placed = new ArrayList<Slot>();
    long highest = 0;
    for (var slot : order) {
      long place = lowestFree(slot, placed);
      places.put(slot, place);
      placed.add(slot);
      highest = Math.max(highest, Math.addExact(place, slot.bytes()));
    }
    return memory.aligned(highest);
  }

  private long lowestFree(Slot slot, List<Slot> placed) {
    var life = lives.get(slot);
    var rivals = new ArrayList<Slot>();
    for (var other : placed) {
      if (java.util.Objects.requireNonNull(lives.get(other))
          .meets(java.util.Objects.requireNonNull(life))) rivals.add(other);
    }
    rivals.sort(Comparator.comparingLong(this::placeOf));
    long place = 0;
    for (var rival : rivals) {
      if (place + slot.bytes() <= placeOf(rival)) break;
      place = Math.max(place, memory.aligned(placeOf(rival) + rival.bytes()));
    }
    return place;
  }

  private long placeOf(Slot slot) {
    return java.util.Objects.requireNonNull(places.get(slot));
  }
}
