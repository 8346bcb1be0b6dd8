/**
 * A model as its file says: subgraphs of operators over named, quantized tensors, with signatures
 * and metadata.
 *
 * <p>{@link dev.bantam.graph.GraphText} prints a graph and parses it again. Everything here is
 * immutable; a rewrite makes a new graph. Operators are names with attributes: what they mean is in
 * {@code dev.bantam.op}, how they are written in a file in {@code dev.bantam.model}. An operator
 * that nobody knows stays as it is.
 */
@NullMarked
package dev.bantam.graph;

import org.jspecify.annotations.NullMarked;
