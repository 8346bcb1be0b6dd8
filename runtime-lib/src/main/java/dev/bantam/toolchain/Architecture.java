package dev.bantam.toolchain;

import java.util.List;

/**
 * What machine code is made for.
 *
 * @param triple as LLVM spells it: {@code x86_64-unknown-linux-gnu}
 * @param options what clang has to know beyond it, feature by feature: {@code -mavx2}
 */
public record Architecture(String triple, List<String> options) {
  public Architecture {
    options = List.copyOf(options);
  }

  public boolean isDarwin() {
    return triple.contains("-apple-");
  }

  public boolean isWindows() {
    return triple.contains("-windows-");
  }
}
