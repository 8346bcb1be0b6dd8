package dev.bantam.kit.postgres;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A running server. Its data, password and programs are in one folder; whoever holds the folder's
 * lock owns the server, and a server that outlived its owner is stopped before the next start.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  public static final String USER = "bantam";
  public static final String DATABASE = "bantam";
  private static final int COMMAND_SECONDS = 120;

  private final Path folder;
  private final Path programs;
  private final Path data;
  private final ServerUser user;
  private final FileChannel lock;
  private final int port;
  private final String password;

  private EmbeddedPostgres(Path folder, Path programs, FileChannel lock) throws IOException {
    this.folder = folder;
    this.programs = programs;
    this.data = folder.resolve("data");
    this.lock = lock;
    this.user = ServerUser.choose();
    if (!Files.exists(data.resolve("PG_VERSION"))) initialise();
    this.password = Files.readString(passwordFile(folder)).strip();
    stopLeftover();
    this.port = freePort();
    launch();
  }

  /** Starts the server of a folder, and makes its data where there is none yet. */
  public static EmbeddedPostgres start(Path folder) {
    return start(folder, folder);
  }

  /**
   * The same, with its programs unpacked into a folder that servers may share.
   *
   * @param cache where the programs are, or will be
   */
  public static EmbeddedPostgres start(Path folder, Path cache) {
    try {
      Files.createDirectories(folder);
      var programs = PostgresBinaries.unpackInto(cache);
      var lock = lock(folder);
      try {
        return new EmbeddedPostgres(folder, programs, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw unavailable(folder, "cannot be used (%s)".formatted(e.getMessage()), e);
    }
  }

  /** How to reach the server of a folder if one runs there, of whatever process. */
  public static Optional<Connection> running(Path folder) {
    try {
      var lines = Files.readAllLines(folder.resolve("data/postmaster.pid"));
      if (ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).isEmpty()) {
        return Optional.empty();
      }
      var password = Files.readString(passwordFile(folder)).strip();
      return Optional.of(
          new Connection(url(Integer.parseInt(lines.get(3).strip())), USER, password));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Where a server is, and as whom one may speak to it. */
  public record Connection(String url, String user, String password) {
    /** Hides the password from logs. */
    @Override
    public String toString() {
      return "%s as %s".formatted(url, user);
    }
  }

  public Connection connection() {
    return new Connection(url(port), USER, password);
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE);
  }

  private static Path passwordFile(Path folder) {
    return folder.resolve("password");
  }

  private static FileChannel lock(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) return channel;
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw unavailable(folder, "is in use by this process", e);
    }
    channel.close();
    throw new BantamException(
        ErrorCode.UNAVAILABLE,
        "database folder %s: is in use by another process, stop it or choose another folder"
            .formatted(folder));
  }

  private void initialise() throws IOException {
    removeUnfinished();
    var secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    var file = passwordFile(folder);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(secret));
    Files.createDirectories(data);
    user.own(folder);
    command(
        "initdb",
        "-D",
        data.toString(),
        "-U",
        USER,
        "-A",
        "scram-sha-256",
        "--pwfile=" + file,
        "-E",
        "UTF8",
        "--no-locale",
        "--no-instructions");
  }

  /** Data without a version is of an initdb that did not come to its end. */
  private void removeUnfinished() throws IOException {
    if (!Files.exists(data)) return;
    try (var files = Files.walk(data)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList())
        Files.delete(file);
    }
  }

  /** A server of a process that was killed still runs, or left its file behind. */
  private void stopLeftover() throws IOException {
    var pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) return;
    var pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    var process = ProcessHandle.of(pid);
    boolean ours =
        process
            .flatMap(it -> it.info().command())
            .filter(command -> command.endsWith("/postgres"))
            .isPresent();
    if (ours) {
      command("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "60");
    } else {
      Files.deleteIfExists(pidFile);
    }
  }

  private void launch() throws IOException {
    var options =
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
            .formatted(port);
    command(
        "pg_ctl",
        "start",
        "-D",
        data.toString(),
        "-w",
        "-t",
        "60",
        "-l",
        folder.resolve("server.log").toString(),
        "-o",
        options);
    createDatabase();
  }

  private void createDatabase() throws IOException {
    var properties = new java.util.Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password);
    var url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    try (var connection = new org.postgresql.Driver().connect(url, properties)) {
      if (connection == null) throw new IOException(url + " is refused by its own driver");
      try (var query = connection.createStatement();
          var found =
              query.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        if (found.next()) return;
      }
      try (var statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    } catch (java.sql.SQLException e) {
      throw new IOException(e);
    }
  }

  private void command(String program, String... arguments) throws IOException {
    var command = new ArrayList<>(user.prefix());
    command.add(programs.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    var log = folder.resolve(program + ".log");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try {
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw unavailable(folder, "%s does not end, see %s".formatted(program, log), null);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw unavailable(folder, program + " was interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw unavailable(
          folder, "%s failed: %s".formatted(program, Files.readString(log).strip()), null);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Kills the server as a power cut would, for tests of what survives that. */
  public void kill() throws IOException {
    var pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    ProcessHandle.of(pid)
        .ifPresent(
            server -> {
              var children = server.descendants().toList();
              server.destroyForcibly();
              children.forEach(ProcessHandle::destroyForcibly);
              server.onExit().join();
            });
  }

  /** Starts the server again on the same port after {@link #kill}. */
  public void restart() throws IOException {
    stopLeftover();
    launch();
  }

  /** Stops the server in good order. */
  @Override
  public void close() {
    try {
      if (Files.exists(data.resolve("postmaster.pid"))) {
        command("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "60");
      }
      lock.close();
    } catch (IOException e) {
      throw unavailable(folder, "cannot be stopped (%s)".formatted(e.getMessage()), e);
    }
  }

  private static BantamException unavailable(
      Path folder, String problem, @org.jspecify.annotations.Nullable Exception cause) {
    var message = "database folder %s: %s".formatted(folder, problem);
    return cause == null
        ? new BantamException(ErrorCode.UNAVAILABLE, message)
        : new BantamException(ErrorCode.UNAVAILABLE, message, cause);
  }
}
