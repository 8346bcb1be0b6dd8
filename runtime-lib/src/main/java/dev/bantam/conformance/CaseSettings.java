package dev.bantam.conformance;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a case is run and judged.
 *
 * @param absolute a float may differ by this much,
 * @param relative and by this much of the expected value
 * @param steps that a quantized integer may differ by
 * @param signature to call; empty for the main subgraph
 * @param unordered whether output 0 is a set of rows
 */
public record CaseSettings(
    double absolute, double relative, long steps, Optional<String> signature, boolean unordered) {
  public static final CaseSettings DEFAULT =
      new CaseSettings(1e-5, 1e-4, 1, Optional.empty(), false);

  private static final Set<String> KEYS =
      Set.of("atol", "rtol", "steps", "signature", "unordered", "note");

  /** Reads the JSON file of a case. */
  public static CaseSettings parse(String json) {
    var members = SmallJson.object(json);
    for (var key : members.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "\"%s\" is no setting of a case, must be one of %s".formatted(key, KEYS));
      }
    }
    return new CaseSettings(
        number(members, "atol", DEFAULT.absolute),
        number(members, "rtol", DEFAULT.relative),
        (long) number(members, "steps", (double) DEFAULT.steps),
        Optional.ofNullable(members.get("signature")).map(String.class::cast),
        members.getOrDefault("unordered", false).equals(true));
  }

  private static double number(Map<String, Object> members, String key, double otherwise) {
    return members.get(key) instanceof Double value ? value : otherwise;
  }
}
