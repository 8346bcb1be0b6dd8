/** The text form of graphs. */
@NullMarked
package dev.bantam.grad;

import org.jspecify.annotations.NullMarked;
