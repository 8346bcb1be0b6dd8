package dev.bantam.kit.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.bantam.digest.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The SHA-256 of some content, and so its name: {@code sha256:} and 64 hexadecimal digits. */
public record Digest(@JsonValue String text) {
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Digest {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "digest \"%s\" must be sha256: and 64 hexadecimal digits".formatted(text));
    }
  }

  public static Digest of(byte[] content) {
    return ofHash(Sha256.of(content));
  }

  public static Digest of(String content) {
    return ofHash(Sha256.of(content));
  }

  /** Of a file, which may be larger than memory. */
  public static Digest of(Path file) throws IOException {
    return ofHash(Sha256.of(file));
  }

  static Digest ofHash(byte[] hash) {
    return new Digest("sha256:" + HexFormat.of().formatHex(hash));
  }

  /** The 64 digits alone. */
  public String hex() {
    return text.substring("sha256:".length());
  }

  public byte[] hash() {
    return HexFormat.of().parseHex(hex());
  }

  @Override
  public String toString() {
    return text;
  }
}
