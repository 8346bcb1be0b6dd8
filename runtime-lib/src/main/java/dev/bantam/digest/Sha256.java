package dev.bantam.digest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, of 32 bytes. */
public final class Sha256 {
  private Sha256() {}

  /** Takes content part by part. */
  public static MessageDigest begun() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public static byte[] of(byte[] content) {
    return begun().digest(content);
  }

  /** Of a text in UTF-8. */
  public static byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a file, which may be larger than memory. */
  public static byte[] of(Path file) throws IOException {
    var sha = begun();
    try (var digested = new DigestOutputStream(OutputStream.nullOutputStream(), sha)) {
      Files.copy(file, digested);
    }
    return sha.digest();
  }
}
