package dev.bantam.model;

import dev.bantam.file.ConfinedFolder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Files beside a model, mapped once each. */
final class FolderFiles implements ExternalFiles {
  private final ConfinedFolder folder;
  private final Map<String, MemorySegment> mapped = new HashMap<>();

  FolderFiles(Path folder) {
    this.folder = new ConfinedFolder(folder);
  }

  @Override
  public MemorySegment map(String name, Place place) {
    return mapped.computeIfAbsent(name, wanted -> open(wanted, place));
  }

  private MemorySegment open(String name, Place place) {
    try {
      var path = folder.existing(name);
      try (var channel =
          FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
        return channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException(place, "its weights cannot be read: " + e.getMessage());
    }
  }
}
