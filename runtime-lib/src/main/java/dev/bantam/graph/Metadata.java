package dev.bantam.graph;

import java.lang.foreign.MemorySegment;

/** A byte string with a name, which the model carries and nothing here reads. */
public record Metadata(String name, MemorySegment bytes) {}
