package dev.bantam.kit.artifact;

/** Content that a store holds. */
public record Artifact(Digest digest, long sizeBytes) {}
