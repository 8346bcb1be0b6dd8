/**
 * The {@code .tflite} format, in and out: the one place that knows FlatBuffers.
 *
 * <p>{@link dev.bantam.model.TfliteFile} is the door. A file is verified in two steps before a
 * graph of it exists: {@code StructureCheck} walks every table by the {@link
 * dev.bantam.model.Schema} and proves that each offset, vector and text lies inside; then {@code
 * GraphReader} and the classes beside it read what is there and prove that it has a meaning:
 * indices, shapes, sizes, quantization, order, recursion. Whatever is wrong is a {@link
 * dev.bantam.model.ModelException} that names the place.
 *
 * <p>Options of operators go through the schema, not through code: a new options table, or a new
 * field of one, needs a new {@code tflite.fbs} and nothing here. What an operator means by them is
 * in {@code dev.bantam.op}.
 *
 * <p>Not kept when a file is written again: sparse encodings (constants are dense in a graph),
 * debug metadata, {@code mutating_variable_inputs}, and whether a scalar says that it is one.
 */
@NullMarked
package dev.bantam.model;

import org.jspecify.annotations.NullMarked;
