package dev.bantam.converter.build;

/**
 * A node of the source that operators came from.
 *
 * @param source the graph or function that it stands in
 * @param operator as the source names it: {@code Conv}
 */
public record Origin(String source, String operator, String node) {}
