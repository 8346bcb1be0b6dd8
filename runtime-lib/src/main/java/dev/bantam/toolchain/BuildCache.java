package dev.bantam.toolchain;

import dev.bantam.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Results by what they were made from. Shared between processes without a lock: an entry appears by
 * a rename and is never written to again.
 *
 * <p>The name of an entry is {@code KEY-DIGEST}: the digest of all that went in, and the digest of
 * what came out. An entry whose content does not have its digest is deleted and made again.
 */
final class BuildCache {
  private static final HexFormat HEX = HexFormat.of();

  private final Path folder;
  private final long limit;
  private final InstantSource clock;

  BuildCache(Path folder, long limit, InstantSource clock) {
    this.folder = folder;
    this.limit = limit;
    this.clock = clock;
  }

  /** The key of what {@code parts} make, in this order; no two lists of parts share one. */
  static String key(List<String> parts) {
    var sha = Sha256.begun();
    for (var part : parts) {
      var bytes = part.getBytes(StandardCharsets.UTF_8);
      sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      sha.update(bytes);
    }
    return HEX.formatHex(sha.digest(), 0, 16);
  }

  /** The entry, found whole; it counts as used now. */
  Optional<Path> find(String key) {
    var shard = shard(key);
    if (!Files.isDirectory(shard)) return Optional.empty();
    try (var entries = Files.newDirectoryStream(shard, key + "-*")) {
      for (var entry : entries) {
        if (isWhole(entry)) {
          Files.setLastModifiedTime(entry, FileTime.from(clock.instant()));
          return Optional.of(entry);
        }
        Files.deleteIfExists(entry);
      }
    } catch (IOException e) {
      // deleted under our hands: then it is not there
    }
    return Optional.empty();
  }

  /** Moves {@code made} into the cache and returns where it is now. */
  Path publish(String key, Path made, String suffix) throws IOException {
    var entry = shard(key).resolve(key + "-" + digest(made) + suffix);
    Files.setLastModifiedTime(made, FileTime.from(clock.instant()));
    Scratch.publishFile(made, entry);
    return entry;
  }

  private record Entry(Path path, long bytes, FileTime used) {}

  /** Deletes the least recently used entries until the rest is within the limit. */
  void evict() {
    var entries = new ArrayList<Entry>();
    try (var tree = Files.find(folder, 2, (_, attributes) -> attributes.isRegularFile())) {
      for (var path : tree.toList()) {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        entries.add(new Entry(path, attributes.size(), attributes.lastModifiedTime()));
      }
      entries.sort(Comparator.comparing(Entry::used).reversed());
      long kept = 0;
      for (var entry : entries) {
        kept += entry.bytes();
        if (kept > limit) Files.deleteIfExists(entry.path());
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // another process deletes the same; the next build looks again
    }
  }

  private Path shard(String key) {
    return folder.resolve(key.substring(0, 2));
  }

  private static boolean isWhole(Path entry) throws IOException {
    var name = entry.getFileName().toString();
    int dash = name.indexOf('-');
    int dot = name.indexOf('.', dash);
    return name.substring(dash + 1, dot < 0 ? name.length() : dot).equals(digest(entry));
  }

  private static String digest(Path file) throws IOException {
    return HEX.formatHex(Sha256.of(file), 0, 16);
  }
}
