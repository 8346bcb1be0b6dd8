package dev.bantam.converter.service;

import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query parameter {@code digest} of lists: the digest, or how it begins. */
final class DigestFilter {
  private static final String DIGITS = "[0-9a-f]{8,64}";

  private DigestFilter() {}

  /** The pattern of the digests that are meant; of all, where the parameter is left out. */
  static String pattern(@Nullable String digest) {
    if (digest == null) return "%";
    var digits = digest.replaceFirst("^sha256:", "");
    if (!digits.matches(DIGITS)) {
      throw new InvalidInputException(
          List.of(InputError.parameter("digest", "must be 8 to 64 hexadecimal digits")));
    }
    return "sha256:" + digits + "%";
  }
}
