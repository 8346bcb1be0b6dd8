package dev.bantam.kit.token;

import dev.bantam.kit.artifact.Digest;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * What a token's holder sends: {@code bt_} and 256 random bits. Its text is shown once, never kept.
 */
public record Secret(String text) {
  private static final String PREFIX = "bt_";
  private static final int RANDOM_BYTES = 32;

  public static Secret random(RandomGenerator random) {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Random secrets need no salt and no slow hash. */
  byte[] hash() {
    return Digest.of(text).hash();
  }

  /** Hides the secret from logs. */
  @Override
  public String toString() {
    return PREFIX + "...";
  }
}
