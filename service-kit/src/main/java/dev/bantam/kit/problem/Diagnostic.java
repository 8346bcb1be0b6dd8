package dev.bantam.kit.problem;

import org.jspecify.annotations.Nullable;

/**
 * One node of a model that something cannot be done with.
 *
 * @param operator as the model's source names it
 * @param source where the node comes from: a line of code, a function, a graph
 * @param problem what is wrong
 * @param fix what can be done about it
 */
public record Diagnostic(
    String operator,
    @Nullable String node,
    @Nullable String source,
    String problem,
    @Nullable String fix) {}
