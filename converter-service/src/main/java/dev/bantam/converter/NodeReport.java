package dev.bantam.converter;

import org.jspecify.annotations.Nullable;

/**
 * What became of a node of the source.
 *
 * @param node its name
 * @param source the graph or function that it stands in
 * @param from its operator, as the source names it
 * @param to the operators that it became, one or more; null where none was needed
 * @param notes where they are, or why there are none
 */
public record NodeReport(
    String node, String source, String from, @Nullable String to, String notes) {}
