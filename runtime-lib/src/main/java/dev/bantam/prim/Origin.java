package dev.bantam.prim;

/**
 * The operator of the source graph that a value was lowered from, so that time and errors lead back
 * to it.
 *
 * @param operator its place in the subgraph, or -1 where there is none
 * @param name its name, such as {@code CONV_2D}
 */
public record Origin(int operator, String name) {
  public static final Origin NONE = new Origin(-1, "");

  @Override
  public String toString() {
    return operator < 0 ? "none" : operator + " " + name;
  }
}
