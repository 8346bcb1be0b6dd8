package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Slot;
import dev.bantam.kernel.Step;

/** Elements that lie one behind the other in a slot; where they begin may depend on outer loops. */
record View(Slot slot, Expr at) {
  static View of(Slot slot) {
    return new View(slot, Indices.constant(0));
  }

  View from(Expr offset) {
    return new View(slot, Indices.add(at, offset));
  }

  Step.Argument argument() {
    return new Step.Argument(slot, at);
  }
}
