package dev.bantam.toolchain;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where a user's cache lies: {@code $BANTAM_CACHE} if set, else the platform's own place for such
 * things ({@code $XDG_CACHE_HOME/bantam} or {@code ~/.cache/bantam}; {@code
 * ~/Library/Caches/bantam} on macOS; {@code %LOCALAPPDATA%\bantam} on Windows). It is safe to
 * delete at any time.
 */
public final class CacheFolder {
  /** The environment variable that names another place. */
  public static final String VARIABLE = "BANTAM_CACHE";

  private CacheFolder() {}

  public static Path ofThisUser() {
    return of(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  static Path of(Map<String, String> environment, String system, Path home) {
    var named = environment.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) return Path.of(named);
    String os = system.toLowerCase(Locale.ROOT);
    if (os.startsWith("mac")) return home.resolve("Library/Caches/bantam");
    var local = environment.getOrDefault("LOCALAPPDATA", "");
    if (os.startsWith("windows") && !local.isBlank()) return Path.of(local, "bantam");
    var xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg)).resolve("bantam");
  }
}
