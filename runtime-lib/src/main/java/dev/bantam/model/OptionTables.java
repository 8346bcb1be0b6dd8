package dev.bantam.model;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which options table an operator has: the one of its name, but for those listed here. */
final class OptionTables {
  private static final String REDUCER = "ReducerOptions";
  private static final String POOL = "Pool2DOptions";
  private static final String RANDOM = "RandomOptions";

  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("AVERAGE_POOL_2D", POOL),
          Map.entry("CONV_3D_TRANSPOSE", "Conv3DOptions"),
          Map.entry("L2_NORMALIZATION", "L2NormOptions"),
          Map.entry("L2_POOL_2D", POOL),
          Map.entry("MAXIMUM", "MaximumMinimumOptions"),
          Map.entry("MAX_POOL_2D", POOL),
          Map.entry("MEAN", REDUCER),
          Map.entry("MINIMUM", "MaximumMinimumOptions"),
          Map.entry("MULTINOMIAL", RANDOM),
          Map.entry("RANDOM_STANDARD_NORMAL", RANDOM),
          Map.entry("RANDOM_UNIFORM", RANDOM),
          Map.entry("REDUCE_ALL", REDUCER),
          Map.entry("REDUCE_ANY", REDUCER),
          Map.entry("REDUCE_MAX", REDUCER),
          Map.entry("REDUCE_MIN", REDUCER),
          Map.entry("REDUCE_PROD", REDUCER),
          Map.entry("SUM", REDUCER),
          Map.entry("UNIDIRECTIONAL_SEQUENCE_RNN", "SequenceRNNOptions"));

  private final Map<String, String> byName = new HashMap<>();

  OptionTables(Schema schema) {
    for (var union : List.of("BuiltinOptions", "BuiltinOptions2")) {
      for (var table : schema.union(union).members()) {
        byName.put(
            table.substring(0, table.length() - "Options".length()).toUpperCase(Locale.ROOT),
            table);
      }
    }
  }

  /** The table of an operator; empty for one that has no options of its own. */
  Optional<String> table(String operator) {
    var other = OTHERS.get(operator);
    if (other != null) return Optional.of(other);
    return Optional.ofNullable(byName.get(operator.replace("_", "")));
  }
}
