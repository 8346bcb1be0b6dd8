/** Checkpoints and graphs of TensorFlow, byte by byte. */
@NullMarked
package dev.bantam.converter.tensorflow;

import org.jspecify.annotations.NullMarked;
