package dev.bantam.cli;

import dev.bantam.progress.Progress;

/**
 * Progress on a terminal's last line. What the work says of itself is shown to who asks for more: a
 * server says more than work in process does, and both print the same else.
 */
record ShownProgress(Output output, String name) implements Progress {
  @Override
  public Progress stage(String inner) {
    return new ShownProgress(output, inner);
  }

  @Override
  public void report(long done, long total, String message) {
    output.progress(name, done, total);
  }

  @Override
  public void log(String message) {
    if (output.verbose()) output.note("   " + message);
  }
}
