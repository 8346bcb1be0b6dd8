package dev.bantam.toolchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What compilers of drivers made, by what it was made from; on disk, beside what the bundled
 * compiler made, and within the same limit. Where nothing can be read or written, nothing is kept.
 */
public final class BinaryCache {
  private final Scratch scratch;
  private final BuildCache cache;

  /** A cache below {@code folder}. */
  public BinaryCache(Path folder, Limits limits, InstantSource clock) {
    var absolute = folder.toAbsolutePath();
    scratch = new Scratch(absolute, clock);
    cache = new BuildCache(absolute.resolve("built"), limits.cacheBytes(), clock);
  }

  /** This user's cache: see {@link CacheFolder}. */
  public static BinaryCache ofThisUser() {
    return new BinaryCache(
        CacheFolder.ofThisUser(), Limits.ofThisMachine(), InstantSource.system());
  }

  /** What {@code parts} made before. */
  public Optional<byte[]> find(List<String> parts) {
    return cache.find(BuildCache.key(parts)).flatMap(BinaryCache::content);
  }

  private static Optional<byte[]> content(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      return Optional.empty(); // another process evicted it
    }
  }

  /** Remembers what {@code parts} made. */
  public void keep(List<String> parts, byte[] made) {
    try {
      var work = scratch.folder();
      try {
        var file = Files.write(work.resolve("binary"), made);
        cache.publish(BuildCache.key(parts), file, ".bin");
        cache.evict();
        scratch.sweep();
      } finally {
        Scratch.delete(work);
      }
    } catch (IOException e) {
      // then it is made again next time
    }
  }
}
