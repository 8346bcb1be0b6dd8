package dev.bantam.kit.artifact;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class FileArtifactStoreTest extends ArtifactStoreContract {
  @TempDir private Path folder;

  @Override
  ArtifactStore store() {
    return new FileArtifactStore(folder.resolve("store"), InstantSource.system());
  }
}
