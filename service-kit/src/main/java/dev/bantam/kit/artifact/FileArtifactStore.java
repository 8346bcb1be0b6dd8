package dev.bantam.kit.artifact;

import dev.bantam.digest.Sha256;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * A folder of files named by digest: {@code ab/cdef...}. Content is written beside them under a
 * random name, forced to disk, and moved in one step, so a crash leaves only files under {@code
 * incoming}, which the next start removes once they are old.
 */
public final class FileArtifactStore implements ArtifactStore {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path root;
  private final Path incoming;
  private final InstantSource clock;

  /** Opens the folder, and makes it where it is missing. */
  public FileArtifactStore(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
    this.incoming = root.resolve("incoming");
    try {
      Files.createDirectories(incoming);
      removeAbandoned();
    } catch (IOException e) {
      throw unavailable("cannot be opened", e);
    }
  }

  private void removeAbandoned() throws IOException {
    var before = clock.instant().minus(ABANDONED);
    try (var files = Files.list(incoming)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before))
          Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public Artifact store(
      InputStream content, String what, long limitBytes, Optional<Digest> expected) {
    var file = incoming.resolve(UUID.randomUUID().toString());
    try {
      var artifact = receive(content, file, what, limitBytes);
      expected
          .filter(digest -> !digest.equals(artifact.digest()))
          .ifPresent(
              digest -> {
                throw new BantamException(
                    ErrorCode.INVALID_REQUEST,
                    "%s: the content has digest %s, must have %s as Content-Digest says"
                        .formatted(what, artifact.digest(), digest));
              });
      publish(file, artifact.digest());
      return artifact;
    } catch (IOException e) {
      throw unavailable("cannot be written", e);
    } finally {
      abandon(file);
    }
  }

  private static Artifact receive(InputStream content, Path file, String what, long limitBytes)
      throws IOException {
    var sha256 = Sha256.begun();
    long size = 0;
    var chunk = new byte[CHUNK_BYTES];
    try (var out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int read; (read = readFrom(content, chunk, what)) >= 0; ) {
        size += read;
        if (size > limitBytes) {
          throw new BantamException(
              ErrorCode.TOO_LARGE,
              "%s: the content is longer than the limit of %d bytes, send less"
                  .formatted(what, limitBytes));
        }
        sha256.update(chunk, 0, read);
        for (var bytes = ByteBuffer.wrap(chunk, 0, read); bytes.hasRemaining(); ) out.write(bytes);
      }
      out.force(true);
    }
    return new Artifact(Digest.ofHash(sha256.digest()), size);
  }

  /** A sender that goes away in the middle is not a fault of the disk. */
  private static int readFrom(InputStream content, byte[] chunk, String what) {
    try {
      return content.read(chunk);
    } catch (IOException e) {
      throw new BantamException(
          ErrorCode.INVALID_REQUEST,
          "%s: the content ended before its last byte, send all of it".formatted(what),
          e);
    }
  }

  private void publish(Path file, Digest digest) throws IOException {
    var target = path(digest);
    var folder = Files.createDirectories(folder(digest));
    if (!Files.exists(target)) Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    // Also where it is there already: whoever moved it may have failed, or died, before this.
    forceFolder(folder);
    forceFolder(root);
  }

  /** The names are as durable as the content only when the folders are on disk too. */
  private static void forceFolder(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** What came of the content is known by now; what cannot be deleted is left for a later start. */
  private static void abandon(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // nobody will look at it
    }
  }

  @Override
  public Optional<Artifact> find(Digest digest) {
    try {
      return Optional.of(new Artifact(digest, Files.size(path(digest))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unavailable("cannot be read", e);
    }
  }

  @Override
  public InputStream open(Digest digest, long offset) {
    try {
      var channel = FileChannel.open(file(digest), StandardOpenOption.READ);
      try {
        return Channels.newInputStream(channel.position(offset));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unavailable("cannot be read", e);
    }
  }

  @Override
  public Path file(Digest digest) {
    var file = path(digest);
    if (!isThere(file)) {
      throw new BantamException(
          ErrorCode.NOT_FOUND, "artifact %s: is not in the store".formatted(digest));
    }
    return file;
  }

  /** A disk that does not answer is not taken for one without the file. */
  private boolean isThere(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isRegularFile();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw unavailable("cannot be read", e);
    }
  }

  @Override
  public void delete(Digest digest) {
    try {
      Files.deleteIfExists(path(digest));
    } catch (IOException e) {
      throw unavailable("cannot be tidied", e);
    }
  }

  @Override
  public long totalBytes() {
    try (var files = Files.walk(root, 2)) {
      return files.filter(file -> !file.startsWith(incoming)).mapToLong(this::sizeOf).sum();
    } catch (IOException | UncheckedIOException e) {
      throw unavailable("cannot be read", e);
    }
  }

  /** A file that was deleted since it was listed counts nothing. */
  private long sizeOf(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(Digest digest) {
    return folder(digest).resolve(digest.hex().substring(2));
  }

  private Path folder(Digest digest) {
    return root.resolve(digest.hex().substring(0, 2));
  }

  private BantamException unavailable(String problem, Exception cause) {
    return new BantamException(
        ErrorCode.UNAVAILABLE,
        "artifact store %s: %s (%s), must be a folder with room that this process may write"
            .formatted(root, problem, cause.getMessage()),
        cause);
  }
}
