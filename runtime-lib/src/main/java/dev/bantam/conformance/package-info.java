/**
 * Conformance cases: a model, inputs, and the outputs that stock TensorFlow Lite has for them.
 *
 * <p>{@link dev.bantam.conformance.Cases} finds them in a folder, {@link
 * dev.bantam.conformance.CaseRunner} runs one on a device, {@link
 * dev.bantam.conformance.Comparison} judges. What a case is made of is said in the fixtures' own
 * README; a new setting of a case goes into {@link dev.bantam.conformance.CaseSettings}.
 */
@NullMarked
package dev.bantam.conformance;

import org.jspecify.annotations.NullMarked;
