package dev.bantam.cli;

import dev.bantam.digest.Sha256;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A checksum of each function in a source that a device made of a model, and one of the rest. Those
 * of before and after a change, compared, say which kernels it changed.
 */
final class KernelDigests {
  /**
   * The beginning of a function that is no part of the arithmetic that every source begins with.
   */
  private static final Pattern FUNCTION =
      Pattern.compile("^(?:static .*|__kernel )?(?:void|i32) (\\w+)\\(", Pattern.MULTILINE);

  /** Hexadecimal digits: enough that no two of some thousand kernels meet. */
  private static final int SHOWN = 16;

  private KernelDigests() {}

  /**
   * Lines of a checksum and a name, in the order of the source; what stands twice is there once.
   */
  static List<String> of(String source) {
    Set<String> lines = new LinkedHashSet<>();
    Set<String> rest = new LinkedHashSet<>();
    for (var block : source.split("\n\n")) {
      var function = FUNCTION.matcher(block);
      if (function.find()) lines.add(digest(block.strip()) + " " + name(function.group(1)));
      else rest.add(block.strip());
    }
    lines.add(digest(String.join("\n", rest)) + " rest");
    return new ArrayList<>(lines);
  }

  /** Of a kernel: what runs a range of its iterations is a function of its own. */
  private static String name(String function) {
    return function.replaceFirst("_range$", "");
  }

  private static String digest(String text) {
    return HexFormat.of().formatHex(Sha256.of(text)).substring(0, SHOWN);
  }
}
