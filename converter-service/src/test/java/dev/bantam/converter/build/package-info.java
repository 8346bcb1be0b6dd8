/** Extents, paddings and emission, without any source. */
@NullMarked
package dev.bantam.converter.build;

import org.jspecify.annotations.NullMarked;
