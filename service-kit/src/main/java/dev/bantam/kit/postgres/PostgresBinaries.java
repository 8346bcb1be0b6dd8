package dev.bantam.kit.postgres;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked once per version into a folder that processes share. */
final class PostgresBinaries {
  private static final String VERSION = "18.6";

  private PostgresBinaries() {}

  /** The folder that holds {@code bin}; the first caller unpacks, others wait for it. */
  static Path unpackInto(Path cache) {
    var home = cache.resolve("postgresql-" + VERSION);
    if (Files.isDirectory(home)) return home;
    try {
      Files.createDirectories(cache);
      try (var lockFile =
              FileChannel.open(
                  cache.resolve("postgresql.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var lock = lockFile.lock()) {
        if (!Files.isDirectory(home)) unpack(cache, home);
      }
      return home;
    } catch (IOException e) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE,
          "%s: PostgreSQL cannot be unpacked there (%s), must be a folder with 70 MB of room"
              .formatted(cache, e.getMessage()),
          e);
    }
  }

  private static void unpack(Path cache, Path home) throws IOException {
    var incoming = cache.resolve("incoming-" + UUID.randomUUID());
    try (var packed = open();
        var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        unpack(tar, entry, incoming);
      }
    }
    Files.move(incoming, home, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    var file = folder.resolve(entry.getName()).normalize();
    if (!file.startsWith(folder)) throw new IOException(entry.getName() + " leaves the archive");
    if (entry.isDirectory()) {
      Files.createDirectories(file);
    } else if (entry.isSymbolicLink()) {
      Files.createDirectories(file.getParent());
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(file.getParent());
      Files.copy(tar, file);
      Files.setPosixFilePermissions(file, permissions((entry.getMode() & 0111) != 0));
    }
  }

  private static Set<PosixFilePermission> permissions(boolean executable) {
    var permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if (executable) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return permissions;
  }

  private static InputStream open() {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "arm_64";
    var name = "/postgres-%s-%s.txz".formatted(system, machine);
    var packed = PostgresBinaries.class.getResourceAsStream(name);
    if (packed == null) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE,
          "%s on %s: no PostgreSQL is bundled for it, set BANTAM_DB_URL to a server of your own"
              .formatted(system, machine));
    }
    return packed;
  }
}
