package dev.bantam.run;

import dev.bantam.device.Timing;
import java.util.List;

/**
 * Where the time of a session went.
 *
 * @param operators of the source graph, in its order; empty unless the device was asked for it
 */
public record Profile(List<Timing> operators) {
  public Profile {
    operators = List.copyOf(operators);
  }

  /** Of all operators, over all runs. */
  public long nanoseconds() {
    return operators.stream().mapToLong(Timing::nanoseconds).sum();
  }
}
