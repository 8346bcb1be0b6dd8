/** The text form of graphs. */
@NullMarked
package dev.bantam.graph;

import org.jspecify.annotations.NullMarked;
