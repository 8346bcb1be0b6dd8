package dev.bantam.platform;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.token.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A token's secret in a file that only its owner can read. */
record SecretFile(Path path) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** What it holds; nothing where it is missing, or was open to others, who may know it then. */
  Optional<Secret> read() {
    try {
      if (!Files.isRegularFile(path)) return Optional.empty();
      if (!Files.getPosixFilePermissions(path).equals(OWNER_ONLY)) return Optional.empty();
      var text = Files.readString(path).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text));
    } catch (IOException e) {
      throw refusal("read", e);
    }
  }

  /** Puts a secret there, wholly or not at all. */
  void write(Secret secret) {
    var fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      try (var channel =
          Files.newByteChannel(
              fresh,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
        channel.write(ByteBuffer.wrap((secret.text() + "\n").getBytes(StandardCharsets.US_ASCII)));
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw refusal("written", e);
    }
  }

  private BantamException refusal(String what, IOException cause) {
    return new BantamException(
        ErrorCode.UNAVAILABLE,
        "%s: cannot be %s (%s), must be a file that this process may make and read"
            .formatted(path, what, cause.getMessage()),
        cause);
  }
}
