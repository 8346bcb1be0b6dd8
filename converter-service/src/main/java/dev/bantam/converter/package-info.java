/**
 * Turns models of other frameworks into a graph that a {@code .tflite} file can hold.
 *
 * <p>{@link dev.bantam.converter.Converter} recognises a source by its content and hands it to a
 * front end: {@code onnx} or {@code tensorflow}. A front end reads its format into a safe import
 * form and lowers it node by node, through a table of rules, into {@code build}; {@code rewrite}
 * then folds and fuses. What cannot be converted is refused with a {@link
 * dev.bantam.converter.Diagnostic} for each node, all in one answer; nothing is ever left out in
 * silence.
 *
 * <p>No Spring here. To add an operator of a source format, add its rule to the family that it
 * belongs to in the front end's package.
 */
@NullMarked
package dev.bantam.converter;

import org.jspecify.annotations.NullMarked;
