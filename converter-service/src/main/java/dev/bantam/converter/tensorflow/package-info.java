/**
 * TensorFlow's SavedModels and frozen graphs: read with bounds, functions inlined, variables read,
 * then lowered node by node through {@link dev.bantam.converter.tensorflow.TfRules}.
 *
 * <p>The walk goes from the outputs back, so that what only saves, restores or checks is never met.
 * To add an operator, add a line to the table of its family; an operator with several named outputs
 * also needs a line in {@link dev.bantam.converter.tensorflow.OutputNames}.
 */
@NullMarked
package dev.bantam.converter.tensorflow;

import org.jspecify.annotations.NullMarked;
