package dev.bantam.device.microcontroller;

import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.BuildPlatform;
import dev.bantam.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The plugin that counts instructions, for emulators whose interface it fits. */
final class InstructionCounter {
  private static final Pattern VERSION = Pattern.compile("version (\\d{1,6})\\.(\\d{1,6})");

  private InstructionCounter() {}

  /** The plugin, compiled; nothing if there is no emulator, or one that is too old or too new. */
  static Optional<byte[]> plugin(Toolchain toolchain) {
    return fits(emulatorVersion()) ? Optional.of(compiled(toolchain)) : Optional.empty();
  }

  /** The first version of the interface to plugins lasted from QEMU 6.0 to 8.1. */
  static boolean fits(String version) {
    var match = VERSION.matcher(version);
    if (!match.find()) return false;
    int major = Integer.parseInt(match.group(1));
    int minor = Integer.parseInt(match.group(2));
    return major == 6 || major == 7 || (major == 8 && minor <= 1);
  }

  private static String emulatorVersion() {
    try {
      var process =
          new ProcessBuilder(Emulator.PROGRAM, "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      return new String(
          process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static byte[] compiled(Toolchain toolchain) {
    var host = new Architecture(BuildPlatform.current().triple(), List.of());
    for (int attempt = 1; ; attempt++) {
      var file = toolchain.sharedLibrary(List.of(Resource.text("count.c")), host);
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        // deleted under our hands: made again
        if (attempt == 3) throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
