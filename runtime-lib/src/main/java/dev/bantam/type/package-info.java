/**
 * What a tensor is: its element type, its extents, how integers stand for real numbers, and literal
 * values.
 *
 * <p>Nothing here knows of graphs, programs or devices; everything else builds on it. A new element
 * type is one constant of {@link dev.bantam.type.DType}; the compiler lists the switches that want
 * to hear of it.
 */
@NullMarked
package dev.bantam.type;

import org.jspecify.annotations.NullMarked;
