/** Tests of the front end for ONNX. */
@NullMarked
package dev.bantam.converter.onnx;

import org.jspecify.annotations.NullMarked;
