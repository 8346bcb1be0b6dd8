package dev.bantam.kit.artifact;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps content under its digest. Content never changes, and equal content is kept once; a reader
 * sees all of it or nothing. Safe for any number of threads and processes.
 */
public interface ArtifactStore {
  /**
   * Takes content as it streams in. Nothing of it is visible before the last byte has been checked.
   *
   * @param limitBytes content longer than this is refused, named {@code what} in the message
   * @param expected refused unless the content has this digest
   */
  Artifact store(InputStream content, String what, long limitBytes, Optional<Digest> expected);

  /** What is known of this content, if it is here. */
  Optional<Artifact> find(Digest digest);

  /** Reads from an offset to the end; fails if there is no such content. */
  InputStream open(Digest digest, long offset);

  /** A local file with the content, for libraries that map it; never to be written to. */
  Path file(Digest digest);

  /** Forgets the content; does nothing where there is none. Open readers read on. */
  void delete(Digest digest);

  /** Bytes of all content. */
  long totalBytes();
}
