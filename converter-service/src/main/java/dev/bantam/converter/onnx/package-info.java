/**
 * ONNX models: read with bounds, then lowered node by node through {@link
 * dev.bantam.converter.onnx.OnnxRules}.
 *
 * <p>A rule knows every opset of its operator and speaks to a {@link
 * dev.bantam.converter.build.Builder}. To add an operator, add a line to the table of its family; a
 * test finds tables that are not in the catalogue.
 */
@NullMarked
package dev.bantam.converter.onnx;

import org.jspecify.annotations.NullMarked;
