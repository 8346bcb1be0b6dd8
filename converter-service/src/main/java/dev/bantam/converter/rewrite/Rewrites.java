package dev.bantam.converter.rewrite;

import dev.bantam.converter.build.Body;

/** All rewrites, in the order in which they help each other. */
public final class Rewrites {
  private Rewrites() {}

  /** Changes the body, and the regions in it, in place. */
  public static void apply(Body body) {
    DeadCode.remove(body);
  }
}
