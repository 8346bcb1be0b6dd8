/** Reading, refusing and writing {@code .tflite} files. */
@NullMarked
package dev.bantam.model;

import org.jspecify.annotations.NullMarked;
