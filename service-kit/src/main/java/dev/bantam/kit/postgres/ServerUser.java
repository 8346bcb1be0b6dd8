package dev.bantam.kit.postgres;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Who the server runs as. PostgreSQL refuses to run as root, so for root its programs run in a user
 * namespace in which they are nobody while files stay root's; where namespaces are forbidden they
 * run as user 65534, who is then given the data.
 */
enum ServerUser {
  SAME,
  NAMESPACE,
  NOBODY;

  private static final int NOBODY_ID = 65534;

  /** What each command begins with. */
  List<String> prefix() {
    return switch (this) {
      case SAME -> List.of();
      case NAMESPACE -> List.of("unshare", "-U");
      case NOBODY ->
          List.of("setpriv", "--reuid=" + NOBODY_ID, "--regid=" + NOBODY_ID, "--clear-groups");
    };
  }

  /** The one that fits whoever runs this process. */
  static ServerUser choose() {
    if (!isRoot()) return SAME;
    return succeeds("unshare", "-U", "true") ? NAMESPACE : NOBODY;
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  private static boolean succeeds(String... command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Gives a folder to the server's user, and checks that this user can come to it. */
  void own(Path folder) throws IOException {
    if (this != NOBODY) return;
    for (var parent = folder.toAbsolutePath().getParent();
        parent != null;
        parent = parent.getParent()) {
      if (!Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        throw new BantamException(
            ErrorCode.UNAVAILABLE,
            "%s: %s cannot be searched by user %d, as whom PostgreSQL runs for root; choose another"
                    .formatted(folder, parent, NOBODY_ID)
                + " folder with --data");
      }
    }
    try (var files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.setAttribute(file, "unix:uid", NOBODY_ID);
        Files.setAttribute(file, "unix:gid", NOBODY_ID);
      }
    }
  }
}
