package dev.bantam.kit.token;

import dev.bantam.kit.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a token's holder sends: {@code bt_} and 256 random bits. Its text is shown once, never kept.
 */
public record Secret(String text) {
  private static final String PREFIX = "bt_";
  private static final int RANDOM_BYTES = 32;
  private static final String CODE = "HmacSHA256";

  public static Secret random(RandomGenerator random) {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return encoded(bytes);
  }

  /**
   * Another secret, which follows from this one and a salt. It is as hard to guess as this one, and
   * whoever knows only one of the two knows nothing of it, so the salt may be kept.
   */
  Secret derived(String salt) {
    try {
      var code = Mac.getInstance(CODE);
      code.init(new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), CODE));
      return encoded(code.doFinal(salt.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + CODE, e);
    }
  }

  private static Secret encoded(byte[] bytes) {
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
