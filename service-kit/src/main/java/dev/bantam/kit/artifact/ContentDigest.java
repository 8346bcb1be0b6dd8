package dev.bantam.kit.artifact;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Content-Digest} (RFC 9530): {@code sha-256=:<base64>:}, perhaps among others.
 */
public final class ContentDigest {
  private static final int HASH_BYTES = 32;

  private ContentDigest() {}

  /** The SHA-256 that the header promises; none where there is no header or no such algorithm. */
  public static Optional<Digest> parse(@Nullable String header) {
    if (header == null) return Optional.empty();
    for (String member : header.split(",")) {
      int equals = member.indexOf('=');
      if (equals < 0) throw refusal(header);
      if (!member.substring(0, equals).strip().equalsIgnoreCase("sha-256")) continue;
      return Optional.of(Digest.ofHash(decode(member.substring(equals + 1).strip(), header)));
    }
    return Optional.empty();
  }

  /** The header's text that promises a digest. */
  public static String header(Digest digest) {
    return "sha-256=:%s:".formatted(Base64.getEncoder().encodeToString(digest.hash()));
  }

  private static byte[] decode(String value, String header) {
    if (value.length() < 2 || !value.startsWith(":") || !value.endsWith(":")) throw refusal(header);
    try {
      byte[] hash = Base64.getDecoder().decode(value.substring(1, value.length() - 1));
      if (hash.length != HASH_BYTES) throw refusal(header);
      return hash;
    } catch (IllegalArgumentException e) {
      throw refusal(header);
    }
  }

  private static BantamException refusal(String header) {
    return new BantamException(
        ErrorCode.INVALID_REQUEST,
        "header Content-Digest: \"%s\" must be of the form sha-256=:<base64>: (RFC 9530)"
            .formatted(header));
  }
}
