package dev.bantam.cli.remote;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a command calls a model or a data set that a server has: by its id, or by its digest.
 *
 * @param text {@code mdl_...}, {@code dst_...} or {@code sha256:} and 64 digits
 */
public record StoredThing(String text) {
  private static final String DIGEST = "sha256:";
  private static final Pattern NAME =
      Pattern.compile("(mdl|dst)_[0-9A-HJKMNP-TV-Z]{26}|" + DIGEST + "[0-9a-f]{64}");

  /** What an argument names, unless it is a file: that goes before. */
  public static Optional<StoredThing> of(Path argument) {
    var text = argument.toString();
    return isName(text) && !Files.exists(argument)
        ? Optional.of(new StoredThing(text))
        : Optional.empty();
  }

  /** Whether a text could name one. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  boolean isDigest() {
    return text.startsWith(DIGEST);
  }
}
