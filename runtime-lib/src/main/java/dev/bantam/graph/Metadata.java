package dev.bantam.graph;

import dev.bantam.type.Bytes;

/**
 * A byte string with a name, which the model carries and nothing here reads. Older files have some
 * without a name; theirs is empty.
 */
public record Metadata(String name, Bytes bytes) {}
