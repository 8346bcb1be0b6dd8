package dev.bantam.toolchain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Clang, lld and clang's own headers, unpacked once per user from the jar that brings them.
 *
 * <p>The folder is named like the jar, which carries the version. It appears whole or not at all:
 * it is filled under another name and then renamed, so processes may race for it.
 *
 * @param version the jar's name without its ending; part of every cache key
 */
record BundledLlvm(BuildPlatform platform, String version, Path folder) {
  private static final String ROOT = "org/bytedeco/llvm/";
  private static final String HEADERS = "lib/clang/20/include/";

  /** Below {@code cache}, unpacked if this user has not got it. */
  static BundledLlvm in(Path cache, BuildPlatform platform, Scratch scratch) {
    var root = ROOT + platform.folder() + "/";
    var found = BundledLlvm.class.getClassLoader().getResource(root + platform.program("clang"));
    if (found == null) {
      throw ToolchainException.unavailable(
          "the compiler for %s is not on the class path, must be org.bytedeco:llvm with classifier %s",
          platform.folder(), platform.folder());
    }
    try {
      if (!(found.openConnection() instanceof JarURLConnection connection)) {
        throw ToolchainException.unavailable("%s: must lie in a jar", found);
      }
      var version = nameOf(connection);
      var llvm = new BundledLlvm(platform, version, cache.resolve(version));
      if (!llvm.isComplete()) {
        llvm.unpack(connection.getJarFile(), root, scratch);
      }
      return llvm;
    } catch (IOException e) {
      throw ToolchainException.unavailable(
          e,
          "%s: cannot unpack the compiler (%s), must be a folder that can be written to, with 400 MB free",
          cache,
          e);
    }
  }

  private static String nameOf(JarURLConnection connection) {
    var parts = connection.getJarFileURL().getPath().split("/", -1);
    var name =
        parts[parts.length - 1].isEmpty() ? parts[parts.length - 2] : parts[parts.length - 1];
    return name.replaceAll("[!]+$", "").replaceAll("\\.jar$", "");
  }

  /** Whether all that a build needs is there: a user may delete any of it at any time. */
  boolean isComplete() {
    return Files.isRegularFile(folder.resolve(HEADERS + "stdint.h"))
        && platform.files().values().stream()
            .allMatch(name -> Files.isRegularFile(folder.resolve(name)));
  }

  Path clang() {
    return folder.resolve(platform.program("clang"));
  }

  Path lld() {
    return folder.resolve(platform.program("lld"));
  }

  private void unpack(JarFile jar, String root, Scratch scratch) throws IOException {
    var filling = scratch.folder();
    try {
      jar.stream()
          .filter(entry -> !entry.isDirectory())
          .forEach(entry -> unpack(jar, entry, root, filling));
      for (var file : platform.files().values()) {
        var _ = filling.resolve(file).toFile().setExecutable(true);
      }
      Scratch.publishFolder(filling, folder);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Scratch.delete(filling);
    }
  }

  private void unpack(JarFile jar, JarEntry entry, String root, Path filling) {
    var name = unpackedName(entry.getName(), root);
    if (name == null) return;
    var to = filling.resolve(name);
    try (var in = jar.getInputStream(entry)) {
      Files.createDirectories(to.getParent());
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable String unpackedName(String entry, String root) {
    if (!entry.startsWith(root)) return null;
    var name = entry.substring(root.length());
    return name.startsWith(HEADERS) && !name.contains("..") ? name : platform.files().get(name);
  }
}
