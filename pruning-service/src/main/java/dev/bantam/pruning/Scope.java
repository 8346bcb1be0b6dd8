package dev.bantam.pruning;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.Arrays;
import java.util.Locale;

/** Among which weights the least important are sought. */
public enum Scope {
  /** All of the network together: layers that matter less lose more. */
  GLOBAL,
  /** Each layer loses the same share. */
  LAYER;

  /** Where to look, where nothing is said. */
  public static final Scope DEFAULT = GLOBAL;

  public static Scope parse(String text) {
    return Arrays.stream(values())
        .filter(scope -> scope.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BantamException(
                    ErrorCode.INVALID_REQUEST,
                    "scope \"%s\" is not known, must be one of %s"
                        .formatted(text, Arrays.toString(values()))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
