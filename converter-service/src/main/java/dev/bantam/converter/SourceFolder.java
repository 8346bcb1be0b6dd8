package dev.bantam.converter;

import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.file.ConfinedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The folder that a model may read from. Every path that a source names goes through it. */
public final class SourceFolder {
  private static final Pattern SCHEME =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

  private final ConfinedFolder folder;

  public SourceFolder(Path root) {
    this.folder = new ConfinedFolder(root);
  }

  /** A plain file inside the folder, by a relative path with forward slashes. */
  public Path resolve(String location) {
    if (SCHEME.matcher(location).matches()) {
      throw new ConversionException(
          Kind.UNSAFE_PATH,
          "file name \"%s\" is an address, must stay inside its folder",
          location);
    }
    try {
      return folder.existing(location);
    } catch (IllegalArgumentException refusal) {
      throw new ConversionException(Kind.UNSAFE_PATH, "%s", refusal.getMessage());
    } catch (NoSuchFileException missing) {
      throw new ConversionException(
          Kind.MISSING_FILE, "\"%s\" is not in the model's folder, must be there", location);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
