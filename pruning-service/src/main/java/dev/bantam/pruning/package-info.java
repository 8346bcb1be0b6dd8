/**
 * Pruning after training, graph in and graph out: the weights that matter least become 0.
 *
 * <p>{@link dev.bantam.pruning.Pruner} chooses and cuts; how accuracy and tensors change is
 * measured by {@code dev.bantam.evaluation}. Nothing here knows of services.
 */
@NullMarked
package dev.bantam.pruning;

import org.jspecify.annotations.NullMarked;
