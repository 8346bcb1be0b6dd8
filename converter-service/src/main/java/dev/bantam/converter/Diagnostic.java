package dev.bantam.converter;

/**
 * One thing in a source that keeps it from being converted.
 *
 * @param operator as the source names it; with its domain where that is not the format's own
 * @param node the node's name, or its first output where it has none
 * @param source where the node stands: the graph, function or branch
 * @param problem what is wrong with it
 * @param fix what the reader can do about it
 */
public record Diagnostic(String operator, String node, String source, String problem, String fix) {
  @Override
  public String toString() {
    return "%s: %s \"%s\": %s; %s".formatted(source, operator, node, problem, fix);
  }
}
