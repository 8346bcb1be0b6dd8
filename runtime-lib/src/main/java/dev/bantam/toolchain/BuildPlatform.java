package dev.bantam.toolchain;

import java.util.Locale;
import java.util.Map;

/**
 * A platform that the bundled compiler runs on.
 *
 * <p>Each has a jar of its own. The names that files have in it are not always those that the
 * programs ask for.
 */
public enum BuildPlatform {
  LINUX_X86_64("linux-x86_64", "x86_64-unknown-linux-gnu", Names.LINUX),
  LINUX_ARM64("linux-arm64", "aarch64-unknown-linux-gnu", Names.LINUX),
  MACOSX_ARM64("macosx-arm64", "arm64-apple-macosx12.0.0", Names.MACOSX),
  WINDOWS_X86_64("windows-x86_64", "x86_64-pc-windows-msvc", Names.WINDOWS);

  private final String folder;
  private final String triple;
  private final Map<String, String> files;

  BuildPlatform(String folder, String triple, Map<String, String> files) {
    this.folder = folder;
    this.triple = triple;
    this.files = files;
  }

  /** The platform that this process runs on. */
  public static BuildPlatform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static BuildPlatform of(String system, String processor) {
    String os = system.toLowerCase(Locale.ROOT);
    boolean arm = processor.equals("aarch64");
    boolean intel = processor.equals("amd64") || processor.equals("x86_64");
    if (os.startsWith("linux") && intel) return LINUX_X86_64;
    if (os.startsWith("linux") && arm) return LINUX_ARM64;
    if (os.startsWith("mac") && arm) return MACOSX_ARM64;
    if (os.startsWith("windows") && intel) return WINDOWS_X86_64;
    throw ToolchainException.unavailable(
        "%s on %s: there is no bundled compiler, must be Linux on x86-64 or arm64, macOS on arm64, or Windows on x86-64",
        system, processor);
  }

  /** What code for this very platform is compiled for. */
  public String triple() {
    return triple;
  }

  /** The folder below {@code org/bytedeco/llvm/} in the jar, and the jar's classifier. */
  String folder() {
    return folder;
  }

  /** Needed files by their names in the jar, with the names to unpack them under. */
  Map<String, String> files() {
    return files;
  }

  String program(String name) {
    return this == WINDOWS_X86_64 ? name + ".exe" : name;
  }

  private static final class Names {
    static final Map<String, String> LINUX =
        Map.of(
            "clang", "clang",
            "lld", "lld",
            "libLLVM.so", "libLLVM.so.20.1",
            "libclang-cpp.so", "libclang-cpp.so.20.1");
    static final Map<String, String> MACOSX =
        Map.of(
            "clang", "clang",
            "lld", "lld",
            "libLLVM.dylib", "libLLVM.dylib",
            "libclang-cpp.dylib", "libclang-cpp.dylib");
    static final Map<String, String> WINDOWS =
        Map.of("clang.exe", "clang.exe", "lld.exe", "lld.exe");
  }
}
